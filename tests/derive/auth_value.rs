//! The `AuthValue`, whole and in parts.

use std::borrow::Cow;
use std::sync::Arc;

use cyclr_oauth::{AccountConnector, AuthValue, OAuthTokens, Secret, UtcTimestamp};

use super::json;

#[derive(AccountConnector)]
struct Whole<A> {
    #[cyclr(auth_value)]
    auth: A,
}

#[derive(AccountConnector)]
struct Parts<'a> {
    #[cyclr(refresh_expires)]
    until: Option<UtcTimestamp>,
    #[cyclr(refresh_token)]
    refresh: Option<Cow<'a, str>>,
    subdomain: &'a str,
    #[cyclr(expires)]
    expires: UtcTimestamp,
    #[cyclr(access_token)]
    access: Option<Secret>,
}

fn time(text: &str) -> UtcTimestamp {
    text.parse().unwrap()
}

fn parts() -> Parts<'static> {
    Parts {
        until: Some(time("2022-10-01T00:00:00Z")),
        refresh: Some(Cow::Borrowed("r\"t")),
        subdomain: "acme",
        expires: time("2021-10-01T00:00:00Z"),
        access: Some(Secret::from("at")),
    }
}

#[test]
fn whole() {
    assert_eq!(json(&Whole { auth: AuthValue::api_key("k") }), r#"{"AuthValue":"k"}"#);
    assert_eq!(
        json(&Whole { auth: &OAuthTokens::new("t") }),
        r#"{"AuthValue":"{\"AccessToken\":\"t\"}"}"#
    );
    assert_eq!(json(&Whole { auth: Some(AuthValue::empty()) }), r#"{"AuthValue":"{}"}"#);
    assert_eq!(json(&Whole { auth: Some(Arc::new(AuthValue::empty())) }), r#"{"AuthValue":"{}"}"#);
    assert_eq!(json(&Whole { auth: None::<OAuthTokens> }), "{}");
}

#[test]
fn borrowed_parts() {
    #[derive(AccountConnector)]
    struct Borrowed<'a> {
        #[cyclr(access_token)]
        access: &'a str,
        #[cyclr(refresh_token)]
        refresh: &'a Secret,
    }

    let refresh = Secret::from("rt");
    assert_eq!(
        json(&Borrowed { access: "at", refresh: &refresh }),
        r#"{"AuthValue":"{\"AccessToken\":\"at\",\"RefreshToken\":\"rt\"}"}"#
    );
}

#[test]
fn parts_in_cyclrs_order() {
    insta::assert_snapshot!(
        json(&parts()),
        @r#"{"AuthValue":"{\"AccessToken\":\"at\",\"RefreshToken\":\"r\\\"t\",\"Expires\":\"2021-10-01T00:00:00Z\",\"RefreshExpires\":\"2022-10-01T00:00:00Z\"}","Properties":[{"Name":"Subdomain","Value":"acme"}]}"#
    );
    assert_eq!(Parts::PROPERTY_NAMES, ["Subdomain"]);
}

#[test]
fn parts_are_the_same_as_the_whole() {
    let tokens = OAuthTokens::new("at")
        .with_refresh_token("r\"t")
        .with_expires(time("2021-10-01T00:00:00Z"))
        .with_refresh_expires(time("2022-10-01T00:00:00Z"));
    assert_eq!(
        parts().auth_value().unwrap().to_text().expose_secret(),
        AuthValue::oauth(tokens).to_text().expose_secret()
    );
}

#[test]
fn a_part_that_is_none_is_left_out() {
    let parts = Parts { until: None, refresh: None, ..parts() };
    assert!(json(&parts).starts_with(
        r#"{"AuthValue":"{\"AccessToken\":\"at\",\"Expires\":\"2021-10-01T00:00:00Z\"}""#
    ));
    // The others mean nothing without it.
    let parts = Parts { access: None, ..parts };
    assert!(parts.auth_value().is_none());
    assert_eq!(json(&parts), r#"{"Properties":[{"Name":"Subdomain","Value":"acme"}]}"#);
}
