//! [`Payload`]: a connector's identity, `AuthValue` and properties in one object.

use std::fmt;

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::connector::any_connector::AnyConnector;
use crate::connector::identity::Identity;
use crate::connector::json::out::Json;
use crate::connector::json::payload::{PayloadJson, PropertyTexts};
use crate::connector::properties::{Properties, REDACTED, serialize_properties};
use crate::values::Secret;

/// A connector as Cyclr accepts it.
///
/// Its JSON is `{"Name": …, "Version": …, "AuthenticationId": …, "AuthValue": "…", "Properties":
/// […]}`, without the absent parts. Any serde serializer can write it. [`to_json`](Self::to_json)
/// is the fast way, and the only one that leaves no copies of secrets in freed memory.
///
/// # Security
///
/// Serializing writes secrets in clear text, because Cyclr needs them. `Debug` and
/// [`redacted`](Self::redacted) leave them out.
#[derive(Clone, Copy)]
pub struct Payload<'a> {
    pub(crate) connector: &'a dyn AnyConnector,
}

impl<'a> Payload<'a> {
    pub(crate) fn new(connector: &'a dyn AnyConnector) -> Self {
        Self { connector }
    }

    /// Writes the payload as JSON.
    ///
    /// It computes the size first and writes into one allocation of exactly that size.
    ///
    /// ```
    /// # use cyclr_oauth::{AccountConnector, AuthValue};
    /// #[derive(AccountConnector)]
    /// struct Mailer {
    ///     #[cyclr(auth_value)]
    ///     key: AuthValue,
    /// }
    ///
    /// let mailer = Mailer { key: AuthValue::api_key("k3y") };
    /// assert_eq!(mailer.payload().to_json().expose_secret(), r#"{"AuthValue":"k3y"}"#);
    /// ```
    #[must_use]
    pub fn to_json(&self) -> Secret {
        PayloadJson::new(self.connector, &mut PropertyTexts::default()).to_secret()
    }

    /// The payload without secrets, for logs and snapshots.
    ///
    /// `[redacted]` replaces the `AuthValue`, `ClientSecret`, every [`Secret`] and every
    /// `#[cyclr(secret)]` field. No other name counts as secret: hold a password in a [`Secret`],
    /// or mark its field with `#[cyclr(secret)]`.
    ///
    /// ```
    /// use cyclr_oauth::{AccountConnector, Secret};
    ///
    /// #[derive(AccountConnector)]
    /// struct Shop {
    ///     hostname: &'static str,
    ///     api_key: Secret,
    /// }
    ///
    /// let shop = Shop { hostname: "acme.example", api_key: Secret::from("k3y") };
    /// assert_eq!(
    ///     shop.payload().redacted().to_string(),
    ///     "{\"Properties\":[{\"Name\":\"Hostname\",\"Value\":\"acme.example\"},\
    ///      {\"Name\":\"ApiKey\",\"Value\":\"[redacted]\"}]}",
    /// );
    /// ```
    #[must_use]
    pub fn redacted(&self) -> RedactedPayload<'a> {
        RedactedPayload { payload: *self }
    }
}

impl Serialize for Payload<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let properties = Properties::of(self.connector);
        let list = (!properties.is_empty()).then_some(&properties);
        serialize(self.connector.identity(), self.connector.auth_value(), list, serializer)
    }
}

impl fmt::Debug for Payload<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Payload({})", self.redacted())
    }
}

/// A [`Payload`] without its secrets. `Display` writes its JSON.
#[derive(Clone, Copy)]
pub struct RedactedPayload<'a> {
    payload: Payload<'a>,
}

impl Serialize for RedactedPayload<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        struct List<'a>(&'a Properties<'a>);

        impl Serialize for List<'_> {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serialize_properties(self.0.redacted(), serializer)
            }
        }

        let connector = self.payload.connector;
        let properties = Properties::of(connector);
        let list = (!properties.is_empty()).then_some(List(&properties));
        let auth_value = connector.auth_value().map(|_| REDACTED);
        serialize(connector.identity(), auth_value, list, serializer)
    }
}

impl fmt::Display for RedactedPayload<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&serde_json::to_string(self).map_err(|_| fmt::Error)?)
    }
}

impl fmt::Debug for RedactedPayload<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RedactedPayload({self})")
    }
}

/// Writes the parts that are present. Ids aren't secret and are in both kinds of payload.
fn serialize<S: Serializer>(
    identity: Identity,
    auth_value: Option<impl Serialize>,
    properties: Option<impl Serialize>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(None)?;
    let Identity { name, version, authentication_id } = identity;
    for (key, value) in
        [("Name", name), ("Version", version), ("AuthenticationId", authentication_id)]
    {
        if let Some(value) = value {
            map.serialize_entry(key, value)?;
        }
    }
    if let Some(auth_value) = auth_value {
        map.serialize_entry("AuthValue", &auth_value)?;
    }
    if let Some(properties) = properties {
        map.serialize_entry("Properties", &properties)?;
    }
    map.end()
}
