//! LAUNCH, the Marketplace and ORBIT.

use cyclr_oauth::AccountId;
use cyclr_oauth::api::EmbedResult;
use cyclr_sandbox::{ConnectorSeed, ParameterSeed, Switches};
use http::Method;
use serde_json::{Value, json};
use url::Url;

use crate::support::Api;

async fn page(api: &Api, url: &str) -> (u16, String) {
    let answer = api.client.get(url).send().await.unwrap();
    (answer.status().as_u16(), answer.text().await.unwrap())
}

/// Opens the link, and gives the page that it leads to.
async fn follow(api: &Api, url: &str) -> String {
    let answer = api.client.get(url).send().await.unwrap();
    assert_eq!(answer.status(), 302);
    let location = answer.headers()["location"].to_str().unwrap().to_owned();
    let (status, page) = page(api, &location).await;
    assert_eq!(status, 200, "{page}");
    page
}

#[tokio::test]
async fn a_launch_creates_the_account_and_installs_the_connectors() {
    let api = Api::start().await;
    api.cyclr.define(ConnectorSeed::oauth2("Salesforce").version("2.0"));
    api.cyclr.define(ConnectorSeed::api_key("Mail"));
    let body = json!({
        "accountName": "New one",
        "AccountDescription": "made by a launch",
        "Start": "True",
        "Tags": ["a", "b"],
        "CompleteParameter": "c=1&d",
        "ConnectorAuthentications": [
            {"Name": "Salesforce", "Version": "2.0", "Properties": [{"Name": "ClientId", "Value": "id"}]},
            {"Name": "mail", "AuthValue": "k3y"},
        ],
    });
    let answer = api.send(Method::POST, "/v1.0/accounts/new%20one/launch", body.clone()).await;
    let account = AccountId::new("new one").unwrap();
    assert_eq!(answer["AccountId"], "new one");
    assert_eq!(api.cyclr.account_name(&account).as_deref(), Some("New one"));
    assert_eq!(api.cyclr.account_description(&account).as_deref(), Some("made by a launch"));
    let installed = api.cyclr.account_connectors(&account);
    let state: Vec<_> = installed.iter().map(|it| (it.name(), it.is_authenticated())).collect();
    assert_eq!(state, [("Salesforce", false), ("Mail", true)]);
    assert_eq!(installed[0].property("ClientId"), Some("id"));

    let url = answer["LaunchUrl"].as_str().unwrap();
    let parsed = Url::parse(url).unwrap();
    assert!(api.cyclr.owns(&parsed));
    assert_eq!(parsed.path(), "/account/signinwithtoken");
    let token = answer["Token"].as_str().unwrap();
    assert_eq!(
        parsed.query().unwrap(),
        format!("token={token}&returnUrl=/launch?auto=true&single=false&tags=a,b&complete=c=1&d")
    );

    let page = follow(&api, url).await;
    for text in ["CompleteParameter", "c=1&amp;d", "Mail (", "completeParameter", "templateTags"] {
        assert!(page.contains(text), "{text} in {page}");
    }
    let (_, result) = page.split_once("id=\"result\">").unwrap();
    let (result, _) = result.split_once("</script>").unwrap();
    // JSON as a text.
    let result: Value = serde_json::from_str(result).unwrap();
    let result: Value = serde_json::from_str(result.as_str().unwrap()).unwrap();
    let read: EmbedResult = serde_json::from_value(result.clone()).unwrap();
    assert_eq!(read.account_api_id.as_deref(), Some("new one"));
    assert_eq!(read.account_id.unwrap().len(), 36, "Cyclr's own id");
    assert!(read.user_id.is_some());
    assert_eq!((&result["accountApiId"], &result["errors"]), (&json!("new one"), &json!([])));
    assert_eq!(
        (&result["completeParameter"], &result["templateTags"]),
        (&json!("c=1&d"), &json!(["a", "b"]))
    );

    assert_eq!(self::page(&api, url).await.0, 403, "a second access");
    // Another launch does not install them again.
    api.send(Method::POST, "/v1.0/accounts/new%20one/launch", body).await;
    assert_eq!(api.cyclr.account_connectors(&account).len(), 2);
}

