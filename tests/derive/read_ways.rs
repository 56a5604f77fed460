//! `#[derive(FromAccountConnector)]` on enums: finds an account connector's way to authenticate.

use cyclr_oauth::api::{AccountConnectorState, PropertyProblem};
use cyclr_oauth::{AccountConnector, AuthValue, FromAccountConnector, OAuthTokens, Secret};
use serde_json::{Value, json};

use super::json;

const OAUTH: &str = "0c0f2f2e-3b0e-4a51-8a9b-7d9f9d1c5b20";
const PRIVATE_APP: &str = "6d4e4e5c-0a0e-4d7f-9a59-5f0e8f4e2a10";
const OTHER: &str = "11111111-2222-3333-4444-555555555555";

#[derive(AccountConnector, Debug, FromAccountConnector)]
#[cyclr(name = "HubSpot", version = "1.0")]
enum HubSpot {
    #[cyclr(authentication_id = "0c0f2f2e-3b0e-4a51-8a9b-7d9f9d1c5b20")]
    OAuth2 {
        client_id: String,
        client_secret: Secret,
        scopes: String,
        optional_scopes: Option<String>,
        #[cyclr(auth_value)]
        tokens: Option<OAuthTokens>,
    },
    #[cyclr(authentication_id = "6d4e4e5c-0a0e-4d7f-9a59-5f0e8f4e2a10")]
    PrivateApp {
        #[cyclr(auth_value)]
        key: AuthValue,
    },
}

fn hubspots() -> [HubSpot; 4] {
    let oauth2 = |tokens| HubSpot::OAuth2 {
        client_id: "id".to_owned(),
        client_secret: Secret::from("s3cr3t"),
        scopes: "crm.objects.contacts.read crm.objects.contacts.write".to_owned(),
        optional_scopes: Some("content reports".to_owned()),
        tokens,
    };
    let without_optional_scopes = HubSpot::OAuth2 {
        client_id: String::new(),
        client_secret: Secret::from(""),
        scopes: String::new(),
        optional_scopes: None,
        tokens: Some(OAuthTokens::new("t0k3n")),
    };
    let private_app = HubSpot::PrivateApp { key: AuthValue::api_key("pat-eu1-k3y") };
    let tokens = OAuthTokens::new("t0k3n").with_refresh_token("r3fr3sh");
    [oauth2(Some(tokens)), oauth2(None), without_optional_scopes, private_app]
}

/// What Cyclr returns for an account connector of HubSpot's real definition that received this
/// payload.
fn shown(payload: &Value, authentication_id: &Value) -> AccountConnectorState {
    let definitions = include_str!("../../connector-schema/tests/connectors.json");
    let definitions: Vec<Value> = serde_json::from_str(definitions).unwrap();
    let hubspot = definitions.into_iter().find(|it| it["Name"] == "HubSpot").unwrap();
    serde_json::from_value(json!({
        "Id": 7, "Authenticated": true, "Connector": hubspot,
        "AuthenticationId": authentication_id,
        "AuthValue": payload["AuthValue"], "Properties": payload["Properties"],
    }))
    .unwrap()
}

#[test]
fn hubspot_is_read_back_and_sent_again_unchanged() {
    for hubspot in hubspots() {
        let sent = serde_json::to_value(hubspot.payload()).unwrap();
        let id = sent["AuthenticationId"].as_str().unwrap();
        for shown_id in [Value::Null, json!(id), json!(id.to_uppercase())] {
            let read = HubSpot::from_account_connector(&shown(&sent, &shown_id)).unwrap();
            assert_eq!(json(&read), json(&hubspot), "{shown_id}");
        }
    }
}

fn state(
    id: Option<&str>,
    auth_value: Option<&str>,
    properties: &[(&str, &str)],
) -> AccountConnectorState {
    let properties: Vec<_> =
        properties.iter().map(|(name, value)| json!({ "Name": name, "Value": value })).collect();
    serde_json::from_value(json!({
        "Id": 7, "Authenticated": true, "Connector": { "Id": 77 }, "AuthenticationId": id,
        "AuthValue": auth_value, "Properties": properties,
    }))
    .unwrap()
}

fn error<T: FromAccountConnector>(state: &AccountConnectorState) -> String {
    let error = T::from_account_connector(state).err().unwrap();
    assert!(!format!("{error} {error:?}").contains("s3cr3t"), "{error:?}");
    error.to_string()
}

