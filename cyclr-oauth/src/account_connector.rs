//! [`AccountConnector`], the trait of the derive, and what derived code calls.

use crate::__private::Group;
use crate::{AuthValueRef, Payload, Properties, PropertyText, PropertyValue};

/// A connector as the partner knows it: its properties, and how it authenticates.
///
/// Derive it; the derive's page lists the attributes. The hidden items are the derive's alone and
/// change without notice.
///
/// ```
/// use cyclr_oauth::{AccountConnector, OAuthTokens, Secret};
///
/// #[derive(AccountConnector)]
/// #[cyclr(name = "Acme CRM", version = "1.0")]
/// struct Acme {
///     client_id: String,
///     client_secret: Secret,
///     #[cyclr(auth_value)]
///     tokens: OAuthTokens,
///     subdomain: Option<String>,
/// }
///
/// let acme = Acme {
///     client_id: "id".to_owned(),
///     client_secret: Secret::from("s3cr3t"),
///     tokens: OAuthTokens::new("access"),
///     subdomain: None,
/// };
/// assert_eq!(Acme::PROPERTY_NAMES, ["ClientId", "ClientSecret", "Subdomain"]);
/// assert_eq!(
///     acme.payload().to_json().expose_secret(),
///     r#"{"Name":"Acme CRM","Version":"1.0","AuthValue":"{\"AccessToken\":\"access\"}","Properties":[{"Name":"ClientId","Value":"id"},{"Name":"ClientSecret","Value":"s3cr3t"}]}"#,
/// );
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no account connector",
    label = "not an account connector",
    note = "put `#[derive(AccountConnector)]` on the struct or enum that holds its properties; `flatten` takes that type itself, not an `Option` of it"
)]
pub trait AccountConnector {
    /// The names of all properties, in the order in which they are sent.
    const PROPERTY_NAMES: &'static [&'static str];

    /// Whether `auth_value` can give anything.
    #[doc(hidden)]
    const HAS_AUTH_VALUE: bool = false;

    /// With `flatten`: `HAS_AUTH_VALUE` of the connector itself and of those within it; of an enum,
    /// for each variant.
    #[doc(hidden)]
    const HAVE_AUTH_VALUE: &'static [&'static [bool]] = &[];

    /// With `flatten`: `PROPERTY_NAMES`, in the pieces that the connectors within leave of them; of an
    /// enum, for each variant.
    #[doc(hidden)]
    const NAME_GROUPS: &'static [&'static [Group]] = &[];

    /// `Name`, `Version` and `AuthenticationId`.
    #[doc(hidden)]
    fn identity(&self) -> Identity {
        Identity::NONE
    }

    /// Shows every property that has a value to the visitor, in order.
    #[doc(hidden)]
    fn visit_properties<'a>(&'a self, visitor: &mut PropertyVisitor<'_, 'a>);

    /// The `AuthValue`; `None` leaves it out.
    ///
    /// ```
    /// # use cyclr_oauth::{AccountConnector, OAuthTokens, Secret};
    /// #[derive(AccountConnector)]
    /// struct Acme {
    ///     #[cyclr(auth_value)]
    ///     tokens: Option<OAuthTokens>,
    ///     subdomain: String,
    /// }
    ///
    /// let mut acme = Acme { tokens: None, subdomain: "acme".to_owned() };
    /// assert!(acme.auth_value().is_none());
    /// acme.tokens = Some(OAuthTokens::new("t0k3n"));
    /// assert_eq!(
    ///     serde_json::to_string(&acme.auth_value())?,
    ///     r#""{\"AccessToken\":\"t0k3n\"}""#,
    /// );
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    fn auth_value(&self) -> Option<AuthValueRef<'_>> {
        None
    }

    /// The properties that have a value, as Cyclr's `[{"Name": …, "Value": …}, …]`.
    fn properties(&self) -> Properties<'_> {
        Properties::collect(Self::PROPERTY_NAMES.len(), |visitor| self.visit_properties(visitor))
    }

    /// The whole: the object that Cyclr calls `PartnerConnector`, one element of
    /// `ConnectorAuthentications`, and the body of a connector's installation.
    fn payload(&self) -> Payload<'_>
    where
        Self: Sized,
    {
        Payload::new(self)
    }
}

#[diagnostic::do_not_recommend]
impl<C: AccountConnector> AccountConnector for &C {
    const PROPERTY_NAMES: &'static [&'static str] = C::PROPERTY_NAMES;
    const HAS_AUTH_VALUE: bool = C::HAS_AUTH_VALUE;

    fn identity(&self) -> Identity {
        C::identity(self)
    }

    fn visit_properties<'a>(&'a self, visitor: &mut PropertyVisitor<'_, 'a>) {
        C::visit_properties(self, visitor);
    }

    fn auth_value(&self) -> Option<AuthValueRef<'_>> {
        C::auth_value(self)
    }
}

