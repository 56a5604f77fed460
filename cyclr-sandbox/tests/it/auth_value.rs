//! What authenticates an account connector.

use cyclr_oauth::UtcTimestamp;
use cyclr_sandbox::{ConnectorSeed, EmptyAuthValue, ParameterSeed, Switches, UnsuitableAuthValue};
use http::Method;
use serde_json::{Value, json};

use crate::connectors::{ALL, zendesk};
use crate::support::Api;

#[tokio::test]
async fn an_auth_value_that_suits_authenticates() {
    let api = Api::start().await;
    let token = r#"{"AccessToken":"t"}"#;
    let (pair, object) = ("the base64 of `username:password`", "an object with an `AccessToken`");
    for (seed, suits, does_not) in [
        (ConnectorSeed::api_key("K"), "k3y", None),
        (ConnectorSeed::basic("B"), "dXNlcjo=", Some(("user:", pair))),
        (ConnectorSeed::basic("B"), "dXNlcjpwQHNzKw==", Some(("dXNlcg==", pair))),
        (ConnectorSeed::oauth2("O"), token, Some(("t", object))),
        (ConnectorSeed::oauth2("O"), token, Some((r#"{"RefreshToken":"t"}"#, object))),
        (ConnectorSeed::new("O1", "OAuth1"), token, Some(("t", object))),
        (ConnectorSeed::new("A", "AuthFields"), "x", None),
        (ConnectorSeed::new("U", "Unheard"), "x", None),
    ] {
        let id = api.cyclr.install(&api.account, seed);
        let path = format!("{ALL}/{id}");
        let set = async |value: Value| {
            api.send(Method::PUT, &path, json!({"AuthValue": value})).await["Authenticated"].clone()
        };
        assert_eq!(set(json!(suits)).await, true, "{suits}");
        if let Some((value, expected)) = does_not {
            api.cyclr.set_switches(Switches::default());
            assert_eq!(set(json!(value)).await, false, "{value}");
            let refuse = UnsuitableAuthValue::Refuse;
            api.cyclr
                .set_switches(Switches { unsuitable_auth_value: refuse, ..Switches::default() });
            let refusal = api.refusal(Method::PUT, &path, json!({"AuthValue": value})).await;
            assert_eq!(refusal.0, 400);
            assert!(refusal.1.contains(expected), "{}", refusal.1);
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
async fn properties_alone_authenticate_auth_fields() {
    let api = Api::start().await;
    for (auth_type, expected) in [("AuthFields", true), ("ApiKey", false)] {
        let seed = ConnectorSeed::new(auth_type, auth_type);
        let id = api.cyclr.install(&api.account, seed.parameter(ParameterSeed::required("Key")));
        let path = format!("{ALL}/{id}");
        assert_eq!(api.get(&path).await["Authenticated"], false);
        let property = json!({"Name": "Key", "Value": "k3y"});
        api.send(Method::POST, &format!("{path}/properties"), property).await;
        assert_eq!(api.get(&path).await["Authenticated"], expected, "{auth_type}");
        // Another property keeps it authenticated.
        api.cyclr.set_authenticated(id, true);
        let properties = json!({"Properties": [{"Name": "Key", "Value": "another"}]});
        api.send(Method::PUT, &path, properties).await;
        assert_eq!(api.get(&path).await["Authenticated"], true, "{auth_type}");
    }
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
    let expires = tokens["Expires"].as_str().unwrap().parse::<UtcTimestamp>().unwrap();
    let hour = expires.saturating_duration_since(api.cyclr.clock().now());
    assert!((3595..=3600).contains(&hour.as_secs()), "{hour:?}");

    let empty_auth_value = EmptyAuthValue::OnFirstCall;
    api.cyclr.set_switches(Switches { empty_auth_value, ..Switches::default() });
    let answer = api.send(Method::PUT, &path, json!({"AuthValue": "{}"})).await;
    assert_eq!(answer["Authenticated"], false);
    assert!(api.cyclr.use_connector(id));
    assert_eq!(api.get(&path).await["Authenticated"], true);
}
