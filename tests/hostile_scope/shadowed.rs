//! Every name that derived code might use means something else here.

#![allow(dead_code, non_camel_case_types, non_upper_case_globals, reason = "that is the point")]

mod core {}
mod std {}
mod alloc {}
mod cyclr_oauth {}
mod _c {}
mod __private {}

macro_rules! shadow {
    ($($Name:ident)*) => { $(struct $Name;)* };
}

shadow! {
    AuthValueRef Identity Names None Option PropertyName PropertyText PropertyVisitor Result Secret
    Self_ Some String Vec bool char str u8 usize
}

trait AccountConnector {}
trait PropertyValue {}
trait From {}
trait Into {}

impl<T> AccountConnector for T {}
impl<T> PropertyValue for T {}

const out: () = ();
const skip: () = ();
static visitor: () = ();

fn property() {}
fn secret() {}
fn computed() {}
fn tokens() {}
fn token() {}
fn expiry() {}
fn literal() {}
fn auth_value() {}
fn joined_names() {}
fn __field_out() {}
fn __held() {}

#[derive(::cyclr_oauth::AccountConnector)]
#[cyclr(name = "Acme", property("ApiVersion" = "2"))]
struct Acme<'cyclr, 'out> {
    client_id: &'cyclr ::core::primitive::str,
    out: ::core::primitive::u8,
    #[cyclr(with = functions::out, skip_if = functions::skip)]
    skip: ::core::primitive::u8,
    #[cyclr(skip_if = functions::skip, secret)]
    visitor: ::core::primitive::u8,
    #[cyclr(flatten)]
    _c: Inner<'out>,
}

#[derive(::cyclr_oauth::AccountConnector)]
struct Inner<'cyclr_> {
    #[cyclr(access_token)]
    access_token: &'cyclr_ ::core::primitive::str,
    #[cyclr(refresh_token)]
    refresh_token: ::core::option::Option<::cyclr_oauth::Secret>,
    region: Region,
}

/// Its own items have the names of the trait's.
impl Acme<'_, '_> {
    const AROUND: () = ();
    const HAS_AUTH_VALUE: () = ();
    const HAVE_AUTH_VALUE: () = ();
    const NAME_GROUPS: () = ();
    const PROPERTY_NAMES: () = ();

    fn identity() {}
    fn visit_properties() {}
    fn within() {}
    fn property_text() {}
}

#[derive(::cyclr_oauth::PropertyValue)]
enum Region {
    None,
    Some,
    Self_,
    r#Option,
}

/// The user's functions may have the names of derived code's variables.
mod functions {
    pub(super) fn out(value: &u8) -> u8 {
        *value + 1
    }

    pub(super) const fn skip(value: &u8) -> bool {
        *value == 0
    }

    pub(super) fn parse(text: &str) -> Result<Option<u8>, std::num::ParseIntError> {
        text.parse().map(Some)
    }
}

mod named_like_variables {
    use super::functions::{out, skip};

    #[derive(::cyclr_oauth::AccountConnector)]
    struct Acme {
        #[cyclr(with = out, skip_if = skip)]
        first: u8,
        #[cyclr(with = out, skip_if = skip)]
        second: u8,
    }

    #[test]
    fn the_users_functions_are_called() {
        use ::cyclr_oauth::AccountConnector as _;

        let acme = Acme { first: 0, second: 1 };
        assert_eq!(
            acme.payload().to_json().expose_secret(),
            r#"{"Properties":[{"Name":"Second","Value":"2"}]}"#
        );
    }
}

#[test]
fn a_struct_takes_no_name_from_the_scope() {
    use ::cyclr_oauth::AccountConnector as _;

    let region = Region::None;
    let inner = Inner { access_token: "t", refresh_token: ::core::option::Option::None, region };
    let acme = Acme { client_id: "id", out: 1, skip: 2, visitor: 0, _c: inner };
    assert_eq!(
        acme.payload().to_json().expose_secret(),
        r#"{"Name":"Acme","AuthValue":"{\"AccessToken\":\"t\"}","Properties":[{"Name":"ClientId","Value":"id"},{"Name":"Out","Value":"1"},{"Name":"Skip","Value":"3"},{"Name":"Region","Value":"None"},{"Name":"ApiVersion","Value":"2"}]}"#
    );
}

#[derive(::cyclr_oauth::AccountConnector)]
#[cyclr(name = "Acme", property("ApiVersion" = "2"))]
#[allow(variant_size_differences, reason = "of no matter")]
enum Ways<'cyclr, 'out> {
    None {
        #[cyclr(with = functions::out, skip_if = functions::skip)]
        out: ::core::primitive::u8,
        #[cyclr(flatten)]
        _c: Inner<'out>,
    },
    Some(Inner<'cyclr>),
    #[cyclr(version = "1.0")]
    Self_,
    r#Option {
        r#type: Region,
    },
}

