//! Connectors inside connectors.

use std::rc::Rc;
use std::sync::Arc;

use cyclr_oauth::{AccountConnector, AuthValue, Secret};

use super::{json, sent};

#[derive(AccountConnector)]
#[cyclr(name = "outer", property("Last" = "5"))]
struct Outer {
    first: u8,
    #[cyclr(flatten)]
    oauth: OAuthApp,
    third: u8,
    #[cyclr(flatten)]
    site: Site<u8>,
}

#[derive(AccountConnector)]
#[cyclr(name = "inner", version = "9", rename_all = "camelCase")]
struct OAuthApp {
    #[cyclr(rename = "ClientId")]
    client_id: &'static str,
    #[cyclr(rename = "ClientSecret")]
    client_secret: Secret,
    api_region: Option<&'static str>,
    #[cyclr(auth_value)]
    auth: Option<AuthValue>,
}

#[derive(AccountConnector)]
struct Site<T> {
    #[cyclr(flatten)]
    host: Host,
    port: T,
}

#[derive(AccountConnector)]
struct Host {
    host: &'static str,
}

fn outer() -> Outer {
    Outer {
        first: 1,
        oauth: OAuthApp {
            client_id: "id",
            client_secret: Secret::from("s3cr3t"),
            api_region: None,
            auth: Some(AuthValue::api_key("key")),
        },
        third: 3,
        site: Site { host: Host { host: "h" }, port: 4 },
    }
}

#[test]
fn names_are_joined_at_compile_time() {
    const NAMES: &[&str] = Outer::PROPERTY_NAMES;
    assert_eq!(
        NAMES,
        ["First", "ClientId", "ClientSecret", "apiRegion", "Third", "Host", "Port", "Last"]
    );
}

#[test]
fn properties_stand_where_the_field_stands() {
    insta::assert_snapshot!(sent(&outer()), @r"
    First: 1
    ClientId: id
    ClientSecret: s3cr3t
    Third: 3
    Host: h
    Port: 4
    Last: 5
    ");
}

#[test]
fn the_outer_identity_and_the_inner_auth_value() {
    assert!(json(&outer()).starts_with(r#"{"Name":"outer","AuthValue":"key","Properties":[{"#));
}

#[test]
fn inner_secrets_stay_secret() {
    let redacted = serde_json::to_string(&outer().payload().redacted()).unwrap();
    assert!(!redacted.contains("s3cr3t") && !redacted.contains("key"), "{redacted}");
}

#[test]
fn one_of_several_may_have_the_auth_value() {
    #[derive(AccountConnector)]
    struct Both<'a> {
        #[cyclr(flatten)]
        host: Host,
        #[cyclr(flatten)]
        oauth: &'a OAuthApp,
    }

    let outer = outer();
    let both = Both { host: outer.site.host, oauth: &outer.oauth };
    assert_eq!(both.auth_value().unwrap().to_text().expose_secret(), "key");
}

#[test]
fn more_than_a_few() {
    macro_rules! wide {
        ($Name:ident: $($field:ident)*) => {
            #[derive(AccountConnector)]
            struct $Name { $($field: &'static str,)* }

            impl $Name {
                fn new() -> Self {
                    Self { $($field: stringify!($field)),* }
                }
            }
        };
    }

    wide!(A: a0 a1 a2 a3 a4 a5 a6 a7 a8 a9 a10 a11 a12 a13 a14 a15 a16 a17 a18 a19);
    wide!(B: b0 b1 b2 b3 b4 b5 b6 b7 b8 b9 b10 b11 b12 b13 b14 b15 b16 b17 b18 b19);

    #[derive(AccountConnector)]
    struct Wide {
        #[cyclr(flatten)]
        a: A,
        #[cyclr(flatten)]
        b: B,
    }

    assert_eq!(Wide::PROPERTY_NAMES.len(), 40);
    let names: Vec<_> = A::PROPERTY_NAMES.iter().chain(B::PROPERTY_NAMES).collect();
    assert!(names.into_iter().eq(Wide::PROPERTY_NAMES));
    let wide = Wide { a: A::new(), b: B::new() };
    let properties = wide.properties();
    assert_eq!(properties.len(), 40);
    assert!(properties.iter().all(|(name, value)| name.to_lowercase() == value), "{properties:?}");
}

#[derive(AccountConnector)]
enum Either {
    Small(Arc<Host>),
    Large(Box<Outer>),
    Shared(Rc<Token>),
}

#[derive(AccountConnector)]
struct Token {
    token: Secret,
}

#[test]
fn a_connector_is_sent_through_the_pointer_that_holds_it() {
    assert_eq!(Either::PROPERTY_NAMES.last(), Some(&"Token"));
    assert_eq!(json(&Either::Large(Box::new(outer()))), json(&outer()));
    assert_eq!(json(&Either::Small(Arc::new(Host { host: "h" }))), json(&Host { host: "h" }));
    let token = || Token { token: Secret::from("s3cr3t") };
    assert_eq!(json(&Either::Shared(Rc::new(token()))), json(&token()));
    assert!(!token().payload().redacted().to_string().contains("s3cr3t"));
}
