//! [`AccountConnector`], the trait of the derive, and what derived code calls.

use std::marker::PhantomData;

use crate::connector::any_connector::AnyConnector;
use crate::connector::around::Around;
use crate::connector::auth_value::AuthValueRef;
use crate::connector::connector_definition::ConnectorDefinition;
use crate::connector::identity::Identity;
use crate::connector::names::Group;
use crate::connector::payload::Payload;
use crate::connector::piece::{Piece, Values};
use crate::connector::properties::Properties;
use crate::connector::property_visitor::PropertyVisitor;
use crate::connector::value_kind::ValueKind;

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

    /// The connector that `#[cyclr(schema = "…")]` checked it against; `None` without `schema`.
    ///
    /// ```
    /// use cyclr_oauth::AccountConnector;
    ///
    /// #[derive(AccountConnector)]
    /// #[cyclr(schema = "connectors/acme.json")]
    /// struct Acme {
    ///     sub_domain: String,
    ///     theme: String,
    /// }
    ///
    /// let acme = Acme::DEFINITION.unwrap();
    /// assert_eq!((acme.id.get(), acme.name), (77, "Acme CRM"));
    /// ```
    const DEFINITION: Option<ConnectorDefinition> = None;

    /// What the types of its values say.
    #[doc(hidden)]
    const VALUES: Values = None;

    /// Of each value that no field holds, the kind that is held and the one that is sent: what `with` makes,
    /// and constants.
    #[doc(hidden)]
    const MADE: &'static [(ValueKind, ValueKind)] = &[];

    /// The type, if other connectors are within it.
    #[doc(hidden)]
    const AROUND: Option<Around> = None;

    /// The connectors within, as a type; nothing calls it.
    #[doc(hidden)]
    #[must_use]
    fn within() -> impl Inner {
        Nothing
    }

    /// The names that are there whichever way to authenticate is chosen.
    #[doc(hidden)]
    const ALWAYS: &'static [&'static str] = Self::PROPERTY_NAMES;

    /// Whether `auth_value` can give anything.
    #[doc(hidden)]
    const HAS_AUTH_VALUE: bool = false;

    /// With `flatten`: `HAS_AUTH_VALUE` of the connector itself and of those within it; of an enum,
    /// for each variant.
    #[doc(hidden)]
    const HAVE_AUTH_VALUE: &'static [&'static [bool]] = &[];

    /// The names, in the pieces that the connectors within leave of them; of an enum, for each variant.
    #[doc(hidden)]
    const NAME_GROUPS: &'static [&'static [Group]] =
        &[&[Group { names: Self::PROPERTY_NAMES, always: Self::PROPERTY_NAMES, senders: &[""] }]];

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
    const NAME_GROUPS: &'static [&'static [Group]] = C::NAME_GROUPS;
    const VALUES: Values = C::VALUES;
    const AROUND: Option<Around> = C::AROUND;
    const DEFINITION: Option<ConnectorDefinition> = C::DEFINITION;
    const ALWAYS: &'static [&'static str] = C::ALWAYS;
    const HAS_AUTH_VALUE: bool = C::HAS_AUTH_VALUE;

    fn within() -> impl Inner {
        C::within()
    }

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
    const VALUES: Values = Some(&Piece::List(&[]));

    fn visit_properties<'a>(&'a self, _: &mut PropertyVisitor<'_, 'a>) {}
}

/// A list of connectors, as a type.
pub trait Inner {
    /// The first.
    type First: AccountConnector;
    /// The others.
    type Rest: Inner;
    /// Whether there is a first.
    const ANY: bool;
}

/// The empty list.
#[expect(missing_debug_implementations, reason = "there is nothing to show")]
pub struct Nothing;

/// A connector, and a list of others.
#[expect(missing_debug_implementations, reason = "there is nothing to show")]
pub struct And<C, L>(PhantomData<C>, L);

impl Inner for Nothing {
    type First = ();
    type Rest = Self;
    const ANY: bool = false;
}

impl<C: AccountConnector, L: Inner> Inner for And<C, L> {
    type First = C;
    type Rest = L;
    const ANY: bool = true;
}

impl<C, L> And<C, L> {
    /// The list with this one behind the connector.
    pub(crate) fn new(rest: L) -> Self {
        Self(PhantomData, rest)
    }
}

impl<C: AccountConnector> AnyConnector for C {
    fn identity(&self) -> Identity {
        C::identity(self)
    }

    fn auth_value(&self) -> Option<AuthValueRef<'_>> {
        C::auth_value(self)
    }

    fn property_count(&self) -> usize {
        C::PROPERTY_NAMES.len()
    }

    fn visit_properties<'a>(&'a self, visitor: &mut PropertyVisitor<'_, 'a>) {
        C::visit_properties(self, visitor);
    }
}