#[test]
fn an_enum_takes_no_name_from_the_scope() {
    use ::cyclr_oauth::AccountConnector as _;

    let json = |way: &Ways<'_, '_>| way.payload().to_json().expose_secret().to_owned();
    let inner = || Inner {
        access_token: "t",
        refresh_token: ::core::option::Option::None,
        region: Region::None,
    };
    assert_eq!(
        json(&Ways::None { out: 1, _c: inner() }),
        r#"{"Name":"Acme","AuthValue":"{\"AccessToken\":\"t\"}","Properties":[{"Name":"Out","Value":"2"},{"Name":"Region","Value":"None"},{"Name":"ApiVersion","Value":"2"}]}"#
    );
    assert_eq!(
        json(&Ways::Some(inner())),
        r#"{"Name":"Acme","AuthValue":"{\"AccessToken\":\"t\"}","Properties":[{"Name":"Region","Value":"None"},{"Name":"ApiVersion","Value":"2"}]}"#
    );
    assert_eq!(
        json(&Ways::Self_),
        r#"{"Name":"Acme","Version":"1.0","Properties":[{"Name":"ApiVersion","Value":"2"}]}"#
    );
    assert_eq!(
        json(&Ways::r#Option { r#type: Region::Some }),
        r#"{"Name":"Acme","Properties":[{"Name":"Type","Value":"Some"},{"Name":"ApiVersion","Value":"2"}]}"#
    );
}

macro_rules! include_bytes {
    () => {};
}

#[derive(::cyclr_oauth::AccountConnector)]
#[cyclr(schema = "connectors/acme.json")]
enum Checked<'cyclr> {
    Way {
        sub_domain: &'cyclr ::core::primitive::str,
        region: ::core::option::Option<&'cyclr Region>,
    },
}

include_bytes!();

#[test]
fn a_schema_is_looked_up_nowhere_else() {
    use ::cyclr_oauth::AccountConnector as _;

    let checked = Checked::Way { sub_domain: "acme", region: ::core::option::Option::None };
    assert_eq!(checked.properties().len(), 1);
}

const text: () = ();
const reader: () = ();
const id: () = ();

fn read_way() {}
fn check() {}

struct Way;
struct Absent;
struct Definite;

/// Its functions have the names that derived code calls.
trait Asks {
    fn value_if_nothing() {}
    fn has_authentication() {}
    fn read_from() {}
    fn check() {}
}

impl<T> Asks for T {}

#[derive(::cyclr_oauth::FromAccountConnector)]
#[cyclr(deny_unknown)]
#[allow(dead_code, reason = "of no matter")]
struct Read {
    text: ReadRegion,
    reader: ::core::option::Option<::core::primitive::u8>,
    #[cyclr(skip_if = functions::skip)]
    skip: ::core::primitive::u8,
    #[cyclr(auth_value)]
    _c: ::core::option::Option<::cyclr_oauth::AuthValue>,
}

#[derive(Debug, ::cyclr_oauth::PropertyValue)]
enum ReadRegion {
    None,
    Ok,
    Err,
}

#[test]
fn reading_takes_no_name_from_the_scope() {
    use ::cyclr_oauth::FromAccountConnector as _;

    let json = r#"{"Id": 1, "Authenticated": true, "Connector": {"Id": 2}, "Properties": [
        {"Name": "Text", "Value": "Err"}
    ]}"#;
    let state = ::serde_json::from_str(json).unwrap();
    let read = Read::from_account_connector(&state).unwrap();
    assert!(matches!(read.text, ReadRegion::Err) && read.skip == 0);
}

#[derive(::cyclr_oauth::FromAccountConnector)]
#[allow(dead_code, reason = "of no matter")]
enum ReadWays<Some, Reader> {
    #[cyclr(authentication_id = "1")]
    None {
        reader: Some,
        id: ::core::option::Option<Reader>,
    },
    #[cyclr(authentication_id = "2")]
    Way {
        #[cyclr(parse_with = functions::parse)]
        __reader: ::core::option::Option<::core::primitive::u8>,
        #[cyclr(skip)]
        text: ::core::primitive::u8,
    },
    Self_(Read),
}

#[test]
fn reading_a_variant_takes_no_name_from_the_scope() {
    use ::cyclr_oauth::FromAccountConnector as _;

    let json =
        r#"{"Id": 1, "Authenticated": true, "Connector": {"Id": 2}, "AuthenticationId": "2"}"#;
    let state = ::serde_json::from_str(json).unwrap();
    let read = ReadWays::<::core::primitive::bool, ::core::primitive::char>::from_account_connector(
        &state,
    );
    assert!(matches!(
        read.unwrap(),
        ReadWays::Way { __reader: ::core::option::Option::None, text: 0 }
    ));
}
