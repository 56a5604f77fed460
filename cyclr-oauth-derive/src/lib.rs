//! The derive macros of `cyclr-oauth`, which re-exports them: depend on that crate, not on this.
//!
//! [`AccountConnector`] turns a struct or an enum into the data that Cyclr takes for an account
//! connector, [`FromAccountConnector`] reads a struct back, and [`PropertyValue`] turns an enum into
//! the value of one property.

#![forbid(unsafe_code)]

// The stages, in order: none uses a later one.

// Words, mistakes, names.
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

/// Makes a struct an account connector: its fields become the connector's properties.
///
/// An enum has [several ways to authenticate](#an-enum-several-ways-to-authenticate).
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
/// The struct needs named fields. Each field becomes one property, in order: the property has the
/// field's name in `PascalCase`, and the field's type is a `PropertyValue`. `None` leaves the property
/// out; an empty text is sent. The struct can have generic parameters of any kind: if a field's type
/// contains a type parameter, the implementation asks for the trait that the field needs.
///
/// # On the struct
///
/// | `#[cyclr(…)]` | |
/// | --- | --- |
/// | `name = "Acme CRM"` | `Name`: the connector that the payload is for |
/// | `version = "1.0"` | `Version` |
/// | `authentication_id = "…"` | `AuthenticationId` |
/// | `rename_all = "camelCase"` | makes the names from those of the fields, by serde's rules: `lowercase`, `UPPERCASE`, `PascalCase`, `camelCase`, `snake_case`, `SCREAMING_SNAKE_CASE`, `kebab-case`, `SCREAMING-KEBAB-CASE` |
/// | `property("ApiVersion" = "2")` | a property with the same value for every user, sent after the fields; repeat it for more |
/// | `schema = "connectors/acme.json"` | checks the struct against the connector's definition: see [below](#a-schema-the-connectors-own-definition) |
/// | `connector = "Acme CRM"`, `connector_id = 77` | picks the connector if the file of `schema` holds a list |
/// | `allow("Region" = "chosen by the user")` | excepts a property from the checks of `schema`, with the reason; repeat it for more |
/// | `crate = path::to::cyclr_oauth` | the path of the library, if it isn't `::cyclr_oauth` |
///
/// # On a field
///
/// | `#[cyclr(…)]` | |
/// | --- | --- |
/// | `rename = "isSandbox"` | the name that the connector gives the property |
/// | `exact` | keeps a name that looks like a mistake: see [below](#what-doesnt-compile) |
/// | `skip` | leaves the field out |
/// | `skip_if = path` | leaves the property out if the function returns `true`; the function takes a reference to the field, as `str::is_empty` does |
/// | `with = path` | sends what the function returns for a reference to the field: any `PropertyValue`. One payload calls it more than once, so it must return the same each time |
/// | `secret` | shows the property as `"[redacted]"` in `redacted` payloads; `ClientSecret` and every `Secret`, also one that `with` converts, are redacted without it |
/// | `flatten` | sends the properties and the `AuthValue` of the field, which is an account connector, but not its `name`, `version` and `authentication_id` |
/// | `auth_value` | sends the field as the `AuthValue`; its type is `AuthValue`, `OAuthTokens`, or an `Option` of one |
/// | `access_token`, `refresh_token`, `expires`, `refresh_expires` | the parts of the `AuthValue`, instead of `auth_value`: a token is text or a `Secret`, an expiry is a `UtcTimestamp`, and each may be an `Option`; without an access token, no part is sent |
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
/// Each variant is one way: it has named fields, with the attributes above, or holds one connector. A
/// payload has what its variant sends; [`PROPERTY_NAMES`] lists the names of all variants.
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
/// The enum's attributes apply to all variants. A variant overrides them by its `name`, `version`,
/// `authentication_id`, `rename_all` and `property`; the first three of the enum override those of a
/// connector that a variant holds. Several variants may use one name. A variant without fields needs a
/// `property` to send.
///
/// [`PROPERTY_NAMES`]: https://docs.rs/cyclr-oauth/latest/cyclr_oauth/trait.AccountConnector.html#associatedconstant.PROPERTY_NAMES
///
/// # A schema: the connector's own definition
///
/// Store Cyclr's answer to `GET /v1.0/connectors/{id}`, or its list from `GET /v1.0/connectors`, in a
/// file, and write the file's path from the folder of `Cargo.toml`:
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
/// An edit of the file recompiles the struct. The compiler refuses:
///
/// - a property that the connector doesn't have, or doesn't let an account connector set (`ClientId`
///   and `ClientSecret` are always allowed);
/// - a required property without a field, or in one that may leave it out: an `Option`, or `skip_if`;
/// - a text that the property's `Values` don't list: from `property`, a `bool`, or an enum with
///   `#[derive(PropertyValue)]`;
/// - a sensitive property in the source, or in a type whose `Debug` shows it, such as a `String`;
/// - an `authentication_id` or a kind of `AuthValue` that the connector doesn't offer.
///
/// It checks each variant of an enum separately. With `flatten`, it checks the names of the inner
/// connector; the inner connector's `schema` checks the rest. `allow` excepts one property from all
/// these checks; the compiler refuses an `allow` that excepts nothing.
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
/// The compiler reports all mistakes of a struct or enum at once, each where you correct it. Besides
/// words that are unknown, misplaced, repeated or without effect, these are mistakes:
///
/// - two properties with one name, in an enum within one variant, also through `rename`,
///   `rename_all`, `property` and `flatten` (with a type parameter, only a build of the program finds
///   it, when the compiler knows the type);
/// - a name that is nearly `ClientId` or `ClientSecret`, which Cyclr itself reads: `ClientID`,
///   `clientId`, `Client_Secret`. If you mean it, write `exact`;
/// - a name like `AuthValue`: mark the field `auth_value`. If the connector has a property with that
///   name, write `exact`;
/// - a type that doesn't implement `PropertyValue`, such as a float: convert it using `with`;
/// - a struct or variant with nothing to send;
/// - what the [schema](#a-schema-the-connectors-own-definition) refuses.
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

/// Reads a struct back from an account connector in Cyclr: the reverse of [`AccountConnector`], with
/// the same attributes.
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
/// Each field's type is a `FromPropertyText`. An absent property gives `None` in an `Option`, the
/// `Default` in a field with `skip_if`, and an error in any other field. A field with `skip` gets its
/// `Default`. The error lists every mistake, and no values.
///
/// | `#[cyclr(…)]` | on | |
/// | --- | --- | --- |
/// | `parse_with = path` | a field | reads the field by a function from `&str` to a `Result` of the field's type; a field with `with` needs it |
/// | `deny_unknown` | the struct | makes a property without a field an error |
///
/// `rename`, `rename_all`, `flatten`, `auth_value` and its parts mean the same as for
/// [`AccountConnector`]; `property` names a property that `deny_unknown` accepts without a field. An enum
/// can't be read, since Cyclr doesn't say which variant it has.
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
/// | `rename_all = "kebab-case"` | the enum | makes the texts from the names of the variants, by the same rules as [`AccountConnector`] |
/// | `crate = path::to::cyclr_oauth` | the enum | the path of the library, if it isn't `::cyclr_oauth` |
/// | `rename = "us"` | a variant | the text that is sent |
///
/// The enum also implements `FromPropertyText`, which reads the same texts. A variant that holds a value
/// doesn't compile, nor do two variants with one text. For any other type, write `impl PropertyValue`,
/// or name a function using `with` on the field.
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
