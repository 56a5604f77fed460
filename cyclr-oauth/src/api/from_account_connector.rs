//! [`FromAccountConnector`]: a struct or enum read back from what Cyclr shows.

use crate::api::account_connectors::AccountConnectorState;
use crate::api::property_problem::InvalidAccountConnector;
use crate::api::property_reader::Reader;
use crate::connector::AccountConnector;

/// A struct or enum that is read back from an account connector, as Cyclr shows it.
///
/// Derive it next to [`AccountConnector`], whose attributes it reads the other
/// way round; the derive's page says how. The hidden items are the derive's alone and change without
/// notice.
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
/// let answer = r#"{
///     "Id": 7,
///     "Authenticated": true,
///     "Connector": {"Id": 77},
///     "Properties": [{"Name": "ClientId", "Value": "id"}, {"Name": "Port", "Value": "https"}]
/// }"#;
/// let state: AccountConnectorState = serde_json::from_str(answer)?;
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

    /// Whether this is the id of the way to authenticate; `None` if there is none to compare it with.
    #[doc(hidden)]
    #[must_use]
    fn has_authentication(_: &str) -> Option<bool> {
        None
    }

    /// Reads everything; `None` if there was a problem, which the reader keeps.
    #[doc(hidden)]
    fn read_from(reader: &mut Reader<'_>) -> Option<Self>;

    /// Reads properties and `AuthValue`.
    ///
    /// # Errors
    ///
    /// [`InvalidAccountConnector`], with everything that is wrong.
    fn from_account_connector(
        state: &AccountConnectorState,
    ) -> Result<Self, InvalidAccountConnector> {
        let mut reader = Reader::new(state);
        let read = Self::read_from(&mut reader);
        let problems = reader.finish(Self::DENY_UNKNOWN);
        read.filter(|_| problems.is_empty()).ok_or(InvalidAccountConnector { problems })
    }
}

/// What `schema` checks: a connector that is sent.
#[diagnostic::on_unimplemented(
    message = "`schema` has no effect: it checks what is sent, and `{Self}` isn't an `AccountConnector`",
    label = "has no effect",
    note = "derive `AccountConnector` as well, or remove `schema`"
)]
pub trait Sent {}

#[diagnostic::do_not_recommend]
impl<C: AccountConnector> Sent for C {}

/// Compiles where `schema` has an effect.
pub const fn checked_by_schema<C: Sent>() {}
