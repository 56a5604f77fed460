//! Only the names written here are in scope.

#![no_implicit_prelude]

use ::cyclr_oauth::{AccountConnector as _, PropertyValue as _};

#[derive(::cyclr_oauth::AccountConnector)]
#[cyclr(name = "Acme", version = "1.0", authentication_id = "7", property("ApiVersion" = "2"))]
struct Acme<'a, T> {
    client_id: ::std::string::String,
    #[cyclr(secret, rename = "a \"quoted\" name")]
    password: &'a str,
    #[cyclr(with = text, skip_if = is_zero)]
    rate: f64,
    #[cyclr(with = text, secret)]
    secret_rate: f64,
    value: T,
    #[cyclr(flatten)]
    first: First,
    #[cyclr(flatten)]
    second: Second<T>,
    #[cyclr(skip)]
    _skipped: (),
}

#[derive(::cyclr_oauth::AccountConnector)]
struct First {
    #[cyclr(access_token)]
    access: ::cyclr_oauth::Secret,
    #[cyclr(expires)]
    expires: ::std::option::Option<::cyclr_oauth::UtcTimestamp>,
    region: Region,
}

#[derive(::cyclr_oauth::AccountConnector)]
struct Second<T> {
    second: T,
}

#[derive(::cyclr_oauth::AccountConnector)]
struct Key {
    #[cyclr(auth_value)]
    key: ::cyclr_oauth::AuthValue,
}

#[derive(::cyclr_oauth::PropertyValue)]
enum Region {
    Eu,
    Us,
}

fn text(rate: &f64) -> ::std::string::String {
    ::std::format!("{rate}")
}

fn is_zero(rate: &f64) -> bool {
    *rate == 0.0
}

#[test]
fn everything() {
    let acme = Acme {
        client_id: ::std::string::String::new(),
        password: "s3cr3t",
        rate: 0.0,
        secret_rate: 1.5,
        value: 'v',
        first: First {
            access: <::cyclr_oauth::Secret as ::std::convert::From<&str>>::from("t"),
            expires: ::std::option::Option::None,
            region: Region::Eu,
        },
        second: Second { second: '2' },
        _skipped: (),
    };
    ::std::assert_eq!(
        acme.payload().to_json().expose_secret(),
        r#"{"Name":"Acme","Version":"1.0","AuthenticationId":"7","AuthValue":"{\"AccessToken\":\"t\"}","Properties":[{"Name":"ClientId","Value":""},{"Name":"a \"quoted\" name","Value":"s3cr3t"},{"Name":"SecretRate","Value":"1.5"},{"Name":"Value","Value":"v"},{"Name":"Region","Value":"Eu"},{"Name":"Second","Value":"2"},{"Name":"ApiVersion","Value":"2"}]}"#
    );
    let key = Key { key: ::cyclr_oauth::AuthValue::empty() };
    ::std::assert!(key.auth_value().is_some());
    ::std::assert!(Region::Us.property_text().is_some());
}

#[derive(::cyclr_oauth::AccountConnector)]
enum Ways<'a, T> {
    Fields {
        client_id: &'a str,
        #[cyclr(with = text, skip_if = is_zero)]
        rate: f64,
        #[cyclr(flatten)]
        second: Second<T>,
        #[cyclr(auth_value)]
        key: ::cyclr_oauth::AuthValue,
    },
    Held(Second<T>),
    #[cyclr(property("Mode" = "none"))]
    Constant,
}

#[test]
fn ways() {
    let key = ::cyclr_oauth::AuthValue::empty();
    let ways = [
        Ways::Fields { client_id: "id", rate: 1.5, second: Second { second: '2' }, key },
        Ways::Held(Second { second: '2' }),
        Ways::Constant,
    ];
    ::std::assert_eq!(ways.each_ref().map(|way| way.properties().len()), [3, 1, 1]);
    ::std::assert_eq!(
        <Ways<'_, char> as ::cyclr_oauth::AccountConnector>::PROPERTY_NAMES,
        ["ClientId", "Rate", "Second", "Mode"]
    );
}

#[derive(::cyclr_oauth::AccountConnector)]
#[cyclr(schema = "connectors/acme.json")]
struct Checked<'a, T> {
    sub_domain: &'a str,
    region: ::std::option::Option<&'a Region>,
    #[cyclr(skip)]
    _skipped: T,
    #[cyclr(flatten)]
    inner: CheckedInner,
}

