//! [`Secret`]: text that is wiped on drop, with one loud door.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, Visitor};

/// Methods of a visitor for which serde's own error would repeat a value that may be a secret: every
/// kind of number, and further kinds by name.
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

/// Text that must not be seen: a client secret, a token, a password.
///
/// The memory is wiped when the value is dropped, `Debug` prints `[redacted]`, and the text is
/// reached through one method that is easy to search for, [`expose_secret`](Self::expose_secret).
///
/// ```
/// use cyclr_oauth::Secret;
///
/// let client_secret = Secret::from("s3cr3t");
/// assert_eq!(format!("{client_secret:?}"), "Secret([redacted])");
/// assert_eq!(client_secret.expose_secret(), "s3cr3t");
/// ```
///
/// It can be cloned, since a client secret is needed often; each clone is wiped by itself.
///
/// # Security
///
/// Absent on purpose:
///
/// - `Display` and `Serialize`: a secret would be written by a format string or by a derive that
///   its author did not think about;
/// - `PartialEq`: `==` leaves at the first byte that differs, and so tells how many were right.
///
/// `From<String>` takes over the string's memory, so that nothing is left behind. `From<&str>`
/// copies; the original stays with its owner, unwiped. So does what a deserialiser keeps of its own
/// input.
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
    /// What is copied out of here is no longer wiped or redacted.
    #[inline]
    #[must_use]
    pub fn expose_secret(&self) -> &str {
        &self.0
    }

    /// Takes over a buffer that this library has filled with whole texts.
    ///
    /// # Panics
    ///
    /// If the buffer is not UTF-8. An empty URL or payload in its place would be acted on.
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

    /// The text's memory, which is for its new owner to wipe.
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

        // Asked for a string, a format would answer a number with an error of its own.
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

/// Overwrites the whole buffer, its unused end included, and frees it.
///
/// Plain writes and a barrier that the compiler can't look behind: a tenth of the instructions of
/// volatile writes.
pub(crate) fn wipe(mut buffer: Vec<u8>) {
    buffer.resize(buffer.capacity(), 0);
    for piece in buffer.chunks_mut(PIECE) {
        piece.fill(0);
    }
    zeroize::optimization_barrier(buffer.as_slice());
}

/// A buffer of just this size.
pub(crate) fn zeroed(length: usize) -> Vec<u8> {
    let mut buffer = Vec::with_capacity(length);
    while buffer.len() < length {
        buffer.resize(length.min(buffer.len() + PIECE), 0);
    }
    buffer
}

/// So much at a time is a handful of wide stores to glibc's `memset`; from 2 KiB on it would be
/// `rep stosb`, which takes a while to start.
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
