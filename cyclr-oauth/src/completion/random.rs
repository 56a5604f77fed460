//! 128 random bits, and how they look as text.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::values::Secret;

/// How long 128 bits are in base64url without padding.
pub(crate) const TEXT_LENGTH: usize = 22;

/// 128 bits from the system.
///
/// # Panics
///
/// If the system has no randomness.
#[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
#[expect(
    clippy::expect_used,
    reason = "without randomness nothing can be kept apart from a forgery"
)]
#[track_caller]
pub(crate) fn random() -> [u8; 16] {
    let mut bits = [0; 16];
    getrandom::fill(&mut bits).expect("the system has no randomness");
    bits
}

pub(crate) fn text(bits: [u8; 16]) -> Secret {
    Secret::from(URL_SAFE_NO_PAD.encode(bits))
}
