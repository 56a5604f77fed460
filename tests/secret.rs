use std::borrow::Cow;

use cyclr_oauth::Secret;
use secrecy::{ExposeSecret, SecretString};

#[test]
fn text_of_every_kind_becomes_a_secret_unchanged() {
    const TEXT: &str = "k3y é";
    for secret in [
        Secret::from(TEXT),
        Secret::from(TEXT.to_owned()),
        Secret::from(Box::<str>::from(TEXT)),
        Secret::from(Cow::Borrowed(TEXT)),
        Secret::from(SecretString::from(TEXT)),
        serde_json::from_value(TEXT.into()).unwrap(),
        serde_json::from_str(r#""k3y \u00e9""#).unwrap(),
    ] {
        assert_eq!(secret.expose_secret(), TEXT);
        assert_eq!(SecretString::from(secret).expose_secret(), TEXT);
    }
}

#[test]
fn anything_but_text_is_an_error_that_does_not_repeat_it() {
    for json in ["4711", "true", "null", "[4711]", r#"{"key":4711}"#] {
        let error = serde_json::from_str::<Secret>(json).unwrap_err().to_string();
        assert!(error.contains("text"), "{error}");
        assert!(!error.contains("4711"), "{error}");
    }
}
