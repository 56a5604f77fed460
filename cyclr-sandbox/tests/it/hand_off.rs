//! From the connector authentication URL to the partner's page.

use std::time::Duration;

use cyclr_sandbox::{
    Completion, ConnectorSeed, MessageWindow, OAuth2Type, ParameterSeed, Switches,
};

use crate::support::{Api, TARGET};

#[tokio::test]
async fn an_approval_redirects_to_the_target_as_it_was_given() {
    let api = Api::start().await;
    let id = api.cyclr.install(&api.account, ConnectorSeed::oauth2("Salesforce"));
    let url = api.auth_url(id.get(), None).await;

    let visit = api.cyclr.user().open(&url).await.unwrap();
    assert!(visit.is_consent_page());
    assert!(!api.cyclr.account_connector(id).unwrap().is_authenticated());
    let completion = visit.approve().await.unwrap();

    assert_eq!(completion, Completion::Redirect(TARGET.parse().unwrap()));
    let connector = api.cyclr.account_connector(id).unwrap();
    assert!(connector.is_authenticated());
    assert!(connector.auth_value().unwrap().starts_with(r#"{"AccessToken":""#));
}

#[tokio::test]
async fn a_callback_message_goes_to_the_origin_of_the_target() {
    let api = Api::start().await;
    let id = api.cyclr.install(&api.account, ConnectorSeed::oauth2("Salesforce"));
    let message = r#"</script><script>alert(1)//&"'"#;
    let url = api.auth_url(id.get(), Some(message)).await;

    let completion = api.cyclr.user().open(&url).await.unwrap().approve().await.unwrap();

    let (message, target_origin) = (message.to_owned(), "https://partner.example".to_owned());
    assert_eq!(completion, Completion::Message { message, target_origin });
}

async fn refused(api: &Api, url: &str) -> (u16, String) {
    match api.cyclr.user().open(url).await.unwrap().approve().await.unwrap() {
        Completion::Refused { status, text } => (status, text),
        other => panic!("{other:?}"),
    }
}

const DENIED: &str = "Forbidden: Access is denied.";

#[tokio::test]
async fn a_denial_ends_on_a_page_of_cyclrs_own() {
    let api = Api::start().await;
    let id = api.cyclr.install(&api.account, ConnectorSeed::oauth2("Salesforce"));
    let open = async || api.cyclr.user().open(&api.auth_url(id.get(), None).await).await.unwrap();

    let Completion::Refused { status, text } = open().await.deny().await.unwrap() else { panic!() };
    assert_eq!(status, 400);
    assert!(text.contains("error access_denied error_description The user denied"), "{text}");
    assert!(!api.cyclr.account_connector(id).unwrap().is_authenticated());

    api.cyclr.set_switches(Switches { error_page_status: 200, ..Switches::default() });
    let failed = open().await.fail("server_error", "<script>alert(1)</script>").await.unwrap();
    let Completion::Refused { status, text } = failed else { panic!() };
    assert_eq!(status, 200);
    assert!(text.contains("server_error error_description <script>alert(1)</script>"), "{text}");
    assert_eq!(api.cyclr.pending_hand_offs(), 0);
}

#[tokio::test]
async fn nothing_of_a_request_becomes_markup() {
    let api = Api::start().await;
    let canary = "</script><img src=x onerror=alert(1)>\u{2028}&amp;";
    let id =
        api.cyclr.install(&api.account, ConnectorSeed::oauth2(canary).property("Scopes", canary));
    let url = api.auth_url(id.get(), Some(canary)).await;
    let consent = api.client.get(&url).send().await.unwrap();
    let consent = consent.headers()["location"].to_str().unwrap().to_owned();
    let page = api.client.get(&consent).send().await.unwrap();
    assert_eq!(page.headers()["x-content-type-options"], "nosniff");
    assert_eq!(page.headers()["cache-control"], "no-store");
    assert_eq!(page.headers()["referrer-policy"], "no-referrer");
    let policy = page.headers()["content-security-policy"].to_str().unwrap().to_owned();
    assert!(policy.starts_with("default-src 'none'; style-src 'nonce-"), "{policy}");
    assert!(policy.ends_with("frame-ancestors 'none'"), "{policy}");
    let nonce = policy.split('\'').find_map(|it| it.strip_prefix("nonce-")).unwrap();
    assert_eq!(nonce.len(), 32);
    let another = api.client.get(&consent).send().await.unwrap();
    assert!(!another.headers()["content-security-policy"].to_str().unwrap().contains(nonce));
    let page = page.text().await.unwrap();
    assert!(page.contains("onerror=alert(1)") && !page.contains("<img"), "{page}");

    let answer = api.client.post(&consent).form(&[("decision", "approve")]).send().await.unwrap();
    let callback = answer.headers()["location"].to_str().unwrap().to_owned();
    let done = api.client.get(&callback).send().await.unwrap();
    assert_eq!(done.status(), 200);
    let page = done.text().await.unwrap();
    assert!(!page.contains("<img") && !page.contains("postMessage(message, \"*\")"), "{page}");
    assert!(page.contains(r#""targetOrigin":"https://partner.example""#), "{page}");
    // The code and the state are used up.
    assert_eq!(api.client.get(&callback).send().await.unwrap().status(), 400);
}

#[tokio::test]
async fn one_of_a_thousand_uses_of_a_token_is_let_in() {
    let api = Api::start().await;
    let id = api.cyclr.install(&api.account, ConnectorSeed::oauth2("Salesforce"));
    let url = api.auth_url(id.get(), None).await;
    let visits =
        (0..1000).map(|_| async { api.client.get(&url).send().await.unwrap().status().as_u16() });
    let mut statuses = futures_util::future::join_all(visits).await;
    statuses.sort_unstable();
    assert_eq!((statuses[0], statuses[1], statuses[999]), (302, 403, 403));
}

#[tokio::test]
async fn a_token_expires_by_the_clock() {
    let api = Api::start().await;
    let id = api.cyclr.install(&api.account, ConnectorSeed::oauth2("Salesforce")).get();
    let url = api.auth_url(id, None).await;
    api.cyclr.clock().advance(Duration::from_secs(299));
    assert!(api.cyclr.user().open(&url).await.unwrap().is_consent_page());
    let url = api.auth_url(id, None).await;
    api.cyclr.clock().advance(Duration::from_secs(300));
    assert_eq!(refused(&api, &url).await, (403, format!("Forbidden {DENIED}")));
}

#[tokio::test]
async fn the_third_partys_code_lives_for_five_minutes() {
    let api = Api::start().await;
    let id = api.cyclr.install(&api.account, ConnectorSeed::oauth2("Salesforce"));
    for (age, status, is_authenticated) in [(300, 400, false), (299, 302, true)] {
        let url = api.auth_url(id.get(), None).await;
        let opened = api.client.get(url).send().await.unwrap();
        let consent = opened.headers()["location"].to_str().unwrap();
        let approved = api.client.post(consent).body("decision=approve").send().await.unwrap();
        let callback = approved.headers()["location"].to_str().unwrap();
        api.cyclr.clock().advance(Duration::from_secs(age));
        assert_eq!(api.client.get(callback).send().await.unwrap().status(), status);
        let connector = api.cyclr.account_connector(id).unwrap();
        assert_eq!(connector.is_authenticated(), is_authenticated);
    }
}

#[tokio::test]
async fn a_wrong_visit_uses_up_the_token_too() {
    let api = Api::start().await;
    let id = api.cyclr.install(&api.account, ConnectorSeed::oauth2("Salesforce")).get();
    let wrong = api.auth_url(id, None).await.replace("targetOrigin=https", "targetOrigin=ftp");
    let right = wrong.replace("targetOrigin=ftp", "targetOrigin=https");
    assert_eq!(refused(&api, &wrong).await.0, 400);
    assert_eq!(refused(&api, &right).await.0, 403);

    api.cyclr.set_switches(Switches { first_visit_consumes: false, ..Switches::default() });
    let wrong = api.auth_url(id, None).await.replace("targetOrigin=https", "targetOrigin=ftp");
    let right = wrong.replace("targetOrigin=ftp", "TARGETORIGIN=https");
    assert_eq!(refused(&api, &wrong).await.0, 400);
    let right = right.replace("/connectorauth/update", "/ConnectorAuth/Update");
    assert!(api.cyclr.user().open(&right).await.unwrap().is_consent_page());
    assert_eq!(refused(&api, &right).await.0, 403);
}

#[tokio::test]
async fn an_unencoded_token_is_another_one() {
    let api = Api::start().await;
    let id = api.cyclr.install(&api.account, ConnectorSeed::oauth2("Salesforce")).get();
    let url = api.auth_url(id, None).await;
    let naive = url.replace("%2B", "+").replace("%2F", "/");
    assert_eq!(refused(&api, &naive).await.0, 403);
}

#[tokio::test]
async fn a_missing_property_is_named() {
    let api = Api::start().await;
    let id = api.cyclr.install(&api.account, ConnectorSeed::oauth2("Salesforce")).get();
    for name in ["id", "token", "targetOrigin"] {
        let url = api.auth_url(id, None).await.replace(&format!("{name}="), "other=");
        let (status, text) = refused(&api, &url).await;
        assert_eq!((status, text), (400, format!("Bad Request Bad Request: {name} is missing")));
    }
    for target in ["/done", "partner.example", "https:partner.example", "javascript:alert(1)", "*"]
    {
        let url = api.auth_url(id, None).await;
        let (before, _) = url.split_once("targetOrigin=").unwrap();
        assert_eq!(
            refused(&api, &format!("{before}targetOrigin={target}")).await.0,
            400,
            "{target}"
        );
    }
    let missing = ConnectorSeed::oauth2("Zendesk").parameter(ParameterSeed::required("SubDomain"));
    let id = api.cyclr.install(&api.account, missing.property("subdomain", "wrong case"));
    let (status, text) = refused(&api, &api.auth_url(id.get(), None).await).await;
    assert_eq!(status, 400);
    assert!(text.contains("the property SubDomain is required"), "{text}");
    api.cyclr.set_property(id, "SubDomain", "");
    api.cyclr.set_switches(Switches { empty_property_is_set: false, ..Switches::default() });
    assert_eq!(refused(&api, &api.auth_url(id.get(), None).await).await.0, 400);
    api.cyclr.set_switches(Switches::default());
    assert!(
        api.cyclr.user().open(&api.auth_url(id.get(), None).await).await.unwrap().is_consent_page()
    );
}

#[tokio::test]
async fn the_token_of_one_account_opens_no_connector_of_another() {
    let api = Api::start().await;
    let other = cyclr_oauth::AccountId::new("other").unwrap();
    let id = api.cyclr.install(&other, ConnectorSeed::oauth2("Salesforce"));
    let (status, text) = refused(&api, &api.auth_url(id.get(), None).await).await;
    assert_eq!((status, text), (403, format!("Forbidden {DENIED}")));
}

#[tokio::test]
async fn without_consent_page_the_user_comes_straight_back() {
    let api = Api::start().await;
    for oauth2_type in [OAuth2Type::PasswordCredentials, OAuth2Type::ClientCredentials] {
        let seed = ConnectorSeed::oauth2("Direct").oauth2_type(oauth2_type);
        let id = api.cyclr.install(&api.account, seed);
        let visit = api.cyclr.user().open(&api.auth_url(id.get(), None).await).await.unwrap();
        assert_eq!(visit.completion(), Some(&Completion::Redirect(TARGET.parse().unwrap())));
        assert!(api.cyclr.account_connector(id).unwrap().is_authenticated());
    }
    for seed in [ConnectorSeed::api_key("K"), ConnectorSeed::basic("B"), ConnectorSeed::none("N")] {
        let id = api.cyclr.install(&api.account, seed);
        let (status, text) = refused(&api, &api.auth_url(id.get(), None).await).await;
        assert_eq!(status, 400);
        assert!(text.contains("not authenticated by OAuth"), "{text}");
    }
}

#[tokio::test]
async fn switches_change_target_and_window() {
    let api = Api::start().await;
    let id = api.cyclr.install(&api.account, ConnectorSeed::oauth2("Salesforce")).get();
    let switches = Switches {
        keep_target_query: false,
        message_window: MessageWindow::Parent,
        ..Switches::default()
    };
    api.cyclr.set_switches(switches);
    let visit = api.cyclr.user().open(&api.auth_url(id, None).await).await.unwrap();
    let done = Completion::Redirect("https://partner.example/done".parse().unwrap());
    assert_eq!(visit.approve().await.unwrap(), done);
    let visit = api.cyclr.user().open(&api.auth_url(id, Some("m")).await).await.unwrap();
    assert!(matches!(visit.approve().await.unwrap(), Completion::Message { .. }));
}

#[tokio::test]
async fn the_third_party_sends_users_to_cyclr_alone() {
    let api = Api::start().await;
    let page =
        format!("{}/authorize?redirect_uri=https://evil.example", api.cyclr.third_party_origin());
    assert_eq!(api.client.get(&page).send().await.unwrap().status(), 400);
    let post = api.client.post(&page).form(&[("decision", "approve")]).send().await.unwrap();
    assert_eq!(post.status(), 400);
    let callback = format!("{}/connector/callback?state=x&code=y", api.cyclr.service_domain());
    assert_eq!(api.client.get(&callback).send().await.unwrap().status(), 400);
}