#[tokio::test]
async fn options_are_in_the_url_as_plain_text() {
    let api = Api::start().await;
    for (kind, member, body, expected) in [
        ("launch", "LaunchUrl", json!({}), "/launch?auto=true&single=false"),
        (
            "launch",
            "LaunchUrl",
            json!({"InlineOAuth": true, "Start": true, "RunOnce": false, "AutoInstall": false}),
            "/launch?auto=false&single=false",
        ),
        (
            "launch",
            "LaunchUrl",
            json!({"InlineOAuth": "False", "Start": 0 > 1, "RunOnce": true, "SingleInstall": true,
                "Wizard": true, "DisplayDescriptions": "true", "Tags": ["a=b"]}),
            "/launch?inline=false&start=false&once=true&wizard=true&descriptions=true&auto=true\
             &single=true&tags=a=b",
        ),
        (
            "marketplace",
            "MarketplaceUrl",
            json!({"MarketplaceId": 8, "InlineOAuth": false}),
            "/marketplace?inline=false&marketplaceId=8",
        ),
    ] {
        let path = format!("{}/{kind}", Api::ACCOUNT);
        let answer = api.send(Method::POST, &path, body).await;
        let url = answer[member].as_str().unwrap();
        let (_, return_url) = url.split_once("&returnUrl=").unwrap();
        assert_eq!(return_url, expected);
        assert!(url.contains(&format!("?token={}&", answer["Token"].as_str().unwrap())), "{url}");
        follow(&api, url).await;
    }
}

#[tokio::test]
async fn all_forms_are_understood() {
    let api = Api::start().await;
    api.cyclr.define(ConnectorSeed::api_key("Mail"));
    let one = json!({"Name": "Mail", "Version": null, "AuthValue": "k3y"});
    for (kind, url) in
        [("launch", "LaunchUrl"), ("marketplace", "MarketplaceUrl"), ("orbit", "OrbitUrl")]
    {
        for (n, connectors) in [
            json!({}),
            json!({"ConnectorAuthentications": [one]}),
            json!({"ConnectorAuthentications": one}),
            json!({"partnerconnector": one}),
        ]
        .into_iter()
        .enumerate()
        {
            let mut body = connectors.clone();
            let account = format!("{kind}-{n}");
            let more = json!({"AccountId": account, "Username": "ann", "Password": "p", "MarketplaceId": "8"});
            body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            let answer = api.send(Method::POST, &format!("/v1.0/users/{kind}"), body).await;
            let account = AccountId::new(account).unwrap();
            assert_eq!(api.cyclr.account_connectors(&account).len(), usize::from(n > 0));
            assert!(api.cyclr.has_user(&account, "ann"));
            let page = follow(&api, answer[url].as_str().unwrap()).await;
            assert!(page.contains("ann of the account"), "{page}");
            assert_eq!(page.contains("marketplacePackageId"), kind == "marketplace");
        }
    }
}

#[tokio::test]
async fn wrong_launches_are_refused() {
    let api = Api::start().await;
    let region = ParameterSeed::optional("Region").values(["eu"]);
    api.cyclr.define(ConnectorSeed::api_key("Mail").parameter(region));
    let launch = "/v1.0/accounts/new/launch";
    for body in [
        json!({"Start": "perhaps"}),
        json!({"ConnectorAuthentications": [{"Name": "Unheard"}]}),
        json!({"ConnectorAuthentications": "Mail"}),
        json!({"ConnectorAuthentications": [{"Name": "Mail"}, {"Name": "Mail", "Properties": {}}]}),
        json!({"ConnectorAuthentications": [
            {"Name": "Mail"},
            {"Name": "Mail", "Properties": [{"Name": "Region", "Value": "mars"}]},
        ]}),
    ] {
        assert_eq!(api.refusal(Method::POST, launch, body).await.0, 400);
    }
    for body in [json!({}), json!({"MarketplaceId": "eight"})] {
        let refusal = api.refusal(Method::POST, "/v1.0/accounts/new/marketplace", body).await;
        assert_eq!(refusal.0, 400);
    }
    assert_eq!(
        api.refusal(Method::POST, "/v1.0/users/launch", json!({"AccountId": "new"})).await.0,
        400
    );
    assert!(!api.cyclr.has_account(&AccountId::new("new").unwrap()));
}

#[tokio::test]
async fn a_sign_in_link_leads_to_pages_of_the_service_domain_only() {
    let api = Api::start().await;
    api.cyclr.set_switches(Switches { url_safe_tokens: true, ..Switches::default() });
    for (return_url, expected) in [
        ("/", "/?"),
        ("//evil.example", "/?"),
        ("https://evil.example", "/?"),
        ("/%5Cevil.example", "/?"),
    ] {
        let token = api.sign_in_token().await;
        let service = api.cyclr.service_domain();
        let url = format!(
            "{service}/Account/SignInWithToken?token={}&returnUrl={return_url}",
            token.expose_secret()
        );
        let answer = api.client.get(&url).send().await.unwrap();
        let location = answer.headers()["location"].to_str().unwrap();
        assert!(location.starts_with(&format!("{service}{expected}")), "{location}");
        assert_eq!(page(&api, location).await.0, 200);
        assert_eq!(page(&api, &url).await.0, 403);
    }
}
