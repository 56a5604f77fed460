//! For derived code alone. What is here changes without notice.

pub use core::default::Default;
pub use core::option::Option::{self, None, Some};
pub use core::primitive::{bool, str, u8};
pub use core::result::Result::{self, Err, Ok};
pub use core::{concat, env, include_bytes};

pub use crate::account_connector::{Identity, PropertyVisitor};
pub use crate::field::*;
pub use crate::flatten::{any_of_any, check_flatten, joined_names};
pub use crate::property::literal;
pub use crate::reader::Reader;
pub use crate::schema::{AnyTexts, KnownTexts, Texts, check_schema, check_texts};
pub use crate::{
    AccountConnector, AuthValueRef, FromAccountConnector, FromPropertyText, InvalidPropertyText,
    PropertyText, PropertyValue, Secret, UtcTimestamp,
};

/// The names of an [`AccountConnector`]'s properties.
pub type Names = &'static [&'static str];

/// Names that are sent one after the other, and for each of them, or for all, what sends it.
pub type Group = (Names, &'static [&'static str]);
