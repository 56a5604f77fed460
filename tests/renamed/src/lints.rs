//! Every attribute word of the derives, under every lint that this crate denies. It is a library,
//! since some lints check only public items.

use connectors::connector::PropertyText;
use connectors::{
    AccountConnector, AuthValue, FromAccountConnector, PropertyValue, Secret, UtcTimestamp,
};

/// A connector.
#[derive(AccountConnector, Debug)]
#[cyclr(crate = connectors, name = "Acme", version = "1.0", authentication_id = "7")]
#[cyclr(rename_all = "PascalCase", property("ApiVersion" = "2"), property("Dc" = ""))]
#[non_exhaustive]
pub struct Acme<'a, T> {
    /// Sent.
    pub client_id: &'a str,
    /// Sent under another name.
    #[cyclr(rename = "a \"quoted\" name")]
    pub quoted: String,
    /// Sent under an odd name.
    #[cyclr(rename = "client-id", exact)]
    pub odd: String,
    /// Not shown.
    #[cyclr(secret)]
    pub password: T,
    /// Not always sent.
    #[cyclr(skip_if = str::is_empty)]
    pub region: String,
    /// Sent as its text.
    #[cyclr(with = f64::to_string)]
    pub rate: f64,
    /// Both.
    #[cyclr(with = f64::to_string, skip_if = is_nan, secret)]
    pub secret_rate: f64,
    /// The access token.
    #[cyclr(access_token)]
    pub access: Secret,
    /// The refresh token.
    #[cyclr(refresh_token)]
    pub refresh: Option<Secret>,
    /// The expiry.
    #[cyclr(expires)]
    pub expires: UtcTimestamp,
    /// The other expiry.
    #[cyclr(refresh_expires)]
    pub refresh_expires: Option<UtcTimestamp>,
    /// Sent with it.
    #[cyclr(flatten)]
    pub inner: Inner,
    /// Not sent.
    #[cyclr(skip)]
    pub skipped: T,
}

/// What is within.
#[derive(AccountConnector, Debug)]
#[cyclr(crate = connectors)]
#[non_exhaustive]
pub struct Inner {
    /// Sent.
    pub value: Value,
}

/// Another way to authenticate.
#[derive(AccountConnector, Debug)]
#[cyclr(crate = connectors)]
#[non_exhaustive]
pub struct Key {
    /// The key.
    #[cyclr(auth_value)]
    pub key: AuthValue,
}

/// Each way to authenticate.
#[derive(AccountConnector, Debug)]
#[cyclr(crate = connectors, name = "Acme", property("ApiVersion" = "2"))]
#[non_exhaustive]
pub enum Ways<'a, T> {
    /// With fields.
    #[non_exhaustive]
    #[cyclr(version = "2.0")]
    Fields {
        /// Sent.
        client_id: &'a str,
        /// Both.
        #[cyclr(with = f64::to_string, skip_if = is_nan, secret)]
        rate: f64,
        /// The access token.
        #[cyclr(access_token)]
        access: T,
        /// Not sent.
        #[cyclr(skip)]
        skipped: T,
    },
    /// With a connector.
    Held(Inner),
    /// With a connector among fields.
    Mixed {
        /// Sent with it.
        #[cyclr(flatten)]
        inner: Inner,
    },
    /// With nothing.
    Nothing,
}

/// Checked against a definition.
#[derive(AccountConnector, Debug)]
#[cyclr(crate = connectors, schema = "connectors/acme.json", connector = "Acme CRM")]
#[cyclr(connector_id = 77, allow("Region" = "more than the definition knows"))]
#[non_exhaustive]
pub struct Checked<'a, T> {
    /// Required.
    pub sub_domain: T,
    /// Not checked.
    pub region: Value,
    /// Sensitive.
    pub password: &'a Secret,
}

/// Read back.
#[derive(Debug, FromAccountConnector)]
#[cyclr(crate = connectors, deny_unknown, property("ApiVersion" = "2"))]
#[non_exhaustive]
pub struct Read<T> {
    /// Read.
    pub value: Value,
    /// Perhaps not there.
    #[cyclr(skip_if = is_nan, with = f64::to_string, parse_with = str::parse)]
    pub rate: f64,
    /// Not read.
    #[cyclr(skip)]
    pub skipped: u8,
    /// Read with it.
    #[cyclr(flatten)]
    pub inner: T,
    /// The access token.
    #[cyclr(access_token)]
    pub access: Option<Secret>,
}

/// Read back, one way or another.
#[derive(Debug, FromAccountConnector)]
#[cyclr(crate = connectors, deny_unknown, authentication_id = "7")]
#[non_exhaustive]
pub enum ReadWays<'a, T, U> {
    /// With fields.
    Fields {
        /// Read.
        value: Box<T>,
        /// Not read.
        #[cyclr(skip)]
        borrowed: Option<&'a U>,
    },
    /// Another.
    Held(U),
    /// No longer.
    #[deprecated]
    #[cyclr(property("Mode" = "none"))]
    Constant,
}

/// One way alone.
#[derive(AccountConnector, Debug)]
#[cyclr(crate = connectors)]
pub enum One {
    /// With a field.
    Way {
        /// Sent.
        client_id: String,
    },
}

/// What is within may be private, also where the type has parameters.
#[derive(AccountConnector, Debug)]
#[cyclr(crate = connectors)]
#[non_exhaustive]
pub struct Private<T> {
    hidden: Hidden<T>,
    #[cyclr(flatten)]
    inner: HiddenInner<T>,
}

#[derive(AccountConnector, Debug)]
#[cyclr(crate = connectors)]
struct HiddenInner<T> {
    value: Hidden<T>,
}

#[derive(Debug)]
struct Hidden<T>(T);

impl<T: PropertyValue> PropertyValue for Hidden<T> {
    fn property_text(&self) -> Option<PropertyText<'_>> {
        self.0.property_text()
    }
}

/// A value.
#[derive(Clone, Copy, Debug, PropertyValue)]
#[cyclr(crate = connectors, rename_all = "snake_case")]
#[non_exhaustive]
pub enum Value {
    /// One.
    One,
    /// Two.
    #[cyclr(rename = "2")]
    Two,
}

const fn is_nan(rate: &f64) -> bool {
    rate.is_nan()
}

#[cfg(test)]
mod tests {
    use connectors::{AccountConnector as _, AuthValue, PropertyValue as _, Secret};

    use super::{Acme, Inner, Key, One, Value, Ways};

    #[test]
    fn names() {
        assert_eq!(
            Acme::<u8>::PROPERTY_NAMES,
            [
                "ClientId",
                "a \"quoted\" name",
                "client-id",
                "Password",
                "Region",
                "Rate",
                "SecretRate",
                "Value",
                "ApiVersion",
                "Dc",
            ]
        );
        assert!(Value::Two.property_text().is_some_and(|text| text.as_str() == "2"));
        assert!(Key { key: AuthValue::empty() }.auth_value().is_some());
        assert_eq!(Ways::<Secret>::Nothing.properties().iter().count(), 1);
        assert_eq!(One::Way { client_id: "1".to_owned() }.properties().iter().count(), 1);
        assert_eq!(Inner { value: Value::One }.properties().iter().count(), 1);
    }
}