/// By its properties, it would be the other variant.
#[test]
fn the_authentication_id_decides() {
    let properties = [("ClientId", "id"), ("ClientSecret", "s3cr3t"), ("Scopes", "content")];
    let read = |id| HubSpot::from_account_connector(&state(id, Some("k3y s3cr3t"), &properties));
    assert!(matches!(read(Some(PRIVATE_APP)), Ok(HubSpot::PrivateApp { .. })));
    let read = |id| error::<HubSpot>(&state(id, Some("k3y s3cr3t"), &properties));
    let no_tokens = "the `AuthValue` is not the JSON of OAuth tokens";
    assert_eq!(read(Some(OAUTH)), format!("no variant fits: `OAuth2` ({no_tokens})"));
    let other = "the `AuthenticationId` is not that of `OAuth2` or `PrivateApp`";
    assert_eq!(read(Some(OTHER)), other);
}

#[test]
fn an_authentication_id_is_read_leniently() {
    let read = |id: Value| shown(&json!({ "Properties": [] }), &id).authentication_id;
    assert_eq!(read(json!(OAUTH)).as_deref(), Some(OAUTH));
    for none in [Value::Null, json!(""), json!("  "), json!(7), json!([OAUTH]), json!({})] {
        assert_eq!(read(none.clone()), None, "{none}");
    }
}

#[derive(Debug, FromAccountConnector, PartialEq)]
enum Acme {
    #[cyclr(property("Mode" = "s3cr3t"))]
    Constant,
    #[cyclr(authentication_id = "a")]
    A {
        domain: String,
        port: Option<u16>,
    },
    #[cyclr(authentication_id = "b", property("Mode" = "b"))]
    B {
        domain: String,
    },
    Rest {
        region: String,
    },
}

#[test]
fn without_an_id_the_variant_that_uses_most_is_read() {
    let read = |properties: &[_]| Acme::from_account_connector(&state(None, None, properties)).ok();
    let domain = || "acme".to_owned();
    let (acme, port) = (("Domain", "acme"), ("Port", "1"));
    assert_eq!(read(&[acme, port]), Some(Acme::A { domain: domain(), port: Some(1) }));
    assert_eq!(read(&[acme, ("Mode", "b")]), Some(Acme::B { domain: domain() }));
    assert_eq!(read(&[acme, ("Mode", "other")]), Some(Acme::A { domain: domain(), port: None }));
    assert_eq!(read(&[("Mode", "s3cr3t")]), Some(Acme::Constant));
    assert_eq!(read(&[]), Some(Acme::Constant));
    assert_eq!(read(&[("Region", "eu")]), Some(Acme::Rest { region: "eu".to_owned() }));
}

#[test]
fn a_variant_in_a_box_is_read_as_without_it() {
    #[derive(Debug, FromAccountConnector, PartialEq)]
    enum Boxed {
        Acme(Box<Acme>),
        Key(Box<Key>),
    }
    #[derive(Debug, FromAccountConnector, PartialEq)]
    struct Key {
        api_key: String,
    }

    let read =
        |id, properties: &[_]| Boxed::from_account_connector(&state(id, None, properties)).unwrap();
    let acme = Boxed::Acme(Box::new(Acme::A { domain: "acme".to_owned(), port: None }));
    assert_eq!(read(Some("a"), &[("Domain", "acme"), ("ApiKey", "key")]), acme);
    let key = Boxed::Key(Box::new(Key { api_key: "key".to_owned() }));
    assert_eq!(read(None, &[("ApiKey", "key"), ("Other", "x")]), key);
}

#[test]
fn variants_that_fit_equally_well_are_an_error() {
    let state = state(None, None, &[("Domain", "s3cr3t")]);
    assert_eq!(error::<Acme>(&state), "several variants fit equally well: `A`, `B`");
    let error = Acme::from_account_connector(&state).unwrap_err();
    assert_eq!(error.problems(), [PropertyProblem::Ambiguous { variants: vec!["A", "B"] }]);
}

#[test]
fn an_error_says_what_each_variant_lacks() {
    let state = state(None, None, &[("Mode", "s3cr3t too"), ("Port", "s3cr3t")]);
    assert_eq!(
        error::<Acme>(&state),
        "no variant fits: `Constant` (the property `Mode` is not the text of the variant's `property`), \
         `A` (the property `Domain` is missing; the property `Port` is not an integer that fits a `u16`), \
         `B` (the property `Domain` is missing; the property `Mode` is not the text of the variant's `property`), \
         `Rest` (the property `Region` is missing)"
    );
    let error = Acme::from_account_connector(&state).unwrap_err();
    let [PropertyProblem::NoVariant { variants }] = error.problems() else { panic!("{error}") };
    let tried: Vec<_> =
        variants.iter().map(|tried| (tried.variant(), tried.problems().len())).collect();
    assert_eq!(tried, [("Constant", 1), ("A", 2), ("B", 2), ("Rest", 1)]);
}

