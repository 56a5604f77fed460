//! What derived code uses. It may change in any release.

pub use core::default::Default;
pub use core::option::Option::{self, None, Some};
pub use core::primitive::{bool, str, u8};
pub use core::result::Result::{self, Err, Ok};
pub use core::{concat, env, include_bytes};

pub use crate::connector::field::*;
pub use crate::connector::{
    AccountConnector, Around, AuthValueRef, ConnectorDefinition, Defined, Definite,
    FromPropertyText, Group, Hidden, Identity, Indefinite, Inner, InvalidPropertyText, IsSecret,
    Made, Names, NotKnown, Nothing, Of, PropertyKind, PropertyText, PropertyValue,
    PropertyVisitor as Visitor, RuleTable, Rules, Skippable, Unknown, ValueKind, Values, Ways,
    WipesItself, Within, any_auth_value, check_allow, check_auth_value, check_client_secret,
    check_computed, check_end, check_flatten, check_schema, check_value, check_within,
    joined_names, kind_made, literal, names_of_each_way,
};
pub use crate::values::{Secret, UtcTimestamp};

#[cfg(feature = "api")]
pub use crate::api::{
    Absent, AnyAbsent, DefiniteRead, FromAccountConnector, FromAuthValue, FromTokenPart,
    IndefiniteRead, Reader, Way, any_authentication, checked_by_schema, read_access_token,
    read_auth_value, read_expires, read_property, read_refresh_expires, read_refresh_token,
    read_way, read_with, same_authentication,
};
