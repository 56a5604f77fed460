//! An `AuthValue`, JSON in a string in JSON, is read back as it was.
#![no_main]

use cyclr_oauth::api::AccountConnectorState;
use cyclr_oauth::{AccountConnector, AuthValue, FromAccountConnector, OAuthTokens};
use libfuzzer_sys::fuzz_target;
use serde_json::{Value, json};

#[derive(AccountConnector, FromAccountConnector)]
struct Acme {
    #[cyclr(auth_value)]
    tokens: OAuthTokens,
}

#[derive(AccountConnector, FromAccountConnector)]
struct Key {
    #[cyclr(auth_value)]
    key: AuthValue,
}

fn state(auth_value: &str) -> AccountConnectorState {
    let state = json!({
        "Id": 7, "Authenticated": true, "Connector": { "Id": 77 }, "AuthValue": auth_value,
    });
    serde_json::from_value(state).expect("a state")
}

/// The library's own words apart, which a fuzzer learns.
fn repeats_nothing(error: &str, text: &str) {
    let Err(own) = Acme::from_account_connector(&state("{")) else { panic!("it isn't JSON") };
    let own = format!("{own} {own:?}");
    assert!(text.len() < 12 || own.contains(text) || !error.contains(text), "{error}");
}

fuzz_target!(|input: (&str, Option<&str>, &str)| {
    let (access, refresh, any) = input;
    let tokens = OAuthTokens::new(access);
    let tokens = match refresh {
        Some(refresh) => tokens.with_refresh_token(refresh),
        None => tokens,
    };
    let acme = Acme { tokens };
    let sent: Value = serde_json::from_str(acme.payload().to_json().expose_secret()).expect("JSON");
    let nested = sent["AuthValue"].as_str().expect("text");
    let inner: Value = serde_json::from_str(nested).expect("JSON within");
    assert_eq!(inner["AccessToken"], access);
    assert_eq!(inner.get("RefreshToken").and_then(Value::as_str), refresh);

    if !access.trim().is_empty() {
        let read = Acme::from_account_connector(&state(nested)).expect("it was written here");
        assert_eq!(read.tokens.access_token().expose_secret(), access);
    }
    // Any other text is a key, or an error that doesn't repeat it.
    match Key::from_account_connector(&state(any)) {
        Ok(read) => {
            let text = read.key.to_text();
            let again = Key::from_account_connector(&state(text.expose_secret()));
            assert_eq!(again.expect("it was read").key.to_text().expose_secret(), text.expose_secret());
        }
        Err(error) => repeats_nothing(&format!("{error} {error:?}"), any),
    }
    if let Err(error) = Acme::from_account_connector(&state(any)) {
        repeats_nothing(&format!("{error} {error:?}"), any);
    }
});
