//! What authenticates an account connector.

use cyclr_sandbox::{ConnectorSeed, EmptyAuthValue, Switches, UnsuitableAuthValue};
use http::Method;
use serde_json::{Value, json};

use crate::connectors::{ALL, zendesk};
use crate::support::Api;

#[tokio::test]
async fn an_auth_value_that_suits_authenticates() {
    let api = Api::start().await;
    let token = r#"{"AccessToken":"t"}"#;
    for (seed, suits, does_not) in [
        (ConnectorSeed::api_key("K"), "k3y", None),
        (ConnectorSeed::basic("B"), "dXNlcjo=", Some("user:")),
        (ConnectorSeed::basic("B"), "dXNlcjpwQHNzKw==", Some("dXNlcg==")),
        (ConnectorSeed::oauth2("O"), token, Some("t")),
        (ConnectorSeed::oauth2("O"), token, Some(r#"{"RefreshToken":"t"}"#)),
        (ConnectorSeed::new("A", "AuthFields"), "x", None),
        (ConnectorSeed::new("U", "Unheard"), "x", None),
    ] {
        let id = api.cyclr.install(&api.account, seed);
        let path = format!("{ALL}/{id}");
        let set = async |value: Value| {
            api.send(Method::PUT, &path, json!({"AuthValue": value})).await["Authenticated"].clone()
        };
        assert_eq!(set(json!(suits)).await, true, "{suits}");
        if let Some(value) = does_not {
            api.cyclr.set_switches(Switches::default());
            assert_eq!(set(json!(value)).await, false, "{value}");
            let refuse = UnsuitableAuthValue::Refuse;
            api.cyclr
                .set_switches(Switches { unsuitable_auth_value: refuse, ..Switches::default() });
            assert_eq!(api.refusal(Method::PUT, &path, json!({"AuthValue": value})).await.0, 400);
        }
        assert_eq!(set(json!(suits)).await, true);
        assert_eq!(set(Value::Null).await, false);
        assert_eq!(set(json!(suits)).await, true);
        let answer = api.send(Method::PUT, &format!("{path}/deauthenticate"), Value::Null).await;
        assert!(answer["Message"].is_string());
        let connector = api.cyclr.account_connector(id).unwrap();
        assert_eq!((connector.is_authenticated(), connector.auth_value()), (false, None));
        let (status, message) =
            api.refusal(Method::PUT, &path, json!({"AuthValue": {"AccessToken": "t"}})).await;
        assert_eq!(status, 400);
        assert!(message.contains("serialise"), "{message}");
    }
    let none = api.cyclr.install(&api.account, ConnectorSeed::none("N"));
    assert!(api.cyclr.account_connector(none).unwrap().is_authenticated());
}

#[tokio::test]
async fn cyclr_fetches_tokens_as_soon_as_everything_is_there() {
    let api = Api::start().await;
    let id = api.cyclr.install(&api.account, zendesk());
    let path = format!("{ALL}/{id}");
    let answer = api.send(Method::PUT, &path, json!({"AuthValue": "{}"})).await;
    assert_eq!((&answer["AuthValue"], &answer["Authenticated"]), (&json!("{}"), &json!(false)));
    api.send(
        Method::POST,
        &format!("{path}/properties"),
        json!({"Name": "SubDomain", "Value": "acme"}),
    )
    .await;
    let answer = api.get(&path).await;
    assert_eq!(answer["Authenticated"], true);
    let tokens: Value = serde_json::from_str(answer["AuthValue"].as_str().unwrap()).unwrap();
    assert!(tokens["AccessToken"].is_string() && tokens["RefreshToken"].is_string());
    tokens["Expires"].as_str().unwrap().parse::<cyclr_oauth::UtcTimestamp>().unwrap();

    let empty_auth_value = EmptyAuthValue::OnFirstCall;
    api.cyclr.set_switches(Switches { empty_auth_value, ..Switches::default() });
    let answer = api.send(Method::PUT, &path, json!({"AuthValue": "{}"})).await;
    assert_eq!(answer["Authenticated"], false);
    assert!(api.cyclr.use_connector(id));
    assert_eq!(api.get(&path).await["Authenticated"], true);
}
