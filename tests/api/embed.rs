//! LAUNCH, Marketplace and ORBIT: requests, responses and results.

use cyclr_oauth::api::{
    Call, Content, EmbedResult, Launch, Marketplace, MarketplaceNotification, MarketplaceStatus,
    OpenMarketplace, OpenOrbit, Orbit, Session, StartLaunch,
};
use cyclr_oauth::{AccountConnector, AccountId, AuthValue, Secret};

use crate::calls::{US, response};

#[derive(AccountConnector)]
#[cyclr(name = "Acme", version = "1.0")]
struct Acme {
    domain: &'static str,
    #[cyclr(auth_value)]
    key: AuthValue,
}

fn acme(domain: &'static str) -> Acme {
    Acme { domain, key: AuthValue::api_key("k\"3y\r\nü") }
}

fn asked<C: Call>(call: &C) -> String {
    let Content::Json(body) = call.content() else { panic!("it is JSON") };
    format!("{} {}", call.path(), str::from_utf8(body.as_bytes()).unwrap())
}

fn account() -> AccountId {
    AccountId::new("a/ü").unwrap()
}

#[test]
fn unset_options_are_left_out() {
    insta::assert_snapshot!(asked(&StartLaunch::new(&account(), Launch::new())), @"/v1.0/accounts/a%2F%C3%BC/launch {}");
    insta::assert_snapshot!(asked(&OpenMarketplace::new(&account(), Marketplace::new(5))), @r#"/v1.0/accounts/a%2F%C3%BC/marketplace {"MarketplaceId":5}"#);
    insta::assert_snapshot!(asked(&OpenOrbit::new(&account(), Orbit::new())), @"/v1.0/accounts/a%2F%C3%BC/orbit {}");
}

#[test]
fn every_option_of_launch_is_sent() {
    let (one, two, password) = (acme("one"), acme("two"), Secret::from("p4ss\"word"));
    let tags = ["crm".to_owned(), "a \"b\" ü".to_owned()];
    let launch = Launch::new()
        .account_name("Acme \"Inc\"")
        .account_description("line\nbreak")
        .start(false)
        .run_once(true)
        .tags(&tags)
        .inline_oauth(true)
        .auto_install(false)
        .single_install(true)
        .complete_parameter("c+/=")
        .wizard(true)
        .display_descriptions(false)
        .connector(&one)
        .connector(&two);
    insta::assert_snapshot!(asked(&StartLaunch::new(&account(), launch.clone())), @r#"/v1.0/accounts/a%2F%C3%BC/launch {"AccountName":"Acme \"Inc\"","AccountDescription":"line\nbreak","Start":false,"RunOnce":true,"Tags":["crm","a \"b\" ü"],"InlineOAuth":true,"AutoInstall":false,"SingleInstall":true,"CompleteParameter":"c+/=","Wizard":true,"DisplayDescriptions":false,"ConnectorAuthentications":[{"Name":"Acme","Version":"1.0","AuthValue":"k\"3y\r\nü","Properties":[{"Name":"Domain","Value":"one"}]},{"Name":"Acme","Version":"1.0","AuthValue":"k\"3y\r\nü","Properties":[{"Name":"Domain","Value":"two"}]}]}"#);
    insta::assert_snapshot!(asked(&StartLaunch::new(&account(), launch.user("us er", &password))), @r#"/v1.0/users/launch {"AccountId":"a/ü","Username":"us er","Password":"p4ss\"word","AccountName":"Acme \"Inc\"","AccountDescription":"line\nbreak","Start":false,"RunOnce":true,"Tags":["crm","a \"b\" ü"],"InlineOAuth":true,"AutoInstall":false,"SingleInstall":true,"CompleteParameter":"c+/=","Wizard":true,"DisplayDescriptions":false,"ConnectorAuthentications":[{"Name":"Acme","Version":"1.0","AuthValue":"k\"3y\r\nü","Properties":[{"Name":"Domain","Value":"one"}]},{"Name":"Acme","Version":"1.0","AuthValue":"k\"3y\r\nü","Properties":[{"Name":"Domain","Value":"two"}]}]}"#);
}

#[test]
fn the_array_and_the_single_form_are_never_both_sent() {
    let (one, two) = (acme("one"), acme("two"));
    let array = Orbit::new().connector(&one);
    insta::assert_snapshot!(asked(&OpenOrbit::new(&account(), array)), @r#"/v1.0/accounts/a%2F%C3%BC/orbit {"ConnectorAuthentications":[{"Name":"Acme","Version":"1.0","AuthValue":"k\"3y\r\nü","Properties":[{"Name":"Domain","Value":"one"}]}]}"#);
    let single = Orbit::new().connector(&one).single_partner_connector().connector(&two);
    insta::assert_snapshot!(asked(&OpenOrbit::new(&account(), single)), @r#"/v1.0/accounts/a%2F%C3%BC/orbit {"PartnerConnector":{"Name":"Acme","Version":"1.0","AuthValue":"k\"3y\r\nü","Properties":[{"Name":"Domain","Value":"two"}]}}"#);
    let nothing = Orbit::new().single_partner_connector();
    insta::assert_snapshot!(asked(&OpenOrbit::new(&account(), nothing)), @"/v1.0/accounts/a%2F%C3%BC/orbit {}");
}

#[test]
fn a_marketplace_of_a_user_has_all_options_of_an_account() {
    let (one, password) = (acme("one"), Secret::from(""));
    let marketplace = Marketplace::new(u64::MAX)
        .account_name("first")
        .account_name("the last counts")
        .inline_oauth(false)
        .connector(&one)
        .single_partner_connector()
        .user("ü", &password);
    insta::assert_snapshot!(asked(&OpenMarketplace::new(&account(), marketplace)), @r#"/v1.0/users/marketplace {"AccountId":"a/ü","Username":"ü","Password":"","MarketplaceId":18446744073709551615,"AccountName":"the last counts","InlineOAuth":false,"PartnerConnector":{"Name":"Acme","Version":"1.0","AuthValue":"k\"3y\r\nü","Properties":[{"Name":"Domain","Value":"one"}]}}"#);
}

#[test]
fn debug_of_an_embedding_shows_no_secret() {
    let (one, password) = (acme("one"), Secret::from("k\"3y"));
    let launch = Launch::new().connector(&one).user("user", &password);
    let text = format!("{launch:?} {:?}", StartLaunch::new(&account(), launch.clone()));
    assert!(!text.contains("3y"), "{text}");
}

#[test]
fn the_response_is_a_single_use_url() {
    for name in ["LaunchUrl", "MarketplaceUrl", "OrbitUrl"] {
        let url =
            "https://app-h.cyclr.com/account/signinwithtoken?token=ABCD%3D&returnUrl=%2Flaunch";
        let answer = format!(
            r#"{{"AccountId":"a","ExpiresAtUtc":"2017-12-08T11:02:48.7436471Z","Token":"ABCD=","{name}":"{url}","New":{{}}}}"#
        );
        let (account, session) = (account(), Session::without_token(&US));
        let call = StartLaunch::new(&account, Launch::new());
        let embedded = session.read(&call, response(200, answer)).unwrap();
        let text = format!("{embedded:?}");
        assert!(!text.contains("ABCD"), "{text}");
        assert_eq!(embedded.token.as_ref().unwrap().expose_secret(), "ABCD=");
        assert_eq!(embedded.expires_at.unwrap().to_string(), "2017-12-08T11:02:48.7436471Z");
        assert_eq!(embedded.url.expose_url(), url);
        let shown = "OneTimeUrl(https://app-h.cyclr.com/account/signinwithtoken?[redacted])";
        assert_eq!(format!("{:?}", embedded.url), shown);
        let redirect = embedded.url.into_redirect::<String>();
        assert_eq!(redirect.status(), 303);
        assert_eq!(redirect.headers()["location"], url);
        assert!(redirect.headers()["location"].is_sensitive());
        assert_eq!(redirect.headers()["cache-control"], "no-store");
        assert_eq!(redirect.headers()["referrer-policy"], "no-referrer");
    }
}

/// The call can't be repeated, so the URL must not be lost.
#[test]
fn an_unreadable_member_does_not_lose_the_url() {
    let url = "https://app-h.cyclr.com/account/signinwithtoken?token=a";
    for answer in [
        format!(r#"{{"LaunchUrl":"{url}","MarketplaceUrl":null,"OrbitUrl":null}}"#),
        format!(
            r#"{{"LaunchUrl":null,"OrbitUrl":"{url}","ExpiresAtUtc":"soon","AccountId":7,"Token":null}}"#
        ),
    ] {
        let account = account();
        let call = StartLaunch::new(&account, Launch::new());
        let embedded = Session::without_token(&US).read(&call, response(200, answer)).unwrap();
        assert_eq!(embedded.url.expose_url(), url);
        assert!(embedded.token.is_none() && embedded.expires_at.is_none());
    }
    let account = account();
    let call = StartLaunch::new(&account, Launch::new());
    let answer = r#"{"LaunchUrl":null}"#.to_owned();
    let error = Session::without_token(&US).read(&call, response(200, answer)).unwrap_err();
    assert!(error.is_decode(), "{error}");
}

#[test]
fn a_one_time_url_must_be_https() {
    for url in [
        "",
        "javascript:alert(1)",
        "http://evil.example/",
        "/launch",
        "//evil.example",
        "https://u:p@evil.example",
        "ftp://a.example",
    ] {
        let answer = serde_json::json!({ "LaunchUrl": url }).to_string();
        let account = account();
        let call = StartLaunch::new(&account, Launch::new());
        let error = Session::without_token(&US).read(&call, response(200, answer)).unwrap_err();
        assert!(error.is_decode(), "{url}");
    }
}

#[test]
fn the_result_of_launch_and_of_a_marketplace() {
    let launch: EmbedResult = serde_json::from_str(
        r#"{"accountId":"1","accountApiId":"Acme-42","cycleId":"c","status":"Active","userId":null,"webhooks":[{"url":"https://a.example"}],"errors":null,"completeParameter":"p","templateId":"t","templateReleaseId":"r","templateTags":["crm"],"new":1}"#,
    )
    .unwrap();
    insta::assert_debug_snapshot!(launch);
    let marketplace: EmbedResult = serde_json::from_str(
        r#"{"accountApiId":"Acme-42","installCompleteMessage":"done","marketplacePackageId":12,"cycles":[{"id":"c"}]}"#,
    )
    .unwrap();
    assert_eq!((marketplace.marketplace_package_id, marketplace.cycles.len()), (Some(12), 1));
    assert!(serde_json::from_str::<EmbedResult>("{}").unwrap().cycle_id.is_none());
    // The user's browser may send anything.
    let odd: EmbedResult = serde_json::from_str(
        r#"{"accountId":7,"userId":8,"status":[],"webhooks":"x","errors":{},"cycles":[1],"marketplacePackageId":"12","templateId":true}"#,
    )
    .unwrap();
    assert_eq!((odd.account_id.as_deref(), odd.user_id.as_deref()), (Some("7"), Some("8")));
    assert_eq!((odd.status, odd.webhooks.len(), odd.errors.len()), (None, 0, 0));
    assert_eq!((odd.cycles.len(), odd.marketplace_package_id), (1, Some(12)));
}

#[test]
fn a_notification_of_a_marketplace() {
    for (word, status) in [
        ("installed", MarketplaceStatus::Installed),
        ("Uninstalled", MarketplaceStatus::Uninstalled),
        ("STARTED", MarketplaceStatus::Started),
        ("stopped", MarketplaceStatus::Stopped),
        ("Paused", MarketplaceStatus::Other("Paused".to_owned())),
    ] {
        let notification: MarketplaceNotification = serde_json::from_str(&format!(
            r#"{{"Status":"{word}","AccountId":"1","AccountApiId":"Acme-42","MarketplaceIntegrationPackageId":12,"MarketplaceInstallDetails":[{{"CycleId":"c","CycleStatus":"Active","Webhooks":[{{"Url":"https://a.example","StepName":"s"}}],"TemplateId":null,"New":[]}}],"Errors":null,"UserId":null,"CompleteParameter":"p"}}"#
        ))
        .unwrap();
        assert_eq!(notification.status, status);
        let [cycle] = &*notification.marketplace_install_details else { panic!("one cycle") };
        assert_eq!((cycle.cycle_id.as_deref(), cycle.webhooks.len()), (Some("c"), 1));
    }
    let bare: MarketplaceNotification = serde_json::from_str(r#"{"Status":"stopped"}"#).unwrap();
    assert!(bare.marketplace_install_details.is_empty() && bare.account_api_id.is_none());
    for odd in ["{}", r#"{"Status":""}"#, r#"{"Status":null}"#, r#"{"Status":{}}"#] {
        let notification = MarketplaceNotification::read(odd.as_bytes()).unwrap();
        assert_eq!(notification.status, MarketplaceStatus::Other(String::new()), "{odd}");
    }
    for (odd, cycles, errors) in [
        (r#"{"Status":"installed","Errors":"x","MarketplaceInstallDetails":{}}"#, 0, 0),
        (
            r#"{"Status":"installed","Errors":[1],"MarketplaceInstallDetails":[7,{"CycleId":"c"},"x"]}"#,
            1,
            1,
        ),
        (r#"{"Status":"stopped","Status":"installed","Errors":[],"Errors":null}"#, 0, 0),
        (r#"{"Status":"installed","MarketplaceInstallDetails":[{"Webhooks":"x"}]}"#, 1, 0),
    ] {
        let notification = MarketplaceNotification::read(odd.as_bytes()).unwrap();
        assert_eq!(notification.status, MarketplaceStatus::Installed, "{odd}");
        let found = (notification.marketplace_install_details.len(), notification.errors.len());
        assert_eq!(found, (cycles, errors), "{odd}");
    }
}
