//! The derive macros of `cyclr-oauth`, which re-exports them: depend on that crate, not on this.
//!
//! [`AccountConnector`] turns a struct, or an enum of them, into what Cyclr is sent about an account
//! connector, [`FromAccountConnector`] is the way back, and [`PropertyValue`] turns an enum into the value
//! of one property.

#![forbid(unsafe_code)]

// The stages, in order; each uses only those above it.

// Words, mistakes and texts.
mod case;
mod ctxt;
mod suggest;
mod symbol;
mod type_name;

// `#[cyclr(…)]`.
mod attr;

// The item, and the definition that `schema` names.
mod ast;
mod schema;

// The rules.
mod valid;

// The generated code.
mod expand;

// The generated code after a mistake.
mod fallback;

#[cfg(test)]
mod tests;

use proc_macro::TokenStream;
use quote::quote;
use syn::{DeriveInput, parse_macro_input};

use ctxt::Ctxt;

/// Makes a struct an account connector: its fields become the connector's properties. So do those of
/// an enum's variant: see [below](#an-enum-several-ways-to-authenticate).
///
/// ```
/// use cyclr_oauth::{AccountConnector, OAuthTokens, Secret};
///
/// #[derive(AccountConnector)]
/// #[cyclr(name = "Acme CRM", version = "1.0")]
/// struct Acme {
///     client_id: String,
///     client_secret: Secret,
///     #[cyclr(rename = "isSandbox")]
///     sandbox: bool,
///     region: Option<String>,
///     #[cyclr(auth_value)]
///     tokens: OAuthTokens,
///     #[cyclr(skip)]
///     row_id: i64,
/// }
///
/// let acme = Acme {
///     client_id: "id".to_owned(),
///     client_secret: Secret::from("s3cr3t"),
///     sandbox: true,
///     region: None,
///     tokens: OAuthTokens::new("access"),
///     row_id: 7,
/// };
/// assert_eq!(Acme::PROPERTY_NAMES, ["ClientId", "ClientSecret", "isSandbox", "Region"]);
/// assert_eq!(
///     acme.payload().to_json().expose_secret(),
///     r#"{"Name":"Acme CRM","Version":"1.0","AuthValue":"{\"AccessToken\":\"access\"}","Properties":[{"Name":"ClientId","Value":"id"},{"Name":"ClientSecret","Value":"s3cr3t"},{"Name":"isSandbox","Value":"true"}]}"#,
/// );
/// # let _ = acme.row_id;
/// ```
///
/// The struct has named fields. Each field is one property, in order; its name is the field's in
/// `PascalCase`, and its type is a `PropertyValue`. `None` leaves a property out, an empty text is
/// sent. Parameters of any kind are fine: a field whose type has a type parameter in it asks for
/// the trait that it needs.
///
/// # On the struct
///
/// | `#[cyclr(…)]` | |
/// | --- | --- |
/// | `name = "Acme CRM"` | the connector that the payload is for: `Name` |
/// | `version = "1.0"` | `Version` |
/// | `authentication_id = "…"` | `AuthenticationId` |
/// | `rename_all = "camelCase"` | how names are made of those of the fields, by serde's rules: `lowercase`, `UPPERCASE`, `PascalCase`, `camelCase`, `snake_case`, `SCREAMING_SNAKE_CASE`, `kebab-case`, `SCREAMING-KEBAB-CASE` |
/// | `property("ApiVersion" = "2")` | a property that is the same for everybody, sent after the fields; any number of them |
/// | `schema = "connectors/acme.json"` | checks all of it against the connector's definition: see [below](#a-schema-the-connectors-own-definition) |
/// | `connector = "Acme CRM"`, `connector_id = 77` | which connector of a list that is, beside `schema` |
/// | `allow("Region" = "chosen by the user")` | the schema isn't asked about this property, for a reason; any number of them |
/// | `crate = path::to::cyclr_oauth` | where the library is, if it isn't `::cyclr_oauth` |
///
/// # On a field
///
/// | `#[cyclr(…)]` | |
/// | --- | --- |
/// | `rename = "isSandbox"` | the property's name as the connector has it |
/// | `exact` | the odd name is meant: see below |
/// | `skip` | no property |
/// | `skip_if = path` | left out where the function says `true`; it takes a reference to the field, as `str::is_empty` does |
/// | `with = path` | sends what the function makes of a reference to the field: any `PropertyValue`. It is called more than once a payload, and has to give the same each time |
/// | `secret` | `"[redacted]"` in `redacted` payloads, as `ClientSecret` and each `Secret` are without it, also where `with` makes something of it |
/// | `flatten` | the field is an account connector itself: its properties stand here, its `AuthValue` is the one of this struct, and its `name` and the like aren't sent |
/// | `auth_value` | the `AuthValue`: an `AuthValue`, an `OAuthTokens`, or an `Option` of one |
/// | `access_token`, `refresh_token`, `expires`, `refresh_expires` | the parts of the `AuthValue`, in place of `auth_value`: text or a `Secret`, and a `UtcTimestamp`, or an `Option` of one; without an access token, none is sent |
///
/// A struct or variant has one `AuthValue` at most.
///
/// ```
/// use cyclr_oauth::{AccountConnector, Secret, UtcTimestamp};
///
/// #[derive(AccountConnector)]
/// #[cyclr(property("ApiVersion" = "2"))]
/// struct Shop {
///     #[cyclr(flatten)]
///     host: Host,
///     #[cyclr(with = percent)]
///     discount: f64,
///     #[cyclr(skip_if = str::is_empty)]
///     language: String,
///     #[cyclr(secret)]
///     pin: u16,
///     #[cyclr(access_token)]
///     access: Secret,
///     #[cyclr(expires)]
///     expires: Option<UtcTimestamp>,
/// }
///
/// #[derive(AccountConnector)]
/// #[cyclr(rename_all = "camelCase")]
/// struct Host {
///     sub_domain: &'static str,
/// }
///
/// fn percent(discount: &f64) -> String {
///     format!("{:.0} %", discount * 100.0)
/// }
///
/// let shop = Shop {
///     host: Host { sub_domain: "acme" },
///     discount: 0.25,
///     language: String::new(),
///     pin: 1234,
///     access: Secret::from("t0k3n"),
///     expires: None,
/// };
/// assert_eq!(
///     serde_json::to_string(&shop.payload().redacted())?,
///     r#"{"AuthValue":"[redacted]","Properties":[{"Name":"subDomain","Value":"acme"},{"Name":"Discount","Value":"25 %"},{"Name":"Pin","Value":"[redacted]"},{"Name":"ApiVersion","Value":"2"}]}"#,
/// );
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// # An enum: several ways to authenticate
///
/// Each variant is one way: it has named fields, with the attributes above, or holds one connector
/// alone. What is sent is that of the variant; [`PROPERTY_NAMES`] are those of all of them.
///
/// ```
/// use cyclr_oauth::{AccountConnector, AuthValue, OAuthTokens, Secret};
///
/// #[derive(AccountConnector)]
/// #[cyclr(name = "Acme CRM", version = "1.0", property("ApiVersion" = "2"))]
/// enum Acme {
///     Application {
///         client_id: String,
///         client_secret: Secret,
///         #[cyclr(auth_value)]
///         tokens: OAuthTokens,
///     },
///     #[cyclr(authentication_id = "7")]
///     Key {
///         #[cyclr(auth_value)]
///         key: AuthValue,
///     },
///     Basic(BasicAcme),
/// }
///
/// #[derive(AccountConnector)]
/// struct BasicAcme {
///     domain: String,
///     #[cyclr(auth_value)]
///     basic: AuthValue,
/// }
///
/// let acme = Acme::Key { key: AuthValue::api_key("k3y") };
/// assert_eq!(
///     acme.payload().to_json().expose_secret(),
///     r#"{"Name":"Acme CRM","Version":"1.0","AuthenticationId":"7","AuthValue":"k3y","Properties":[{"Name":"ApiVersion","Value":"2"}]}"#,
/// );
/// assert_eq!(Acme::PROPERTY_NAMES, ["ClientId", "ClientSecret", "ApiVersion", "Domain"]);
/// # let _ = |basic: BasicAcme, client_id, client_secret, tokens| {
/// #     [Acme::Basic(basic), Acme::Application { client_id, client_secret, tokens }]
/// # };
/// ```
///
/// What is said on the enum holds for all variants. A variant takes `name`, `version`,
/// `authentication_id`, `rename_all` and `property` of its own, which stand in the place of the enum's,
/// as the enum's stand in the place of those of a connector that a variant holds. One name may stand in
/// several variants. A variant without fields needs a constant to send.
///
/// [`PROPERTY_NAMES`]: https://docs.rs/cyclr-oauth/latest/cyclr_oauth/trait.AccountConnector.html#associatedconstant.PROPERTY_NAMES
///
/// # A schema: the connector's own definition
///
/// Store what Cyclr answers to `GET /v1.0/connectors/{id}` in a file, or the list that it answers to
/// `GET /v1.0/connectors`, and name it by its path as seen from the folder of `Cargo.toml`:
///
/// ```
/// use cyclr_oauth::{AccountConnector, OAuthTokens, PropertyValue, Secret};
///
/// #[derive(AccountConnector)]
/// #[cyclr(schema = "connectors/acme.json")]
/// #[cyclr(allow("Theme" = "chosen by the user later"))]
/// struct Acme {
///     client_id: String,
///     client_secret: Secret,
///     sub_domain: String,
///     region: Option<Region>,
///     password: Option<Secret>,
///     #[cyclr(auth_value)]
///     tokens: OAuthTokens,
/// }
///
/// #[derive(PropertyValue)]
/// #[cyclr(rename_all = "lowercase")]
/// enum Region {
///     Eu,
///     Us,
/// }
/// ```
///
/// An edit of the file has the struct compiled anew. It is refused, by name or label:
///
/// - a property that the connector hasn't, or that is none of an account connector (`ClientId` and
///   `ClientSecret` are always allowed);
/// - that a required property has no field, or can be left out: an `Option`, or `skip_if`;
/// - a text that is none of the property's `Values`: of `property`, of a `bool`, of an enum with
///   `#[derive(PropertyValue)]`;
/// - a sensitive property in the source, or in a type whose `Debug` shows it, such as a `String`;
/// - an `authentication_id` or a kind of `AuthValue` that the connector doesn't offer.
///
/// In an enum, each variant is checked for itself. With `flatten`, names are checked; the rest is for the
/// `schema` of the inner connector to say. `allow` excepts one property from all of this, and is refused
/// itself where it excepts nothing.
///
/// ```compile_fail
/// use cyclr_oauth::AccountConnector;
///
/// #[derive(AccountConnector)]
/// #[cyclr(schema = "connectors/acme.json")]
/// #[cyclr(allow("Theme" = "chosen by the user later"))]
/// struct Acme {
///     sub_domain: String,
///     #[cyclr(rename = "Data centre")] // `Data centre` is the label; the name is `Region`
///     region: String,
/// }
/// ```
///
/// # What doesn't compile
///
/// All mistakes of a struct or enum are reported at once, each where it is to be corrected. Besides words
/// that are unknown, misplaced, there twice or of no effect, these are mistakes:
///
/// - two properties with one name, in an enum within one variant, also through `rename`, `rename_all`, `property` and `flatten` (with
///   a type parameter, once the program is built: no sooner is it known what it stands for);
/// - a name that is nearly, but not exactly, one of the two that Cyclr itself reads, `ClientId` and
///   `ClientSecret`: `ClientID`, `clientId`, `Client_Secret`. If it is meant, write `exact`;
/// - a name like `AuthValue`, which is no property: mark the field `auth_value`. If it is one after
///   all, write `exact`;
/// - a type that is no `PropertyValue`, floats among them: say how it is written using `with`;
/// - nothing to send;
/// - what the schema doesn't know: see above.
///
/// ```compile_fail
/// use cyclr_oauth::AccountConnector;
///
/// #[derive(AccountConnector)]
/// struct Acme {
///     #[cyclr(rename = "ClientID")]
///     client_id: String,
/// }
/// ```
#[proc_macro_derive(AccountConnector, attributes(cyclr))]
pub fn account_connector(input: TokenStream) -> TokenStream {
    send(&parse_macro_input!(input as DeriveInput)).into()
}

