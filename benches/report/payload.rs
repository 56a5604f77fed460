//! The payload.

use std::hint::black_box;

use cyclr_oauth::{AccountConnector, OAuthTokens};
use serde::Serialize;
use serde_with::json::JsonString;
use serde_with::serde_as;

use crate::{COPY, Case, Job, Limit, at_most, repeated};

pub fn jobs() -> Vec<Job> {
    let small = Texts { token: text(40, PLAIN), refresh: text(40, PLAIN), value: text(30, PLAIN) };
    let large =
        Texts { token: text(4096, PLAIN), refresh: text(40, PLAIN), value: text(40, PLAIN) };
    let escapes = Texts { token: text(120, ODD), refresh: text(120, ODD), value: text(60, ODD) };
    vec![
        job::<Four>(
            "payload, small",
            small,
            vec![at_most(7.9, COPY), at_most(0.2, SERDE), at_most(1.0, SONIC)],
        ),
        job::<Twenty>(
            "payload, large",
            large,
            vec![at_most(9.6, COPY), at_most(0.087, SERDE), at_most(1.0, SONIC)],
        ),
        job::<Four>(
            "payload, full of escapes",
            escapes,
            vec![at_most(0.27, SERDE), at_most(1.0, SONIC)],
        ),
    ]
}

const SERDE: &str = "serde_json twice";
const SONIC: &str = "sonic-rs twice";

const PLAIN: &str = "ya29.a0AfB_byC-abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
const ODD: &str = "a\"b\\c\nd\te\u{1}f\u{1f}\"\"\\";
const EXPIRES: &str = "2021-10-01T00:00:00Z";
const REFRESH_EXPIRES: &str = "2022-10-01T00:00:00Z";

struct Texts {
    token: String,
    refresh: String,
    value: String,
}

fn text(length: usize, of: &str) -> String {
    of.chars().cycle().take(length).collect()
}

/// What the peers write out by hand or by serde's derive.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Tokens<'a> {
    access_token: &'a str,
    refresh_token: &'a str,
    expires: &'a str,
    refresh_expires: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Body<'a> {
    auth_value: &'a str,
    properties: &'a [Property<'a>],
}

#[serde_as]
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct NestedBody<'a> {
    #[serde_as(as = "JsonString")]
    auth_value: Tokens<'a>,
    properties: &'a [Property<'a>],
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Property<'a> {
    name: &'static str,
    value: &'a str,
}

trait Connector: AccountConnector + 'static {
    fn new(texts: &Texts) -> Self;
}

fn tokens(texts: &Texts) -> OAuthTokens {
    OAuthTokens::new(texts.token.as_str())
        .with_refresh_token(texts.refresh.as_str())
        .with_expires(EXPIRES.parse().unwrap())
        .with_refresh_expires(REFRESH_EXPIRES.parse().unwrap())
}

macro_rules! connector {
    ($Connector:ident: $($field:ident),*) => {
        #[derive(AccountConnector)]
        struct $Connector {
            #[cyclr(auth_value)]
            tokens: OAuthTokens,
            $($field: String,)*
        }

        impl Connector for $Connector {
            fn new(texts: &Texts) -> Self {
                Self { tokens: tokens(texts), $($field: texts.value.clone(),)* }
            }
        }
    };
}

connector!(Four: client_id, client_number, subdomain, region);
connector!(Twenty: client_id, client_number, property03, property04, property05, property06,
    property07, property08, property09, property10, property11, property12, property13, property14,
    property15, property16, property17, property18, property19, property20);

type Work = fn(&Texts, &[Property<'_>]) -> String;

/// What a user would write instead.
const PEERS: [(&str, Work); 4] = [
    (SONIC, |texts, properties| {
        let auth_value = sonic_rs::to_string(&peer_tokens(texts)).unwrap();
        sonic_rs::to_string(&Body { auth_value: &auth_value, properties }).unwrap()
    }),
    (SERDE, |texts, properties| {
        let auth_value = serde_json::to_string(&peer_tokens(texts)).unwrap();
        serde_json::to_string(&Body { auth_value: &auth_value, properties }).unwrap()
    }),
    ("serde_with's `JsonString`", |texts, properties| {
        let auth_value = peer_tokens(texts);
        serde_json::to_string(&NestedBody { auth_value, properties }).unwrap()
    }),
    ("`json!`", |texts, properties| {
        let auth_value = serde_json::json!({
            "AccessToken": texts.token,
            "RefreshToken": texts.refresh,
            "Expires": EXPIRES,
            "RefreshExpires": REFRESH_EXPIRES,
        });
        let properties: Vec<_> = properties
            .iter()
            .map(|property| serde_json::json!({"Name": property.name, "Value": property.value}))
            .collect();
        serde_json::json!({"AuthValue": auth_value.to_string(), "Properties": properties})
            .to_string()
    }),
];

fn peer_tokens(texts: &Texts) -> Tokens<'_> {
    Tokens {
        access_token: &texts.token,
        refresh_token: &texts.refresh,
        expires: EXPIRES,
        refresh_expires: REFRESH_EXPIRES,
    }
}

fn job<C: Connector>(name: &'static str, texts: Texts, limits: Vec<Limit>) -> Job {
    let connector = C::new(&texts);
    let finished = connector.payload().to_json().expose_secret().to_owned();
    let bytes = finished.len();

    // For as long as the program runs: the cases borrow them.
    let texts: &'static Texts = Box::leak(Box::new(texts));
    let property = |name: &&'static str| Property { name, value: &texts.value };
    let properties: &'static [Property<'static>] =
        C::PROPERTY_NAMES.iter().map(property).collect::<Vec<_>>().leak();
    for (peer, work) in PEERS {
        // `json!` sorts what the others keep in order, so it is the length that has to agree.
        assert_eq!(work(texts, properties).len(), bytes, "{peer} writes something else");
    }

    let ours = Case {
        name: "cyclr-oauth",
        run: Box::new(move |count| {
            for _ in 0..count {
                drop(black_box(black_box(&connector).payload().to_json()));
            }
        }),
        inputs: None,
    };
    let copy = repeated(COPY, move || black_box(&finished).clone());
    let peers = PEERS
        .map(|(peer, work)| repeated(peer, move || work(black_box(texts), black_box(properties))));
    Job { name, bytes, cases: [copy, ours].into_iter().chain(peers).collect(), limits }
}
