//! What is remembered of an attempt and of its session: hashes.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac_sha256::{HMAC, Hash};

/// Whose attempt it is; `None` for a session key that tells no session from another.
pub(super) type SessionHash = Option<[u8; 32]>;

/// Under which key an attempt is remembered: read access to the store is not enough to present one.
pub(super) fn key(text: &str) -> String {
    URL_SAFE_NO_PAD.encode(Hash::hash(text.as_bytes()))
}

/// With the attempt as the key, so that a session key which can be guessed can't be found by trying.
pub(super) fn session_hash(text: &str, session_key: &[u8]) -> SessionHash {
    (!session_key.is_empty()).then(|| HMAC::mac(session_key, text.as_bytes()))
}
