use cyclr_oauth::SignInToken;

fn read(json: &str) -> Result<SignInToken, serde_json::Error> {
    serde_json::from_str(json)
}

#[test]
fn every_answer_seen() {
    for (json, token, expiry) in [
        (
            r#"{"Token":"ABCD12340000000000000=","ExpiresAtUtc":"2017-12-08T11:02:48.7436471Z"}"#,
            "ABCD12340000000000000=",
            Some("2017-12-08T11:02:48.7436471Z"),
        ),
        (
            r#"{"ExpiresAtUtc":"2018-01-01T00:00:00+00:00","Token":"+7f/=","Id":{"a":[1]}}"#,
            "+7f/=",
            Some("2018-01-01T00:00:00Z"),
        ),
        (
            r#"{"Token":"a","ExpiresAtUtc":"2018-01-01T00:00:00"}"#,
            "a",
            Some("2018-01-01T00:00:00Z"),
        ),
        (r#"{"Token":"a","ExpiresAtUtc":null}"#, "a", None),
        (r#"{"Token":"a\u002bb"}"#, "a+b", None),
    ] {
        let answer = read(json).unwrap();
        assert_eq!(answer.expose_secret(), token);
        assert_eq!(answer.expires_at().map(|at| at.to_string()).as_deref(), expiry);
    }
}

#[test]
fn an_invalid_response_is_refused_without_repeating_it() {
    for json in [
        "{}",
        "null",
        "\"s3cr3t\"",
        "[\"s3cr3t\"]",
        r#"{"token":"s3cr3t"}"#,
        r#"{"Token":null}"#,
        r#"{"Token":""}"#,
        r#"{"Token":" "}"#,
        r#"{"Token":53637233}"#,
        r#"{"Token":"s3cr3t","Token":"s3cr3t"}"#,
        r#"{"Token":"s3cr3t","ExpiresAtUtc":"s3cr3t"}"#,
        r#"{"Token":"s3cr3t""#,
    ] {
        let error = read(json).expect_err(json).to_string();
        assert!(!error.contains("s3cr3t") && !error.contains("53637233"), "{json}: {error}");
    }
    let error = read("null").unwrap_err().to_string();
    assert!(error.contains("expected a sign-in token: an object with `Token`"), "{error}");
}

#[test]
fn no_number_of_any_width_is_repeated() {
    use cyclr_oauth::{OAuthTokens, Secret};
    use serde::Deserialize;
    use serde::de::value::Error;
    use serde::de::{Deserializer, IntoDeserializer};

    fn refused<'de, D: Deserializer<'de, Error = Error>>(number: impl Fn() -> D) {
        for error in [
            Secret::deserialize(number()).map(|_| ()).unwrap_err(),
            SignInToken::deserialize(number()).map(|_| ()).unwrap_err(),
            OAuthTokens::deserialize(number()).map(|_| ()).unwrap_err(),
        ] {
            assert!(!error.to_string().contains("536372"), "{error}");
        }
    }

    refused(|| 53_637_253_i64.into_deserializer());
    refused(|| 53_637_253_u64.into_deserializer());
    refused(|| 53_637_253_i128.into_deserializer());
    refused(|| 53_637_253_u128.into_deserializer());
    refused(|| 53_637_253_f64.into_deserializer());
}

#[test]
fn a_token_is_expired_from_its_expiry_on() {
    let expiry = "2017-12-08T11:02:48.7436471Z".parse().unwrap();
    let token = SignInToken::new("t").with_expiry(expiry);
    assert!(token.is_expired_at(expiry));
    assert!(!token.is_expired_at("2017-12-08T11:02:48.7436470Z".parse().unwrap()));
    assert!(!SignInToken::new("t").is_expired_at(cyclr_oauth::UtcTimestamp::MAX));
}
