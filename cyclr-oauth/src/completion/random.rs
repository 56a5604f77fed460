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

/// Whether a text can be 128 bits.
pub(crate) fn is_text(text: &str) -> bool {
    text.len() == TEXT_LENGTH && is_base64url(text)
}

/// Whether a text can be a hash of 256 bits.
pub(crate) fn is_hash(text: &str) -> bool {
    text.len() == 43 && is_base64url(text)
}

fn is_base64url(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

pub(crate) fn text(bits: [u8; 16]) -> Secret {
    Secret::from(URL_SAFE_NO_PAD.encode(bits))
}
