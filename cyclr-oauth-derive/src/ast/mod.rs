//! The derive's input, as its attributes describe it.

mod connector;
mod property_value;

pub(crate) use connector::{Connector, Field, Way};
pub(crate) use property_value::{PropertyValue, Variant};
