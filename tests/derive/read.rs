//! `#[derive(FromAccountConnector)]` on structs.

use cyclr_oauth::api::AccountConnectorState;
use cyclr_oauth::api::PropertyProblem;
use cyclr_oauth::connector::FromPropertyText;
use cyclr_oauth::{
    AccountConnector, AuthValue, FromAccountConnector, OAuthTokens, PropertyValue, Secret,
    UtcTimestamp,
};
use proptest::prelude::*;
use serde_json::{Value, json};

/// The account connector that Cyclr would return after it received this.
fn shown(connector: &impl AccountConnector) -> AccountConnectorState {
    let payload = serde_json::to_value(connector.payload()).unwrap();
    state(&payload["AuthValue"], &payload["Properties"])
}

fn state(auth_value: &Value, properties: &Value) -> AccountConnectorState {
    let connector = json!({ "Id": 77 });
    serde_json::from_value(json!({
        "Id": 7, "Authenticated": true, "Connector": connector,
        "AuthValue": auth_value, "Properties": properties,
    }))
    .unwrap()
}

#[derive(AccountConnector, FromAccountConnector)]
#[cyclr(rename_all = "camelCase", property("ApiVersion" = "2"), deny_unknown)]
struct Acme<T> {
    name: String,
    #[cyclr(rename = "ClientSecret")]
    secret: Secret,
    flag: bool,
    small: i8,
    large: Option<u128>,
    letter: char,
    #[cyclr(secret)]
    region: Option<Region>,
    url: Option<url::Url>,
    shared: std::sync::Arc<str>,
    #[cyclr(skip_if = String::is_empty)]
    note: String,
    #[cyclr(with = bits, parse_with = from_bits)]
    rate: f64,
    #[cyclr(with = Option::is_some, parse_with = optional, skip_if = Option::is_none)]
    optional: Option<bool>,
    #[cyclr(with = some_bits, parse_with = from_some_bits)]
    maybe: Option<f64>,
    generic: T,
    #[cyclr(flatten)]
    inner: Inner,
    #[cyclr(skip)]
    row_id: u8,
}

#[derive(AccountConnector, Debug, FromAccountConnector)]
struct Inner {
    #[cyclr(access_token)]
    access: Option<String>,
    #[cyclr(refresh_token)]
    refresh: Option<Secret>,
    #[cyclr(expires)]
    expires: Option<UtcTimestamp>,
    #[cyclr(refresh_expires)]
    refresh_expires: Option<UtcTimestamp>,
    domain: String,
}

#[derive(Clone, Copy, Debug, PartialEq, PropertyValue)]
#[cyclr(rename_all = "kebab-case")]
enum Region {
    EuWest,
    #[cyclr(rename = "us")]
    America,
}

fn bits(rate: &f64) -> u64 {
    rate.to_bits()
}

fn from_bits(text: &str) -> Result<f64, std::num::ParseIntError> {
    text.parse().map(f64::from_bits)
}

fn optional(text: &str) -> Result<Option<bool>, std::str::ParseBoolError> {
    text.parse().map(Some)
}

fn some_bits(rate: &Option<f64>) -> Option<u64> {
    rate.as_ref().map(bits)
}

fn from_some_bits(text: &str) -> Result<Option<f64>, std::num::ParseIntError> {
    from_bits(text).map(Some)
}

prop_compose! {
    fn texts()(
        name in any::<String>(), secret in any::<String>(), note in any::<String>(), shared in any::<String>(),
        access in any::<Option<String>>(), refresh in any::<Option<String>>(), domain in any::<String>(),
        expires in any::<Option<u32>>(),
    ) -> (String, String, String, String, Inner) {
        let refresh = refresh.filter(|_| access.is_some()).map(Secret::from);
        let expires = expires.filter(|_| access.is_some());
        let expires = expires.map(|seconds| {
            UtcTimestamp::from(std::time::UNIX_EPOCH + std::time::Duration::from_secs(seconds.into()))
        });
        (name, secret, note, shared, Inner { access, refresh, expires, refresh_expires: expires, domain })
    }
}

