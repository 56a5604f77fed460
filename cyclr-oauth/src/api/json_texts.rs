//! Visits every text in any JSON, one by one, without keeping it.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

use crate::values::Secret;

/// Passes every text, number and member name to `each`; false if the JSON is invalid.
pub(super) fn each_text(json: &str, each: &mut dyn FnMut(&str, bool)) -> bool {
    let mut deserializer = serde_json::Deserializer::from_str(json);
    EachText(each).deserialize(&mut deserializer).is_ok() && deserializer.end().is_ok()
}

struct EachText<'f>(&'f mut dyn FnMut(&str, bool));

impl<'de> DeserializeSeed<'de> for EachText<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for EachText<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, number: i64) -> Result<(), E> {
        (self.0)(&number.to_string(), false);
        Ok(())
    }

    fn visit_u64<E>(self, number: u64) -> Result<(), E> {
        (self.0)(&number.to_string(), false);
        Ok(())
    }

    fn visit_f64<E>(self, number: f64) -> Result<(), E> {
        (self.0)(&number.to_string(), false);
        Ok(())
    }

    fn visit_str<E>(self, text: &str) -> Result<(), E> {
        (self.0)(text, false);
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        while items.next_element_seed(EachText(&mut *self.0))?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        while let Some(name) = members.next_key::<Secret>()? {
            (self.0)(name.expose_secret(), true);
            members.next_value_seed(EachText(&mut *self.0))?;
        }
        Ok(())
    }
}
