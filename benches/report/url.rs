//! The URL.

use std::hint::black_box;

use cyclr_oauth::{CallbackMessage, ConnectorAuthUrl, ServiceDomain, SignInToken, TargetOrigin};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_encode, utf8_percent_encode};

use crate::{COPY, Case, Job, at_most, repeated};

static SERVICE_DOMAIN: ServiceDomain = ServiceDomain::from_static("app-h.cyclr.com");
const BASE: &str = "https://app-h.cyclr.com/connectorauth/updateaccountconnectoroauth";
const TOKEN: &str = "+7fCuHJ1LUq1bGasmHGVvnVw/UfsVe1DlYHXDrFuaBo=";
const TARGET: &str = "https://yourapplication.com/complete-page?session=42&next=%2Fhome";
const MESSAGE: &str = "completed";
const ID: u64 = 1234;

/// RFC 3986's unreserved characters stay.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

pub fn jobs() -> Vec<Job> {
    let finished = build(SignInToken::new(TOKEN), TargetOrigin::from_static(TARGET));
    let finished = finished.expose_url().to_owned();
    let bytes = finished.len();
    let cases = vec![
        repeated(COPY, move || black_box(&finished).clone()),
        Case {
            name: "cyclr-oauth",
            run: Box::new(|count| {
                for _ in 0..count {
                    drop(black_box(build(token(), target())));
                }
            }),
            inputs: Some(Box::new(|count| {
                for _ in 0..count {
                    drop(black_box(token()));
                    drop(black_box(target()));
                }
            })),
        },
        repeated("`format!`, unencoded (wrong)", || {
            let (token, target, message) = values();
            format!(
                "{BASE}?id={}&token={token}&targetOrigin={target}&callbackMessage={message}",
                id()
            )
        }),
        repeated("`percent_encode` into a `String` with capacity", || {
            let (token, target, message) = values();
            let mut url = String::with_capacity(256);
            url.push_str(BASE);
            url.push_str("?id=");
            url.push_str(&id().to_string());
            for (name, value) in
                [("&token=", token), ("&targetOrigin=", target), ("&callbackMessage=", message)]
            {
                url.push_str(name);
                url.extend(percent_encode(value.as_bytes(), ENCODED));
            }
            url
        }),
        repeated("`format!` + `percent-encoding`", || {
            let (token, target, message) = values();
            format!(
                "{BASE}?id={}&token={}&targetOrigin={}&callbackMessage={}",
                id(),
                utf8_percent_encode(token, ENCODED),
                utf8_percent_encode(target, ENCODED),
                utf8_percent_encode(message, ENCODED),
            )
        }),
        repeated("`form_urlencoded::Serializer`", || {
            let (token, target, message) = values();
            form_urlencoded::Serializer::for_suffix(format!("{BASE}?"), BASE.len() + 1)
                .append_pair("id", &id().to_string())
                .append_pair("token", token)
                .append_pair("targetOrigin", target)
                .append_pair("callbackMessage", message)
                .finish()
        }),
        repeated("`url::Url` + `query_pairs_mut`", || {
            let (token, target, message) = values();
            let mut url = url::Url::parse(black_box(BASE)).unwrap();
            url.query_pairs_mut()
                .append_pair("id", &id().to_string())
                .append_pair("token", token)
                .append_pair("targetOrigin", target)
                .append_pair("callbackMessage", message);
            url.into()
        }),
    ];
    let limits = vec![at_most(8.4, COPY), at_most(0.19, "`url::Url` + `query_pairs_mut`")];
    vec![Job { name: "URL", bytes, cases, limits }]
}

fn build(token: SignInToken, target: TargetOrigin) -> ConnectorAuthUrl {
    ConnectorAuthUrl::builder(black_box(&SERVICE_DOMAIN))
        .id(id())
        .token(token)
        .target_origin(target)
        .callback_message(black_box(const { CallbackMessage::from_static(MESSAGE) }))
        .build()
}

fn token() -> SignInToken {
    SignInToken::new(black_box(TOKEN))
}

fn target() -> TargetOrigin {
    black_box(const { TargetOrigin::from_static(TARGET) })
}

fn id() -> u64 {
    black_box(ID)
}

fn values() -> (&'static str, &'static str, &'static str) {
    black_box((TOKEN, TARGET, MESSAGE))
}
