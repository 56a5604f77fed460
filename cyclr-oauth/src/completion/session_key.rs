//! [`SessionKey`]: the session that an attempt is bound to.

use std::fmt;

use hmac_sha256::{HMAC, Hash};

use crate::values::{Secret, wipe};

/// The session that an attempt is bound to: only the session that began an attempt can complete it.
///
/// ```
/// use cyclr_oauth::SessionKey;
///
/// let server_side_session_id = "0b7f3a52c1d94e0f8a6b5c4d3e2f1a09".to_owned();
/// let session = SessionKey::new(&server_side_session_id)?;
/// assert_eq!(format!("{session:?}"), "SessionKey([redacted])");
/// assert!(SessionKey::new("user 42").is_err());
/// # Ok::<(), cyclr_oauth::completion::InvalidSessionKey>(())
/// ```
///
/// Give the id under which your server keeps the session. It must be unguessable and stay the same
/// from the click until the user is back.
///
/// # Security
///
/// Don't give the value of the session's cookie if that value can change in between, as a refreshed
/// JWT or a re-encrypted cookie does: the user could not complete the attempt. Don't give a user's id,
/// which other people know.
///
/// A `SessionKey` holds a hash, which is wiped on drop. `Debug` is redacted.
#[derive(Clone)]
pub struct SessionKey(Vec<u8>);

impl SessionKey {
    /// The shortest id that [`new`](Self::new) takes, in bytes.
    pub const MIN_LENGTH: usize = 16;

    /// Takes the id of the server-side session, as text or bytes.
    ///
    /// # Errors
    ///
    /// [`InvalidSessionKey`] if the id is empty or shorter than [`MIN_LENGTH`](Self::MIN_LENGTH):
    /// somebody could guess it.
    pub fn new(id: &(impl SessionId + ?Sized)) -> Result<Self, InvalidSessionKey> {
        let id = id.bytes();
        if id.len() < Self::MIN_LENGTH {
            return Err(InvalidSessionKey { length: id.len() });
        }
        Ok(Self(Hash::hash(id).to_vec()))
    }

    /// What a store remembers of the session: a different value for each attempt, so that nobody who
    /// reads the store can tell which attempts belong together.
    pub(super) fn hash(&self, attempt: &str) -> [u8; 32] {
        HMAC::mac(attempt.as_bytes(), &self.0)
    }
}

impl Drop for SessionKey {
    fn drop(&mut self) {
        wipe(std::mem::take(&mut self.0));
    }
}

impl fmt::Debug for SessionKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(_) = self;
        f.write_str("SessionKey([redacted])")
    }
}

/// What [`SessionKey::new`] takes: text or bytes.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be the id of a session",
    label = "expected text or bytes",
    note = "pass the unguessable id under which your server keeps the session, such as `&session_id` of a `String`"
)]
pub trait SessionId {
    #[doc(hidden)]
    fn bytes(&self) -> &[u8];
}

#[diagnostic::do_not_recommend]
impl<T: AsRef<[u8]> + ?Sized> SessionId for T {
    fn bytes(&self) -> &[u8] {
        self.as_ref()
    }
}

#[diagnostic::do_not_recommend]
impl SessionId for Secret {
    fn bytes(&self) -> &[u8] {
        self.expose_secret().as_bytes()
    }
}

/// A session's id is empty or too short to be unguessable.
///
/// ```
/// use cyclr_oauth::SessionKey;
///
/// let error = SessionKey::new("").unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "a session id of 0 bytes can be guessed: pass the unguessable id of the server-side session, \
///      at least 16 bytes",
/// );
/// ```
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct InvalidSessionKey {
    length: usize,
}

impl fmt::Display for InvalidSessionKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "a session id of {} bytes can be guessed: pass the unguessable id of the server-side \
             session, at least {} bytes",
            self.length,
            SessionKey::MIN_LENGTH
        )
    }
}

impl std::error::Error for InvalidSessionKey {}
