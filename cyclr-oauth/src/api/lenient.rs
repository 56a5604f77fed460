//! Cyclr omits unknown values or sends `null` ([observed](crate::guide::how_cyclr_behaves)): both
//! read as the default.

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::MapAccessDeserializer;
use serde::de::{DeserializeOwned, Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use crate::values::{Secret, UtcTimestamp, WipedJson};

pub(super) fn null_as_default<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Default + Deserialize<'de>,
{
    Option::<T>::deserialize(deserializer).map(Option::unwrap_or_default)
}

/// An id as a number or its text. It goes through a `Value`, which recognizes numbers under every
/// `serde_json` feature that the application may enable.
pub(super) fn id<'de, D: Deserializer<'de>, T: From<u64>>(deserializer: D) -> Result<T, D::Error> {
    let number = id_or_none(deserializer)?;
    number.map(T::from).ok_or_else(|| D::Error::custom("invalid id: null"))
}

pub(super) fn id_or_none<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<u64>, D::Error> {
    match Value::deserialize(deserializer)? {
        Value::Null => Ok(None),
        id => match id.as_u64().or_else(|| id.as_str()?.parse().ok()) {
            Some(number) => Ok(Some(number)),
            None => Err(D::Error::custom("invalid id: not a whole number")),
        },
    }
}

/// An id as text, such as a GUID, or as a number.
pub(super) fn id_text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    match Value::deserialize(deserializer)? {
        Value::String(text) => Ok(text),
        id => Ok(id_or_none(id)
            .map_err(D::Error::custom)?
            .map(|id| id.to_string())
            .unwrap_or_default()),
    }
}

/// A list of objects. By default, serde also reads a list as an object, by position.
pub(super) fn objects<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    struct Object<T>(T);

    impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            deserializer.deserialize_map(Members(PhantomData)).map(Self)
        }
    }

    struct Members<T>(PhantomData<T>);

    impl<'de, T: Deserialize<'de>> Visitor<'de> for Members<T> {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object")
        }

        fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
            T::deserialize(MapAccessDeserializer::new(map))
        }
    }

    let objects = Option::<Vec<Object<T>>>::deserialize(deserializer)?;
    Ok(objects.into_iter().flatten().map(|Object(object)| object).collect())
}

/// Text that isn't blank; anything else reads as `None`.
pub(super) fn text_if_any<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<String>, D::Error> {
    match Value::deserialize(deserializer)? {
        Value::String(text) if !text.trim().is_empty() => Ok(Some(text)),
        _ => Ok(None),
    }
}

/// The text of a number, a boolean, or text that isn't blank; anything else reads as `None`.
pub(super) fn scalar_if_any<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<String>, D::Error> {
    Ok(match Value::deserialize(deserializer)? {
        Value::String(text) if !text.trim().is_empty() => Some(text),
        value @ (Value::Number(_) | Value::Bool(_)) => Some(value.to_string()),
        _ => None,
    })
}

/// The readable items of a list; anything else reads as an empty list.
pub(super) fn list_if_any<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: DeserializeOwned,
{
    let Value::Array(items) = Value::deserialize(deserializer)? else { return Ok(Vec::new()) };
    Ok(items.into_iter().filter_map(|item| T::deserialize(item).ok()).collect())
}

/// A whole number, or the text of one; anything else reads as `None`.
pub(super) fn number_if_any<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<u64>, D::Error> {
    Ok(scalar_if_any(deserializer)?.and_then(|text| text.trim().parse().ok()))
}

/// A text, or the JSON of anything else; null reads as `None`.
pub(super) fn secret_if_any<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Secret>, D::Error> {
    Ok(match Value::deserialize(deserializer)? {
        Value::Null => None,
        Value::String(text) => Some(Secret::from(text)),
        value => Some(WipedJson(value).to_text()),
    })
}

/// A time; anything else reads as `None`.
pub(super) fn time_if_any<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<UtcTimestamp>, D::Error> {
    Ok(text_if_any(deserializer)?.and_then(|text| text.parse().ok()))
}

/// Strips the byte order mark that some servers put before JSON.
pub(super) fn without_byte_order_mark(body: &[u8]) -> &[u8] {
    body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body)
}
