//! [`Secret`]: text that is redacted and wiped on drop.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, Visitor};

/// Visitor methods that reject every kind of number, and the kinds that the caller lists. serde's
/// own errors would repeat the value, which may be a secret.
macro_rules! refuse_unseen {
    ($($visit:ident: $Value:ty = $kind:literal),*) => {
        refuse_unseen!(@methods
            visit_i64: i64 = "a number",
            visit_i128: i128 = "a number",
            visit_u64: u64 = "a number",
            visit_u128: u128 = "a number",
            visit_f64: f64 = "a number"
            $(, $visit: $Value = $kind)*
        );
    };
    (@methods $($visit:ident: $Value:ty = $kind:literal),*) => {$(
        fn $visit<E: serde::de::Error>(self, _: $Value) -> Result<Self::Value, E> {
            Err(E::invalid_type(serde::de::Unexpected::Other($kind), &self))
        }
    )*};
}
pub(crate) use refuse_unseen;

/// Secret text, such as a client secret, a token or a password.
///
/// Dropping it wipes its memory, and `Debug` prints `[redacted]`. The only way to the text is
/// [`expose_secret`](Self::expose_secret), a name that is easy to search for.
///
/// ```
/// use cyclr_oauth::Secret;
///
/// let client_secret = Secret::from("s3cr3t");
/// assert_eq!(format!("{client_secret:?}"), "Secret([redacted])");
/// assert_eq!(client_secret.expose_secret(), "s3cr3t");
/// ```
///
/// You can clone a secret, since a client secret is needed often. Each clone wipes its own memory.
///
/// # Security
///
/// These traits are absent on purpose:
///
/// - `Display` and `Serialize`: a format string or a derive could write the secret unnoticed.
/// - `PartialEq`: `==` stops at the first byte that differs, and its timing reveals which one.
///
/// `From<String>` reuses the string's memory and leaves no copy behind. `From<&str>` copies: wiping
/// the original is up to its owner. A deserializer may also keep its input in memory.
#[derive(Clone, Default)]
pub struct Secret(String);

impl Secret {
    /// The text itself.
    ///
    /// ```
    /// # use cyclr_oauth::Secret;
    /// assert_eq!(Secret::from("key").expose_secret(), "key");
    /// ```
    ///
    /// # Security
    ///
    /// Copies that you make of this text are neither wiped nor redacted.
    #[inline]
    #[must_use]
    pub fn expose_secret(&self) -> &str {
        &self.0
    }

    /// Takes over a buffer into which this library has written whole texts.
    ///
    /// # Panics
    ///
    /// Panics if the buffer isn't UTF-8: callers would act on an empty URL or payload.
    #[expect(clippy::panic, reason = "a broken invariant; `expect` would print the bytes")]
    pub(crate) fn from_written(bytes: Vec<u8>) -> Self {
        match String::from_utf8(bytes) {
            Ok(text) => Self(text),
            Err(error) => {
                wipe(error.into_bytes());
                panic!("a buffer that was filled with whole texts is not UTF-8")
            }
        }
    }

    /// Moves the text out. The new owner must wipe it.
    #[cfg(feature = "api")]
    pub(crate) fn into_string(mut self) -> String {
        std::mem::take(&mut self.0)
    }
}

impl Drop for Secret {
    fn drop(&mut self) {
        wipe(std::mem::take(&mut self.0).into_bytes());
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(_) = self;
        f.write_str("Secret([redacted])")
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl From<Box<str>> for Secret {
    fn from(text: Box<str>) -> Self {
        Self(text.into_string())
    }
}

impl From<Cow<'_, str>> for Secret {
    fn from(text: Cow<'_, str>) -> Self {
        Self(text.into_owned())
    }
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;

        impl Visitor<'_> for Text {
            type Value = Secret;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("text")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Secret, E> {
                Ok(Secret::from(text))
            }

            fn visit_string<E: Error>(self, text: String) -> Result<Secret, E> {
                Ok(Secret::from(text))
            }

            refuse_unseen!();
        }

        // With `deserialize_string`, a format would answer a number with its own error, which
        // repeats it.
        if deserializer.is_human_readable() {
            deserializer.deserialize_any(Text)
        } else {
            deserializer.deserialize_string(Text)
        }
    }
}

#[cfg(feature = "secrecy")]
impl From<secrecy::SecretString> for Secret {
    fn from(secret: secrecy::SecretString) -> Self {
        Self::from(secrecy::ExposeSecret::expose_secret(&secret))
    }
}

#[cfg(feature = "secrecy")]
impl From<Secret> for secrecy::SecretString {
    fn from(secret: Secret) -> Self {
        Self::from(secret.expose_secret())
    }
}

/// Overwrites the whole buffer, including unused capacity, and frees it.
///
/// Plain writes and an optimization barrier take a tenth of the instructions of volatile writes.
pub(crate) fn wipe(mut buffer: Vec<u8>) {
    buffer.resize(buffer.capacity(), 0);
    for piece in buffer.chunks_mut(PIECE) {
        piece.fill(0);
    }
    zeroize::optimization_barrier(buffer.as_slice());
}

/// Makes a zeroed buffer of exactly this size.
pub(crate) fn zeroed(length: usize) -> Vec<u8> {
    let mut buffer = Vec::with_capacity(length);
    while buffer.len() < length {
        buffer.resize(length.min(buffer.len() + PIECE), 0);
    }
    buffer
}

/// glibc's `memset` writes this much with a handful of wide stores. From 2 KiB on it uses `rep
/// stosb`, which is slow to start.
const PIECE: usize = 1024;

#[cfg(test)]
mod tests {
    use super::Secret;

    #[test]
    fn a_broken_buffer_is_a_panic_that_repeats_nothing() {
        let panic = std::panic::catch_unwind(|| Secret::from_written(b"c4n4ry\xFF".to_vec()));
        let panic = panic.unwrap_err();
        let text = panic.downcast_ref::<&str>().unwrap();
        assert_eq!(*text, "a buffer that was filled with whole texts is not UTF-8");
    }
}
