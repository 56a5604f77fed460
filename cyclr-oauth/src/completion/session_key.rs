//! [`SessionKey`]: what an attempt is bound to.

use crate::values::Secret;

/// What tells one session from all others: text or bytes.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be the key of a session",
    label = "neither text nor bytes",
    note = "give text or bytes that nobody else can know, such as the value of the session's cookie"
)]
pub trait SessionKey {
    #[doc(hidden)]
    fn bytes(&self) -> &[u8];
}

#[diagnostic::do_not_recommend]
impl<T: AsRef<[u8]> + ?Sized> SessionKey for T {
    fn bytes(&self) -> &[u8] {
        self.as_ref()
    }
}

#[diagnostic::do_not_recommend]
impl SessionKey for Secret {
    fn bytes(&self) -> &[u8] {
        self.expose_secret().as_bytes()
    }
}