proptest! {
    #[test]
    fn a_sent_payload_is_read_back(
        (name, secret, note, shared, inner) in texts(),
        (flag, small, large, letter) in any::<(bool, i8, Option<u128>, char)>(),
        region in prop::option::of(prop::sample::select(vec![Region::EuWest, Region::America])),
        (rate, maybe, generic) in any::<(f64, Option<f64>, Option<u16>)>(),
        url in prop::option::of("https://[a-z]{1,9}/[a-z]{0,9}"),
    ) {
        let url = url.map(|url| url.parse().unwrap());
        let acme = Acme {
            name, secret: secret.into(), flag, small, large, letter, region, url, shared: shared.into(),
            note, rate, optional: flag.then_some(true), maybe, generic, inner, row_id: 0,
        };
        let read = Acme::<Option<u16>>::from_account_connector(&shown(&acme)).unwrap();
        prop_assert_eq!((&read.name, read.row_id), (&acme.name, 0));
        prop_assert_eq!(read.secret.expose_secret(), acme.secret.expose_secret());
        prop_assert_eq!((read.flag, read.small, read.large), (flag, small, large));
        prop_assert_eq!((read.letter, read.region, &read.url), (letter, region, &acme.url));
        prop_assert_eq!((&read.shared, &read.note), (&acme.shared, &acme.note));
        prop_assert_eq!(read.rate.to_bits(), rate.to_bits());
        prop_assert_eq!(read.maybe.map(f64::to_bits), maybe.map(f64::to_bits));
        prop_assert_eq!((read.optional, read.generic), (flag.then_some(true), generic));
        prop_assert_eq!((&read.inner.access, read.inner.expires), (&acme.inner.access, acme.inner.expires));
        let payloads = [&acme, &read].map(|acme| acme.payload().to_json().expose_secret().to_owned());
        prop_assert_eq!(&payloads[0], &payloads[1]);
    }
}

#[test]
fn everything_that_is_wrong_is_said_without_values() {
    let state = state(
        &json!("not the s3cr3t JSON"),
        &json!([
            { "Name": "name", "Value": null },
            { "Name": "flag", "Value": "s3cr3t" },
            { "Name": "small", "Value": "-129" },
            { "Name": "letter", "Value": "" },
            { "Name": "region", "Value": "s3cr3t" },
            { "Name": "url", "Value": "s3cr3t" },
            { "Name": "rate", "Value": "s3cr3t" },
            { "Name": "Name", "Value": "s3cr3t" },
            { "Name": "ApiVersion", "Value": "s3cr3t" },
        ]),
    );
    let error = Acme::<bool>::from_account_connector(&state).err().unwrap();
    assert_eq!(
        error.to_string().replace("; ", "\n"),
        "the property `name` is missing\n\
         the property `ClientSecret` is missing\n\
         the property `flag` is not `true` or `false`\n\
         the property `small` is not an integer that fits an `i8`\n\
         the property `letter` is not one character\n\
         the property `region` is not `eu-west` or `us`\n\
         the property `url` is not an absolute URL\n\
         the property `shared` is missing\n\
         the property `rate` is not what its function reads\n\
         the property `generic` is missing\n\
         the `AuthValue` is not the JSON of OAuth tokens\n\
         the property `Domain` is missing\n\
         the property \"Name\" is unknown"
    );
    assert!(!format!("{error:?}").contains("s3cr3t"));
    assert!(matches!(error.problems(), [PropertyProblem::Absent { name: "name" }, ..]));
}

#[test]
fn unknown_properties_are_passed_over_unless_denied() {
    let state = state(
        &Value::Null,
        &json!([{ "Name": "Domain", "Value": "acme" }, { "Name": "Colour", "Value": "red" }]),
    );
    assert_eq!(Inner::from_account_connector(&state).unwrap().domain, "acme");
}