#[derive(::cyclr_oauth::AccountConnector)]
#[cyclr(schema = "connectors/acme.json", allow("SubDomain" = "is sent by the struct around it"))]
enum CheckedInner {
    Password { password: ::cyclr_oauth::Secret },
}

#[test]
fn checked() {
    let password = <::cyclr_oauth::Secret as ::std::convert::From<&str>>::from("s3cr3t");
    let inner = CheckedInner::Password { password };
    let checked =
        Checked { sub_domain: "acme", region: ::std::option::Option::None, _skipped: (), inner };
    ::std::assert_eq!(checked.properties().len(), 2);
}

#[derive(::cyclr_oauth::FromAccountConnector)]
#[cyclr(deny_unknown, property("ApiVersion" = "2"))]
struct Read<T> {
    region: Region,
    #[cyclr(parse_with = parsed, skip_if = is_zero)]
    rate: f64,
    #[cyclr(parse_with = parsed_option)]
    other: ::std::option::Option<f64>,
    value: T,
    #[cyclr(flatten)]
    inner: ReadInner,
    #[cyclr(skip)]
    _skipped: (),
}

#[derive(::cyclr_oauth::FromAccountConnector)]
struct ReadInner {
    #[cyclr(access_token)]
    access: ::std::option::Option<::cyclr_oauth::Secret>,
}

fn parsed(text: &str) -> ::std::result::Result<f64, ::std::num::ParseFloatError> {
    text.parse()
}

fn parsed_option(
    text: &str,
) -> ::std::result::Result<::std::option::Option<f64>, ::std::num::ParseFloatError> {
    parsed(text).map(::std::option::Option::Some)
}

#[test]
fn read() {
    use ::cyclr_oauth::FromAccountConnector as _;

    let json = r#"{"Id": 1, "Authenticated": true, "Connector": {"Id": 2}, "Properties": [
        {"Name": "Region", "Value": "Us"}, {"Name": "Value", "Value": "v"}
    ]}"#;
    let state = ::serde_json::from_str(json).unwrap();
    let read = Read::<char>::from_account_connector(&state).unwrap();
    ::std::assert!(::std::matches!(read.region, Region::Us));
    ::std::assert!(read.rate == 0.0 && read.other.is_none() && read.inner.access.is_none());
    ::std::assert_eq!(read.value, 'v');
}

#[derive(::cyclr_oauth::FromAccountConnector)]
#[cyclr(property("ApiVersion" = "2"), authentication_id = "7")]
enum ReadWays<T> {
    #[cyclr(authentication_id = "8")]
    Fields {
        #[cyclr(parse_with = parsed_option)]
        rate: ::std::option::Option<f64>,
        #[cyclr(flatten)]
        inner: ReadInner,
        list: ::std::option::Option<T>,
        #[cyclr(skip)]
        _skipped: (),
    },
    Held(ReadOne<T>),
    #[cyclr(property("Mode" = "none"))]
    Constant,
}

#[derive(::cyclr_oauth::FromAccountConnector)]
struct ReadOne<T> {
    one: T,
}

#[test]
fn read_ways() {
    use ::cyclr_oauth::FromAccountConnector as _;

    let read = |json: &str| {
        let state = ::serde_json::from_str(json).unwrap();
        ReadWays::<char>::from_account_connector(&state).ok()
    };
    let held = r#"{"Id": 1, "Authenticated": true, "Connector": {"Id": 2}, "AuthenticationId": "7",
        "Properties": [{"Name": "One", "Value": "v"}]}"#;
    let ::std::option::Option::Some(ReadWays::Held(held)) = read(held) else { ::std::panic!() };
    ::std::assert_eq!(held.one, 'v');
    let constant =
        r#"{"Id": 1, "Authenticated": true, "Connector": {"Id": 2}, "AuthenticationId": "7"}"#;
    ::std::assert!(::std::matches!(
        read(constant),
        ::std::option::Option::Some(ReadWays::Constant)
    ));
    let fields =
        r#"{"Id": 1, "Authenticated": true, "Connector": {"Id": 2}, "AuthenticationId": "8"}"#;
    let ::std::option::Option::Some(ReadWays::Fields { rate, inner, list, _skipped: () }) =
        read(fields)
    else {
        ::std::panic!()
    };
    ::std::assert!(rate.is_none() && inner.access.is_none() && list.is_none());
}
