//! [`AccountConnector`], the trait of the derive, and the items that derived code uses.

use std::marker::PhantomData;
use std::rc::Rc;
use std::sync::Arc;

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

/// A connector's properties and authentication, as the partner supplies them.
///
/// Derive it; the derive's page lists the attributes. The hidden items are for the derive only and
/// may change in any release.
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
///     serde_json::to_value(acme.payload())?,
///     serde_json::json!({
///         "Name": "Acme CRM",
///         "Version": "1.0",
///         "AuthValue": r#"{"AccessToken":"access"}"#,
///         "Properties": [
///             {"Name": "ClientId", "Value": "id"},
///             {"Name": "ClientSecret", "Value": "s3cr3t"},
///         ],
///     }),
/// );
/// # Ok::<(), serde_json::Error>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an account connector",
    label = "not an account connector",
    note = "put `#[derive(AccountConnector)]` on the struct or enum that holds its properties; `flatten` takes that type itself, not an `Option` of it"
)]
pub trait AccountConnector {
    /// The names of all properties, in sending order.
    const PROPERTY_NAMES: &'static [&'static str];

    /// The definition that `#[cyclr(schema = "…")]` checked this type against; `None` without
    /// `schema`.
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

    /// The facts about the type's values that are known at compile time.
    #[doc(hidden)]
    const VALUES: Values = None;

    /// Of each value that no field holds, the kind that is held and the one that is sent: what `with` makes,
    /// and constants.
    #[doc(hidden)]
    const MADE: &'static [(ValueKind, ValueKind)] = &[];

    /// The type itself, if it contains other connectors.
    #[doc(hidden)]
    const AROUND: Option<Around> = None;

    /// The connectors inside, as a type. Nothing calls it.
    #[doc(hidden)]
    #[must_use]
    fn within() -> impl Inner {
        Nothing
    }

    /// The names that every way to authenticate sends.
    #[doc(hidden)]
    const ALWAYS: &'static [&'static str] = Self::PROPERTY_NAMES;

    /// Whether `auth_value` can return a value.
    #[doc(hidden)]
    const HAS_AUTH_VALUE: bool = false;

    /// With `flatten`: `HAS_AUTH_VALUE` of the connector and of those inside it; for an enum, one
    /// entry per variant.
    #[doc(hidden)]
    const HAVE_AUTH_VALUE: &'static [&'static [bool]] = &[];

    /// The names, split where flattened connectors add theirs; for an enum, one entry per variant.
    #[doc(hidden)]
    const NAME_GROUPS: &'static [&'static [Group]] =
        &[&[Group { names: Self::PROPERTY_NAMES, always: Self::PROPERTY_NAMES, senders: &[""] }]];

    /// `Name`, `Version` and `AuthenticationId`.
    #[doc(hidden)]
    fn identity(&self) -> Identity {
        Identity::NONE
    }

    /// Visits every property that has a value, in order.
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

    /// The properties that have a value: Cyclr's `[{"Name": …, "Value": …}, …]`.
    fn properties(&self) -> Properties<'_> {
        Properties::collect(Self::PROPERTY_NAMES.len(), |visitor| self.visit_properties(visitor))
    }

    /// The complete payload: Cyclr's `PartnerConnector`, which is also an element of
    /// `ConnectorAuthentications` and the body of an installation.
    fn payload(&self) -> Payload<'_>
    where
        Self: Sized,
    {
        Payload::new(self)
    }
}

/// The connector that each of these holds.
macro_rules! through_a_pointer {
    ($($Pointer:ty),* $(,)?) => {$(
        #[diagnostic::do_not_recommend]
        impl<C: AccountConnector> AccountConnector for $Pointer {
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
    )*};
}

through_a_pointer!(&C, Arc<C>, Box<C>, Rc<C>);

/// Supplies nothing, for an installation that leaves everything to the user.
#[diagnostic::do_not_recommend]
impl AccountConnector for () {
    const PROPERTY_NAMES: &'static [&'static str] = &[];
    const VALUES: Values = Some(&Piece::List(&[]));

    fn visit_properties<'a>(&'a self, _: &mut PropertyVisitor<'_, 'a>) {}
}

/// A type-level list of connectors.
pub trait Inner {
    /// The first connector.
    type First: AccountConnector;
    /// The other connectors.
    type Rest: Inner;
    /// Whether the list has a first connector.
    const ANY: bool;
}

/// The empty list.
#[expect(missing_debug_implementations, reason = "there is nothing to show")]
pub struct Nothing;

/// A connector, followed by a list.
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
    /// Puts this connector in front of a list.
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