#[test]
fn auth_values() {
    #[derive(Debug, FromAccountConnector)]
    struct Tokens {
        #[cyclr(auth_value)]
        tokens: OAuthTokens,
    }

    #[derive(FromAccountConnector)]
    struct Whole {
        #[cyclr(auth_value)]
        whole: Option<AuthValue>,
    }

    #[derive(Debug, FromAccountConnector)]
    struct Parts {
        #[cyclr(access_token)]
        _access: Secret,
        #[cyclr(refresh_token)]
        _refresh: String,
        #[cyclr(expires)]
        _expires: UtcTimestamp,
    }

    let said = |auth_value: Value| {
        let state = state(&auth_value, &json!([]));
        let tokens = Tokens::from_account_connector(&state).map(|read| read.tokens);
        let parts = Parts::from_account_connector(&state);
        (tokens.err().map(|e| e.to_string()), parts.err().map(|e| e.to_string()))
    };
    let missing = "the `AuthValue` is missing".to_owned();
    let parts = "the `AuthValue` has no `AccessToken`; the `AuthValue` has no `RefreshToken`; the `AuthValue` has no `Expires`";
    assert_eq!(said(Value::Null), (Some(missing), Some(parts.to_owned())));
    let none = "the `AuthValue` is not the JSON of OAuth tokens".to_owned();
    assert_eq!(said(json!("{}")), (Some(none.clone()), Some(none)));
    let (tokens, parts) = said(json!(r#"{"AccessToken":"t0k3n"}"#));
    let expected = "the `AuthValue` has no `RefreshToken`; the `AuthValue` has no `Expires`";
    assert_eq!((tokens, parts.as_deref()), (None, Some(expected)));

    let whole = |auth_value| {
        let state = state(&auth_value, &json!([]));
        let whole = Whole::from_account_connector(&state).unwrap().whole;
        whole.map(|whole| whole.to_text().expose_secret().to_owned())
    };
    assert_eq!(whole(json!("k3y")).as_deref(), Some("k3y"));
    assert_eq!(whole(Value::Null), None);
}

#[test]
fn texts_in_both_cases() {
    let read = ["true", "True", "false", "False"].map(|text| bool::from_property_text(text).ok());
    assert_eq!(read, [Some(true), Some(true), Some(false), Some(false)]);
    for text in ["", "TRUE", "1", "yes", " true"] {
        assert!(bool::from_property_text(text).is_err(), "{text}");
    }
    assert_eq!(Region::from_property_text("us"), Ok(Region::America));
    assert!(Region::from_property_text("US").is_err());
}

/// The field's type decides whether an absent property is `None`, however the type is written.
#[test]
fn an_absent_property_of_any_optional_type_is_none() {
    use std::rc::Rc;
    use std::sync::Arc;

    type Alias = Option<f64>;
    type Pointer<T> = Box<T>;

    macro_rules! optional {
        ($T:ty) => { Option<$T> };
    }

    /// Not the standard library's `Option`.
    mod other {
        #[derive(Debug)]
        pub(super) struct Option<T>(pub(super) T);
        pub(super) use std::option::Option as Maybe;
    }

    #[derive(FromAccountConnector)]
    struct Rates<T>
    where
        Option<T>: Wraps,
    {
        #[cyclr(parse_with = parse)]
        alias: Alias,
        #[cyclr(parse_with = parse)]
        renamed: other::Maybe<f64>,
        #[cyclr(parse_with = parse)]
        made: optional!(f64),
        #[cyclr(parse_with = parse)]
        boxed: Box<Option<f64>>,
        #[cyclr(parse_with = parse)]
        shared: Arc<Pointer<Alias>>,
        #[cyclr(parse_with = parse)]
        local: Rc<other::Maybe<f64>>,
        #[cyclr(parse_with = parse)]
        generic: Option<T>,
    }

    #[derive(Debug, FromAccountConnector)]
    struct Required<T: Wraps> {
        #[cyclr(parse_with = parse)]
        _same_name: other::Option<f64>,
        #[cyclr(parse_with = parse)]
        _boxed: Box<f64>,
        #[cyclr(parse_with = parse)]
        _generic: T,
    }

    trait Wraps: Sized {
        fn wrap(rate: f64) -> Self;
    }

    macro_rules! wraps {
        ($($wrap:path => $T:ty),*) => {
            $(impl Wraps for $T { fn wrap(rate: f64) -> Self { $wrap(rate) } })*
        };
    }

    fn boxed<T: From<Option<f64>>>(rate: f64) -> T {
        Some(rate).into()
    }

    fn nested(rate: f64) -> Arc<Pointer<Alias>> {
        Arc::new(Box::new(Some(rate)))
    }

    wraps!(Some => Option<f64>, boxed => Box<Option<f64>>, nested => Arc<Pointer<Alias>>,
        boxed => Rc<Option<f64>>, Box::new => Box<f64>, other::Option => other::Option<f64>);

    fn parse<T: Wraps>(text: &str) -> Result<T, std::num::ParseFloatError> {
        text.parse().map(T::wrap)
    }

    let absent = Rates::<f64>::from_account_connector(&state(&Value::Null, &json!([]))).unwrap();
    assert_eq!((absent.alias, absent.renamed, absent.made), (None, None, None));
    assert_eq!(
        (*absent.boxed, **absent.shared, *absent.local, absent.generic),
        (None, None, None, None)
    );
    let required =
        Required::<Option<f64>>::from_account_connector(&state(&Value::Null, &json!([])));
    let missing =
        ["SameName", "Boxed", "Generic"].map(|name| format!("the property `{name}` is missing"));
    assert_eq!(required.unwrap_err().to_string(), missing.join("; "));
    let there = json!([{ "Name": "Shared", "Value": "1.5" }]);
    let there = Rates::<f64>::from_account_connector(&state(&Value::Null, &there)).unwrap();
    assert_eq!(**there.shared, Some(1.5));
}
