#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

mod definition;
mod fetch;
mod field;
mod names;
mod rust;

pub use definition::{Definition, InvalidDefinitions};
pub use fetch::fetch_all;
pub use rust::{rust_file, rust_struct};