fn send(input: &DeriveInput) -> proc_macro2::TokenStream {
    let ((connector, schema), errors) = Ctxt::collect(|ctxt| {
        let connector = ast::Connector::new(input, ctxt);
        let schema = schema::Schema::new(&connector.attrs, ctxt);
        valid::account_connector(&connector, schema.as_ref(), ctxt);
        (connector, schema)
    });
    match errors {
        None => expand::account_connector(&connector, schema.as_ref()),
        Some(errors) => {
            let fallback = fallback::account_connector(&connector);
            quote!(#errors #fallback)
        }
    }
}

/// Reads a struct back from what Cyclr shows of an account connector: the way back from
/// [`AccountConnector`], with the same attributes.
///
/// ```
/// use cyclr_oauth::api::AccountConnectorState;
/// use cyclr_oauth::{AccountConnector, FromAccountConnector, OAuthTokens, Secret};
///
/// #[derive(AccountConnector, FromAccountConnector)]
/// #[cyclr(deny_unknown)]
/// struct Acme {
///     client_id: String,
///     client_secret: Secret,
///     #[cyclr(with = percent, parse_with = from_percent)]
///     discount: f64,
///     region: Option<String>,
///     #[cyclr(auth_value)]
///     tokens: OAuthTokens,
///     #[cyclr(skip)]
///     row_id: i64,
/// }
///
/// fn percent(discount: &f64) -> String {
///     format!("{:.0} %", discount * 100.0)
/// }
///
/// fn from_percent(text: &str) -> Result<f64, Box<dyn std::error::Error>> {
///     Ok(text.trim_end_matches(" %").parse::<f64>()? / 100.0)
/// }
///
/// let state: AccountConnectorState = serde_json::from_str(
///     r#"{
///         "Id": 7,
///         "Authenticated": true,
///         "AuthValue": "{\"AccessToken\":\"t0k3n\"}",
///         "Connector": {"Id": 77},
///         "Properties": [
///             {"Name": "ClientId", "Value": "id"},
///             {"Name": "ClientSecret", "Value": "s3cr3t"},
///             {"Name": "Discount", "Value": "25 %"}
///         ]
///     }"#,
/// )?;
/// let acme = Acme::from_account_connector(&state)?;
/// assert_eq!(acme.client_secret.expose_secret(), "s3cr3t");
/// assert_eq!((acme.discount, acme.region, acme.row_id), (0.25, None, 0));
/// assert_eq!(acme.tokens.access_token().expose_secret(), "t0k3n");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Each field is a `FromPropertyText`. What isn't there is `None` in an `Option`, `Default` in a field
/// with `skip_if`, and missing in any other; a field with `skip` is its `Default`. The error has all that
/// is wrong, and no values.
///
/// | `#[cyclr(…)]` | on | |
/// | --- | --- | --- |
/// | `parse_with = path` | a field | how it is read, by a function from `&str` to a `Result` of the field's type; beside `with`, it is needed |
/// | `deny_unknown` | the struct | a property for which there is no field is wrong, too |
///
/// Of the other attributes, `rename`, `rename_all`, `flatten`, `auth_value` and its parts say the same
/// as to [`AccountConnector`]; `property` names what is known without being read. An enum can't be read:
/// nothing says which of its variants is meant.
#[proc_macro_derive(FromAccountConnector, attributes(cyclr))]
pub fn from_account_connector(input: TokenStream) -> TokenStream {
    read(&parse_macro_input!(input as DeriveInput)).into()
}

fn read(input: &DeriveInput) -> proc_macro2::TokenStream {
    let (connector, errors) = Ctxt::collect(|ctxt| {
        let connector = ast::Connector::new(input, ctxt);
        valid::account_connector(&connector, None, ctxt);
        valid::from_account_connector(&connector, ctxt);
        connector
    });
    match errors {
        None => expand::from_account_connector(&connector),
        Some(errors) => {
            let fallback = fallback::from_account_connector(&connector);
            quote!(#errors #fallback)
        }
    }
}

/// Makes an enum of unit variants the value of a property: each variant is sent as its name.
///
/// ```
/// use cyclr_oauth::{AccountConnector, PropertyValue};
///
/// #[derive(PropertyValue)]
/// #[cyclr(rename_all = "kebab-case")]
/// enum Region {
///     EuWest,
///     #[cyclr(rename = "us")]
///     NorthAmerica,
/// }
///
/// #[derive(AccountConnector)]
/// struct Acme {
///     region: Region,
///     fallback: Option<Region>,
/// }
///
/// let acme = Acme { region: Region::EuWest, fallback: Some(Region::NorthAmerica) };
/// let properties = acme.properties();
/// assert!(properties.iter().eq([("Region", "eu-west"), ("Fallback", "us")]));
/// ```
///
/// | `#[cyclr(…)]` | on | |
/// | --- | --- | --- |
/// | `rename_all = "kebab-case"` | the enum | how texts are made of the names of the variants, by the same rules as [`AccountConnector`]'s |
/// | `crate = path::to::cyclr_oauth` | the enum | where the library is, if it isn't `::cyclr_oauth` |
/// | `rename = "us"` | a variant | the text that is sent |
///
/// The enum is a `FromPropertyText` as well, which reads the same texts. A variant that holds a value, and
/// two variants with one text, don't compile. For any other type,
/// write `impl PropertyValue`, or name a function using `with` on the field.
#[proc_macro_derive(PropertyValue, attributes(cyclr))]
pub fn property_value(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    let (value, errors) = Ctxt::collect(|ctxt| {
        let value = ast::PropertyValue::new(&input, ctxt);
        valid::property_value(&value, ctxt);
        value
    });
    let implementation = match errors {
        None => expand::property_value(&value),
        Some(errors) => {
            let fallback = fallback::property_value(&value);
            quote!(#errors #fallback)
        }
    };
    implementation.into()
}
