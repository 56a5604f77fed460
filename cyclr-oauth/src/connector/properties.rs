//! [`Properties`]: the list that Cyclr accepts and returns.

use std::fmt;

use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};

use crate::connector::any_connector::AnyConnector;
use crate::connector::property_text::PropertyText;
use crate::connector::property_visitor::{PropertyName, PropertyVisitor, Visit};

/// Replaces a secret.
pub(crate) const REDACTED: &str = "[redacted]";

/// The properties of one account connector that have a value, in field order.
///
/// Any serde serializer writes it as Cyclr's `[{"Name": …, "Value": …}, …]`.
///
/// ```
/// use cyclr_oauth::AccountConnector;
///
/// #[derive(AccountConnector)]
/// struct Shop {
///     hostname: String,
///     #[cyclr(rename = "isSandbox")]
///     sandbox: bool,
/// }
///
/// let shop = Shop { hostname: "acme.example".to_owned(), sandbox: true };
/// let properties = shop.properties();
/// assert!(properties.iter().eq([("Hostname", "acme.example"), ("isSandbox", "true")]));
/// assert_eq!(
///     serde_json::to_string(&properties)?,
///     r#"[{"Name":"Hostname","Value":"acme.example"},{"Name":"isSandbox","Value":"true"}]"#,
/// );
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// # Security
///
/// Serializing and iterating give secrets in clear text, because Cyclr needs them. `Debug` leaves
/// out `ClientSecret`, [`Secret`](crate::Secret)s and `#[cyclr(secret)]` fields.
pub struct Properties<'a>(Vec<Property<'a>>);

struct Property<'a> {
    name: &'static str,
    value: PropertyText<'a>,
}

impl<'a> Properties<'a> {
    pub(crate) fn collect(
        at_most: usize,
        visit: impl FnOnce(&mut PropertyVisitor<'_, 'a>),
    ) -> Self {
        let mut properties = Self(Vec::with_capacity(at_most));
        visit(&mut PropertyVisitor::new(&mut properties));
        properties
    }

    pub(crate) fn of(connector: &'a dyn AnyConnector) -> Self {
        Self::collect(connector.property_count(), |visitor| connector.visit_properties(visitor))
    }

    /// The number of properties that have a value.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether no property has a value.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Names and values.
    #[must_use]
    pub fn iter(
        &self,
    ) -> impl ExactSizeIterator<Item = (&'static str, &str)> + DoubleEndedIterator {
        self.0.iter().map(|property| (property.name, property.value.as_str()))
    }

    /// Names and values, without secrets.
    pub(crate) fn redacted(&self) -> impl ExactSizeIterator<Item = (&'static str, &str)> {
        self.0.iter().map(|property| {
            let secret = property.value.is_sensitive() || is_client_secret(property.name);
            (property.name, if secret { REDACTED } else { property.value.as_str() })
        })
    }
}

impl<'a> Visit<'a> for Properties<'a> {
    fn text(&mut self, name: &'static str, text: &'a str, sensitive: bool) {
        let text = PropertyText::from(text);
        self.0.push(Property { name, value: if sensitive { text.sensitive() } else { text } });
    }

    fn other(&mut self, name: PropertyName, value: PropertyText<'a>) {
        self.0.push(Property { name: name.text, value });
    }
}

impl Serialize for Properties<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize_properties(self.iter(), serializer)
    }
}

impl fmt::Debug for Properties<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.redacted()).finish()
    }
}

/// Ignores case, because `#[cyclr(exact)]` allows spellings that Cyclr doesn't know.
fn is_client_secret(name: &str) -> bool {
    let letters = name.bytes().filter(u8::is_ascii_alphanumeric);
    letters.map(|letter| letter.to_ascii_lowercase()).eq(*b"clientsecret")
}

/// Writes `[{"Name": …, "Value": …}, …]`.
pub(crate) fn serialize_properties<'a, S: Serializer>(
    properties: impl ExactSizeIterator<Item = (&'static str, &'a str)>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    struct Element<'a>(&'a str, &'a str);

    impl Serialize for Element<'_> {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            let mut map = serializer.serialize_map(Some(2))?;
            map.serialize_entry("Name", self.0)?;
            map.serialize_entry("Value", self.1)?;
            map.end()
        }
    }

    let mut list = serializer.serialize_seq(Some(properties.len()))?;
    for (name, value) in properties {
        list.serialize_element(&Element(name, value))?;
    }
    list.end()
}
