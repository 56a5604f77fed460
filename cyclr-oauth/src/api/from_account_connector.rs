//! [`FromAccountConnector`]: reads a struct or enum from an account connector.

use crate::api::account_connectors::AccountConnectorState;
use crate::api::property_problem::InvalidAccountConnector;
use crate::api::property_reader::Reader;
use crate::connector::AccountConnector;

/// A struct or enum that can be read from an account connector.
///
/// Derive it next to [`AccountConnector`]: it reads what that trait's attributes write, and the
/// derive's page explains how. The hidden items are for the derive only and may change in any
/// release.
///
/// ```
/// use cyclr_oauth::api::AccountConnectorState;
/// use cyclr_oauth::{AccountConnector, FromAccountConnector, Secret};
///
/// #[derive(AccountConnector, FromAccountConnector)]
/// struct Acme {
///     client_id: String,
///     client_secret: Secret,
///     port: Option<u16>,
/// }
///
/// let response = r#"{
///     "Id": 7,
///     "Authenticated": true,
///     "Connector": {"Id": 77},
///     "Properties": [
///         {"Name": "ClientId", "Value": "id"},
///         {"Name": "Port", "Value": "https"}
///     ]
/// }"#;
/// let state: AccountConnectorState = serde_json::from_str(response)?;
/// let error = Acme::from_account_connector(&state).err().unwrap();
/// assert_eq!(
///     error.to_string(),
///     "the property `ClientSecret` is missing; the property `Port` is not an integer that fits a `u16`",
/// );
/// # Ok::<(), serde_json::Error>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be read from an account connector",
    label = "can't be read from an account connector",
    note = "put `#[derive(FromAccountConnector)]` on the struct or enum that holds its properties; `flatten` takes that type itself, not an `Option` of it"
)]
pub trait FromAccountConnector: Sized {
    /// Whether a property without a field is a problem.
    #[doc(hidden)]
    const DENY_UNKNOWN: bool = false;

    /// Whether the id is that of this way to authenticate; `None` if it declares none.
    #[doc(hidden)]
    #[must_use]
    fn has_authentication(_: &str) -> Option<bool> {
        None
    }

    /// Reads everything; `None` after a problem, which the reader records.
    #[doc(hidden)]
    fn read_from(reader: &mut Reader<'_>) -> Option<Self>;

    /// Reads the properties and the `AuthValue`.
    ///
    /// # Errors
    ///
    /// [`InvalidAccountConnector`] with all problems.
    fn from_account_connector(
        state: &AccountConnectorState,
    ) -> Result<Self, InvalidAccountConnector> {
        let mut reader = Reader::new(state);
        let read = Self::read_from(&mut reader);
        let problems = reader.finish(Self::DENY_UNKNOWN);
        read.filter(|_| problems.is_empty()).ok_or(InvalidAccountConnector { problems })
    }
}

/// Reads what the box holds.
#[diagnostic::do_not_recommend]
impl<C: FromAccountConnector> FromAccountConnector for Box<C> {
    const DENY_UNKNOWN: bool = C::DENY_UNKNOWN;

    fn has_authentication(id: &str) -> Option<bool> {
        C::has_authentication(id)
    }

    fn read_from(reader: &mut Reader<'_>) -> Option<Self> {
        C::read_from(reader).map(Self::new)
    }
}

/// What `schema` checks.
#[derive(Debug)]
pub struct Schema;

/// `schema` has an effect on `C`. A trait of [`Schema`] rather than of all connectors, so that it isn't in the
/// documentation of each.
#[diagnostic::on_unimplemented(
    message = "`schema` has no effect: it checks what is sent, and `{C}` isn't an `AccountConnector`",
    label = "has no effect",
    note = "derive `AccountConnector` as well, or remove `schema`"
)]
pub trait Checks<C> {}

#[diagnostic::do_not_recommend]
impl<C: AccountConnector> Checks<C> for Schema {}

/// Compiles where `schema` has an effect.
pub const fn checked_by_schema<C>()
where
    Schema: Checks<C>,
{
}