/// Nothing to send: for an installation that leaves everything to the user.
#[diagnostic::do_not_recommend]
impl AccountConnector for () {
    const PROPERTY_NAMES: &'static [&'static str] = &[];

    fn visit_properties<'a>(&'a self, _: &mut PropertyVisitor<'_, 'a>) {}
}

/// Which connector a payload is for, as far as its struct says so.
#[derive(Clone, Copy, Debug)]
pub struct Identity {
    pub(crate) name: Option<&'static str>,
    pub(crate) version: Option<&'static str>,
    pub(crate) authentication_id: Option<&'static str>,
}

impl Identity {
    /// Of a struct that says nothing of itself.
    pub const NONE: Self = Self { name: None, version: None, authentication_id: None };

    /// `Name`
    #[must_use]
    pub const fn name(self, name: &'static str) -> Self {
        Self { name: Some(name), ..self }
    }

    /// `Version`
    #[must_use]
    pub const fn version(self, version: &'static str) -> Self {
        Self { version: Some(version), ..self }
    }

    /// `AuthenticationId`
    #[must_use]
    pub const fn authentication_id(self, authentication_id: &'static str) -> Self {
        Self { authentication_id: Some(authentication_id), ..self }
    }
}

/// A property's name, as it is and as it stands between the quotes of a JSON string.
#[derive(Clone, Copy)]
pub(crate) struct PropertyName {
    pub(crate) text: &'static str,
    pub(crate) json: &'static str,
}

/// What derived code shows its properties to, one after the other.
#[expect(missing_debug_implementations, reason = "there is nothing to show")]
pub struct PropertyVisitor<'v, 'a> {
    visit: &'v mut dyn Visit<'a>,
    json: Option<&'static str>,
}

/// What is done with a property that has a value.
pub(crate) trait Visit<'a> {
    /// With one that is a text already, and whose name stands in JSON as it is: as nearly all are.
    /// It comes in registers.
    fn text(&mut self, name: &'static str, text: &'a str, sensitive: bool);
    /// With any other.
    fn other(&mut self, name: PropertyName, text: PropertyText<'a>);
}

impl<'v, 'a> PropertyVisitor<'v, 'a> {
    pub(crate) fn new(visit: &'v mut dyn Visit<'a>) -> Self {
        Self { visit, json: None }
    }

    /// For a name that needs escaping: how the derive escaped it.
    pub fn in_json(&mut self, json: &'static str) -> PropertyVisitor<'_, 'a> {
        PropertyVisitor { visit: self.visit, json: Some(json) }
    }

    // Inlined, so that the compiler sees at once which of the two it is.
    #[inline]
    fn visit(&mut self, name: &'static str, value: Option<PropertyText<'a>>) {
        let Some(value) = value else { return };
        match (value.as_borrowed(), self.json) {
            (Some((value, sensitive)), None) => self.visit.text(name, value, sensitive),
            (_, json) => {
                let json = json.unwrap_or(name);
                self.visit.other(PropertyName { text: name, json }, value);
            }
        }
    }
}

/// A field. Its type is given by turbofish, so that an error underlines it.
pub fn property<'a, T: PropertyValue + ?Sized>(
    visitor: &mut PropertyVisitor<'_, 'a>,
    name: &'static str,
    value: &'a T,
) {
    visitor.visit(name, value.property_text());
}

/// A field with `#[cyclr(secret)]`.
pub fn secret<'a, T: PropertyValue + ?Sized>(
    visitor: &mut PropertyVisitor<'_, 'a>,
    name: &'static str,
    value: &'a T,
) {
    visitor.visit(name, value.property_text().map(PropertyText::sensitive));
}

/// What the function of `#[cyclr(with = …)]` returns: any property value.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be the value of a property",
    label = "this function returns no property value",
    note = "a function of `with` returns text, such as a `String`, a `bool`, an integer, or an `Option` of one"
)]
pub trait ComputedValue: PropertyValue {}

#[diagnostic::do_not_recommend]
impl<T: PropertyValue> ComputedValue for T {}

/// What the function of `#[cyclr(with = …)]` made of a field.
pub fn computed<T: ComputedValue>(
    visitor: &mut PropertyVisitor<'_, '_>,
    name: &'static str,
    value: T,
) {
    visitor.visit(name, value.property_text().map(PropertyText::into_owned));
}

/// The same, with `#[cyclr(secret)]`.
pub fn computed_secret<T: ComputedValue>(
    visitor: &mut PropertyVisitor<'_, '_>,
    name: &'static str,
    value: T,
) {
    let text = value.property_text().map(PropertyText::into_owned);
    visitor.visit(name, text.map(PropertyText::sensitive));
}