/// An id that no variant has leaves the variants without an id.
#[test]
fn another_id_leaves_the_variants_without_one() {
    let read =
        |id, properties: &[_]| Acme::from_account_connector(&state(Some(id), None, properties));
    let all = [("Domain", "acme"), ("Port", "1"), ("Region", "eu")];
    assert_eq!(read("c", &all), Ok(Acme::Rest { region: "eu".to_owned() }));
    assert_eq!(read(" B ", &all), Ok(Acme::B { domain: "acme".to_owned() }));
    let error = read("B", &[("Port", "1")]).unwrap_err().to_string();
    assert_eq!(error, "no variant fits: `B` (the property `Domain` is missing)");
}

/// The same if such a variant holds a connector.
#[test]
fn another_id_leaves_a_connector_without_one() {
    #[derive(AccountConnector, Debug, FromAccountConnector, PartialEq)]
    struct Regional {
        region: String,
    }

    #[derive(AccountConnector, Debug, FromAccountConnector, PartialEq)]
    enum Either {
        #[cyclr(authentication_id = "a")]
        Global {
            domain: String,
        },
        Regional(Regional),
    }

    let both = [("Domain", "acme"), ("Region", "eu")];
    let read = Either::from_account_connector(&state(Some("c"), None, &both));
    assert_eq!(read, Ok(Either::Regional(Regional { region: "eu".to_owned() })));
}

