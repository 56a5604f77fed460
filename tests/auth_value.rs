use cyclr_oauth::{AuthValue, OAuthTokens, Secret};
use proptest::prelude::*;
use serde::Deserialize;
use serde_json::{Value, json};

fn documented() -> OAuthTokens {
    OAuthTokens::new("XXXXXXXXXX")
        .with_refresh_token("XXXXXXXXXX")
        .with_expires("2021-10-01T00:00:00Z".parse().unwrap())
        .with_refresh_expires("2022-10-01T00:00:00Z".parse().unwrap())
}

#[test]
fn the_documented_example_byte_for_byte() {
    let json = r#""{\"AccessToken\":\"XXXXXXXXXX\",\"RefreshToken\":\"XXXXXXXXXX\",\"Expires\":\"2021-10-01T00:00:00Z\",\"RefreshExpires\":\"2022-10-01T00:00:00Z\"}""#;
    assert_eq!(serde_json::to_string(&AuthValue::oauth(documented())).unwrap(), json);
    let read: OAuthTokens = serde_json::from_str(json).unwrap();
    assert_eq!(serde_json::to_string(&AuthValue::oauth(read)).unwrap(), json);
}

#[test]
fn every_kind_is_a_string() {
    let json = |auth_value: AuthValue| serde_json::to_string(&auth_value).unwrap();
    assert_eq!(json(AuthValue::empty()), r#""{}""#);
    assert_eq!(json(AuthValue::api_key("k\"3y")), r#""k\"3y""#);
    assert_eq!(json(AuthValue::oauth(OAuthTokens::new("a"))), r#""{\"AccessToken\":\"a\"}""#);
    assert_eq!(
        json(AuthValue::basic("Aladdin", "open sesame").unwrap()),
        r#""QWxhZGRpbjpvcGVuIHNlc2FtZQ==""#
    );
    assert_eq!(json(AuthValue::basic("me", "").unwrap()), r#""bWU6""#);
    assert_eq!(json(AuthValue::basic("ü+/@", "a:b").unwrap()), r#""w7wrL0A6YTpi""#);
    assert_eq!(json(AuthValue::from(documented())), json(AuthValue::oauth(documented())));
    assert_eq!(AuthValue::empty().to_text().expose_secret(), "{}");
}

#[test]
fn a_colon_ends_the_user_name() {
    assert_eq!(
        AuthValue::basic("a:b", "c").unwrap_err().to_string(),
        "the user name contains a colon: basic authentication needs a user name without one"
    );
    assert!(AuthValue::basic(":", "").is_err());
}

#[test]
fn tokens_are_read_from_the_object_the_string_and_null() {
    #[derive(Deserialize)]
    struct Answer {
        #[serde(rename = "AuthValue")]
        auth_value: Option<OAuthTokens>,
    }

    let object = serde_json::to_value(documented()).unwrap();
    let read = |auth_value: Value| -> Option<OAuthTokens> {
        serde_json::from_value::<Answer>(json!({ "AuthValue": auth_value })).unwrap().auth_value
    };
    for auth_value in [object.clone(), Value::String(object.to_string())] {
        let tokens = read(auth_value).unwrap();
        assert_eq!(tokens.access_token().expose_secret(), "XXXXXXXXXX");
        assert_eq!(tokens.refresh_token().map(Secret::expose_secret), Some("XXXXXXXXXX"));
        assert_eq!(tokens.expires().unwrap().to_string(), "2021-10-01T00:00:00Z");
        assert_eq!(tokens.refresh_expires().unwrap().to_string(), "2022-10-01T00:00:00Z");
        assert_eq!(serde_json::to_value(&tokens).unwrap(), object);
    }
    assert!(read(Value::Null).is_none());
    assert!(serde_json::from_str::<Answer>("{}").unwrap().auth_value.is_none());

    let tokens = read(json!({"AccessToken": "a", "RefreshToken": null, "Expires": null})).unwrap();
    assert!(tokens.refresh_token().is_none() && tokens.expires().is_none());
}

#[test]
fn unknown_members_are_written_back() {
    let object = json!({
        "AccessToken": "a",
        "token_type": "bearer",
        "instance \"url\"": "https://x.example/\n\\",
        "scope": ["a", {"b": null}],
        "id": 12345678901234567890_u64,
        "rate": 1.5,
        "on": true,
    });
    let tokens: OAuthTokens = serde_json::from_str(&object.to_string()).unwrap();
    assert_eq!(serde_json::to_value(&tokens).unwrap(), object);
    let nested: String =
        serde_json::from_value(serde_json::to_value(AuthValue::oauth(tokens)).unwrap()).unwrap();
    assert_eq!(serde_json::from_str::<Value>(&nested).unwrap(), object);
}

#[test]
fn members_of_the_nested_string_keep_their_exact_text() {
    let nested = r#"{"AccessToken":"a","big":18446744073709551616,"exp":1E5,"far":1e400,"z":{"b":1.50,"a":"\u00e9"}}"#;
    let json = serde_json::to_string(nested).unwrap();
    let tokens: OAuthTokens = serde_json::from_str(&json).unwrap();
    assert_eq!(AuthValue::oauth(tokens).to_text().expose_secret(), nested);
}

#[test]
fn a_stored_auth_value_is_kept_as_it_is() {
    for json in
        [r#""{}""#, r#""k3y""#, r#""bWU6""#, r#""{\"AccessToken\":\"a\",\"x\":1.50}""#, r#""""#]
    {
        let auth_value: AuthValue = serde_json::from_str(json).unwrap();
        assert_eq!(serde_json::to_string(&auth_value).unwrap(), json);
    }
    assert!(serde_json::from_str::<AuthValue>("{}").is_err());
}

#[test]
fn text_without_tokens_is_refused_without_repeating_it() {
    for json in [
        "null",
        "true",
        "53637233",
        "5.3637233",
        "[]",
        "{}",
        "\"\"",
        "\"s3cr3t\"",
        "\"{}\"",
        r#""\"s3cr3t\"""#,
        r#""53637233""#,
        r#"{"AccessToken":53637233}"#,
        r#"{"AccessToken":-53637233}"#,
        r#"{"AccessToken":["s3cr3t"]}"#,
        r#"{"AccessToken":"s3cr3t","AccessToken":"s3cr3t"}"#,
        r#"{"accessToken":"s3cr3t"}"#,
        r#"{"AccessToken":"s3cr3t","Expires":"s3cr3t"}"#,
        r#"{"AccessToken":"s3cr3t","Expires":1}"#,
        r#""{\"AccessToken\":\"s3cr3t\"} s3cr3t""#,
        r#""{\"AccessToken\":\"s3cr3t""#,
    ] {
        let error = serde_json::from_str::<OAuthTokens>(json).expect_err(json).to_string();
        assert!(!error.contains("s3cr3t") && !error.contains("3637233"), "{json}: {error}");
    }
    insta::assert_snapshot!(
        serde_json::from_str::<OAuthTokens>("true").unwrap_err(),
        @"invalid type: boolean `true`, expected OAuth tokens: an object with `AccessToken`, or its JSON as a string at line 1 column 4"
    );
}

proptest! {
    #[test]
    fn tokens_come_back_from_the_nested_string(access: String, refresh: Option<String>) {
        let mut tokens = OAuthTokens::new(access.as_str());
        if let Some(refresh) = &refresh {
            tokens = tokens.with_refresh_token(refresh.as_str());
        }
        let mut object = json!({ "AccessToken": access });
        if let Some(refresh) = &refresh {
            object["RefreshToken"] = json!(refresh);
        }
        let auth_value = AuthValue::oauth(tokens);
        let text: String = serde_json::from_str(&serde_json::to_string(&auth_value).unwrap()).unwrap();
        prop_assert_eq!(&text, &object.to_string());
        prop_assert!(auth_value.to_text().expose_secret() == text);
    }
}
