//! For derived code alone. What is here changes without notice.

pub use core::default::Default;
pub use core::option::Option::{self, None, Some};
pub use core::primitive::{bool, str, u8};
pub use core::result::Result::{self, Err, Ok};
pub use core::{concat, env, include_bytes};

pub use crate::connector::field::*;
pub use crate::connector::{
    AccountConnector, AnyTexts, AuthValueRef, FromPropertyText, Group, Identity,
    InvalidPropertyText, KnownTexts, Names, PropertyText, PropertyValue, PropertyVisitor, Texts,
    any_of_any, check_flatten, check_schema, check_texts, joined_names, literal,
};
pub use crate::values::{Secret, UtcTimestamp};

#[cfg(feature = "api")]
pub use crate::api::{
    FromAccountConnector, FromAuthValue, FromTokenPart, Reader, checked_by_schema,
    read_access_token, read_auth_value, read_expires, read_property, read_refresh_expires,
    read_refresh_token, read_with,
};