/// A more specific variant takes precedence over one that accepts any `AuthValue`.
#[test]
fn tokens_are_read_before_a_key() {
    #[derive(FromAccountConnector)]
    enum Ways {
        Key {
            #[cyclr(auth_value)]
            _key: Option<AuthValue>,
        },
        Tokens {
            #[cyclr(access_token)]
            _access: Option<Secret>,
        },
        Nothing {
            _domain: Option<String>,
        },
    }

    let read = |auth_value, properties: &[_]| {
        Ways::from_account_connector(&state(None, auth_value, properties))
    };
    let tokens = Some(r#"{"AccessToken":"t0k3n"}"#);
    assert!(matches!(read(tokens, &[]), Ok(Ways::Tokens { .. })));
    assert!(matches!(read(Some("k3y"), &[]), Ok(Ways::Key { .. })));
    assert!(read(None, &[("_domain", "")]).is_err());
    assert!(matches!(read(None, &[("Domain", "acme")]), Ok(Ways::Nothing { .. })));
    let unset = "several variants fit equally well: `Key`, `Tokens`, `Nothing`";
    assert_eq!(read(None, &[]).err().unwrap().to_string(), unset);
}

#[derive(AccountConnector, FromAccountConnector)]
#[cyclr(authentication_id = "held")]
struct Held<T> {
    value: T,
    #[cyclr(auth_value)]
    auth: Option<AuthValue>,
}

#[derive(AccountConnector, FromAccountConnector)]
#[cyclr(property("Shared" = "1"))]
enum Outer<T> {
    Held(Held<T>),
    Inner(HubSpot),
    #[cyclr(authentication_id = "mine")]
    Renamed(HubSpot),
    Empty {
        nothing: Option<T>,
    },
}

/// A variant has the id of the connector that it holds, unless it declares its own.
#[test]
fn a_variant_holds_a_connector() {
    let read = |id, auth_value, properties: &[_]| {
        Outer::<u8>::from_account_connector(&state(Some(id), auth_value, properties))
    };
    let (key, value) = (Some("k3y"), [("Value", "1"), ("Shared", "other"), ("Nothing", "2")]);
    assert!(matches!(read("HELD", key, &value), Ok(Outer::Held(Held { value: 1, auth: Some(_) }))));
    let inner = Outer::<u8>::Inner(HubSpot::PrivateApp { key: AuthValue::api_key("k3y") });
    assert_eq!(json(&read(PRIVATE_APP, key, &value).ok().unwrap()), json(&inner));
    let renamed = Outer::<u8>::Renamed(HubSpot::PrivateApp { key: AuthValue::api_key("k3y") });
    assert_eq!(json(&read("Mine", key, &[]).ok().unwrap()), json(&renamed));
    assert!(matches!(read(OTHER, key, &value), Ok(Outer::Empty { nothing: Some(2) })));
    let error = read(OAUTH, None, &[("ClientId", "id")]).err().unwrap().to_string();
    let missing = "the property `ClientSecret` is missing; the property `Scopes` is missing";
    assert_eq!(error, format!("no variant fits: `Inner` (no variant fits: `OAuth2` ({missing}))"));
}

/// As when they are sent, the ids of a flattened enum don't apply to the whole. An id that it has
/// still selects the variant.
#[test]
fn flattened_ways() {
    #[derive(AccountConnector, FromAccountConnector)]
    #[cyclr(authentication_id = "whole", deny_unknown)]
    struct Portal<W> {
        #[cyclr(flatten)]
        way: W,
        portal: u32,
    }

    for hubspot in hubspots() {
        let portal = Portal { way: hubspot, portal: 1 };
        let sent = serde_json::to_value(portal.payload()).unwrap();
        for id in [Value::Null, json!("whole")] {
            let read = Portal::<HubSpot>::from_account_connector(&shown(&sent, &id)).unwrap();
            assert_eq!(json(&read), json(&portal));
        }
    }
    let read = |id, properties: &[_]| {
        let tokens = Some(r#"{"AccessToken":"t0k3n"}"#);
        Portal::<HubSpot>::from_account_connector(&state(Some(id), tokens, properties))
    };
    let all = [("Portal", "1"), ("ClientId", ""), ("ClientSecret", ""), ("Scopes", "")];
    let way = |id, properties: &[_]| read(id, properties).map(|portal| portal.way);
    assert!(matches!(way("whole", &all), Ok(HubSpot::OAuth2 { .. })));
    assert!(matches!(way(PRIVATE_APP, &all[..1]), Ok(HubSpot::PrivateApp { .. })));
    let unknown = read(PRIVATE_APP, &all).err().unwrap().to_string();
    assert_eq!(
        unknown,
        "the property \"ClientId\" is unknown; the property \"ClientSecret\" is unknown; \
         the property \"Scopes\" is unknown"
    );
}

#[test]
fn variants_within_a_variant() {
    #[derive(AccountConnector, FromAccountConnector)]
    #[cyclr(authentication_id = "whole")]
    struct Portal {
        #[cyclr(flatten)]
        way: Way,
    }

    #[derive(AccountConnector, FromAccountConnector)]
    enum Way {
        Inner(Box<HubSpot>),
        Empty { nothing: Option<u8> },
    }

    // The ids within a flattened enum don't apply to the whole at any depth.
    for hubspot in hubspots() {
        let portal = Portal { way: Way::Inner(Box::new(hubspot)) };
        let sent = serde_json::to_value(portal.payload()).unwrap();
        let read = Portal::from_account_connector(&shown(&sent, &json!("whole"))).unwrap();
        assert_eq!(json(&read), json(&portal));
    }

    #[derive(Debug, FromAccountConnector)]
    enum Outer {
        Both(Pair),
        One { _a: u8 },
    }

    #[derive(Debug, FromAccountConnector)]
    enum Pair {
        Two { _a: u8, _b: u8 },
        Other { _c: u8 },
    }

    // What the inner variant uses counts for the outer one.
    let outer = Outer::from_account_connector(&state(None, None, &[("A", "1"), ("B", "2")]));
    assert!(matches!(outer, Ok(Outer::Both(Pair::Two { .. }))), "{outer:?}");
}

/// Only the variant's properties are known; if none fits, the properties of all variants.
#[test]
fn unknown_properties_of_a_variant() {
    #[derive(Debug, FromAccountConnector)]
    #[cyclr(deny_unknown, property("Shared" = "1"))]
    enum Ways {
        A {
            _a: u8,
            _b: u8,
        },
        #[cyclr(property("Own" = "1"))]
        C {
            _c: u8,
        },
    }

    let unknown = |properties: &[_]| error::<Ways>(&state(None, None, properties));
    let shared = ("Shared", "2");
    assert!(
        Ways::from_account_connector(&state(None, None, &[shared, ("C", "1"), ("Own", "1")]))
            .is_ok()
    );
    assert_eq!(
        unknown(&[shared, ("A", "1"), ("B", "2"), ("C", "s3cr3t")]),
        "the property \"C\" is unknown"
    );
    assert_eq!(
        unknown(&[shared, ("A", "1"), ("D", "s3cr3t")]),
        "no variant fits: `A` (the property `B` is missing), `C` (the property `C` is missing); \
         the property \"D\" is unknown"
    );
}
