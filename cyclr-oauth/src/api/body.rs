//! [`Body`]: the bytes of a request or response, which hold secrets.

use std::fmt;

use crate::values::{Secret, wipe};

/// The bytes of a request or response body.
///
/// ```
/// use cyclr_oauth::api::Body;
///
/// let body = Body::from(r#"{"Token":"s3cr3t"}"#.as_bytes().to_vec());
/// assert_eq!(format!("{body:?}"), "Body(18 bytes)");
/// assert_eq!(body.as_bytes().len(), 18);
/// ```
///
/// # Security
///
/// `Debug` shows only the length, and the memory is wiped on drop, because bodies hold tokens,
/// client secrets and passwords. Copies in the HTTP library's buffers are not wiped.
#[derive(Clone, Default)]
pub struct Body(Vec<u8>);

impl Body {
    /// The body as bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// Appends part of a response, unless the body would exceed `limit` bytes.
    ///
    /// ```
    /// use cyclr_oauth::api::Body;
    ///
    /// let mut body = Body::default();
    /// body.push(b"[1,", 5)?;
    /// body.push(b"2]", 5)?;
    /// assert_eq!(body.as_bytes(), b"[1,2]");
    /// assert!(body.push(b" ", 5).is_err());
    /// # Ok::<(), cyclr_oauth::api::BodyTooLong>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`BodyTooLong`] if the body would exceed the limit; nothing is appended.
    pub fn push(&mut self, piece: &[u8], limit: usize) -> Result<(), BodyTooLong> {
        let length = self.0.len().saturating_add(piece.len());
        if length > limit {
            return Err(BodyTooLong { limit });
        }
        if length > self.0.capacity() {
            let capacity = length.max(self.0.capacity() * 2).min(limit);
            let mut longer = Vec::with_capacity(capacity);
            longer.extend_from_slice(&self.0);
            // A vector that grows by itself leaves its old memory unwiped.
            wipe(std::mem::replace(&mut self.0, longer));
        }
        self.0.extend_from_slice(piece);
        Ok(())
    }
}

impl Drop for Body {
    fn drop(&mut self) {
        wipe(std::mem::take(&mut self.0));
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Body({} bytes)", self.0.len())
    }
}

impl AsRef<[u8]> for Body {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl From<Vec<u8>> for Body {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }
}

impl From<Secret> for Body {
    fn from(text: Secret) -> Self {
        Self(text.into_string().into_bytes())
    }
}

/// The error for a response body above the client's limit.
///
/// ```
/// use cyclr_oauth::api::Body;
///
/// let error = Body::default().push(b"too long", 4).unwrap_err();
/// assert_eq!(error.to_string(), "the response is longer than 4 bytes");
/// ```
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct BodyTooLong {
    limit: usize,
}

impl BodyTooLong {
    /// Makes the error, for a transport that learns from the headers that the body is too long.
    #[must_use]
    pub fn new(limit: usize) -> Self {
        Self { limit }
    }
}

impl fmt::Display for BodyTooLong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the response is longer than {} bytes", self.limit)
    }
}

impl std::error::Error for BodyTooLong {}
