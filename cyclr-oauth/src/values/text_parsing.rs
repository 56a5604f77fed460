//! Implements `Deserialize` through `FromStr`.

use std::fmt::{self, Display};
use std::marker::PhantomData;
use std::str::FromStr;

use serde::de::{Deserializer, Error, Visitor};

pub(crate) fn deserialize_text<'de, D, T>(
    deserializer: D,
    what: &'static str,
) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: FromStr<Err: Display>,
{
    struct Text<T> {
        what: &'static str,
        parsed: PhantomData<T>,
    }

    impl<T: FromStr<Err: Display>> Visitor<'_> for Text<T> {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str(self.what)
        }

        fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
            text.parse()
                .map_err(|error| E::custom(format_args!("not a valid {}: {error}", self.what)))
        }
    }

    deserializer.deserialize_str(Text { what, parsed: PhantomData })
}

/// Implements `Deserialize` through `FromStr`. Requires `deserialize_text` in scope.
macro_rules! deserialize_from_text {
    ($Type:ident, $what:literal) => {
        impl<'de> serde::Deserialize<'de> for $Type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserialize_text(deserializer, $what)
            }
        }
    };
}
pub(crate) use deserialize_from_text;
