//! Cyclr leaves out what it doesn't know, or says `null` (observed): both read as the default.

use serde::{Deserialize, Deserializer};

pub(super) fn null_as_default<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Default + Deserialize<'de>,
{
    Option::<T>::deserialize(deserializer).map(Option::unwrap_or_default)
}
