//! What is remembered of an attempt: hashes of what is secret, and nothing that could complete it.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq;

use crate::completion::connect_attempt::ConnectAttempt;
use crate::completion::session_hash::session_hash;
use crate::values::{AccountConnectorId, UtcTimestamp};

/// The value of an attempt, as JSON in a store.
#[derive(Deserialize, Serialize)]
pub(super) struct Record {
    pub(super) account: String,
    pub(super) id: AccountConnectorId,
    session: Option<String>,
    /// Whether the account connector was authenticated when the attempt began.
    pub(super) was_authenticated: bool,
    pub(super) expires: UtcTimestamp,
}

impl Record {
    pub(super) fn new(
        attempt: &ConnectAttempt,
        was_authenticated: bool,
        now: UtcTimestamp,
    ) -> Self {
        Self {
            account: attempt.account().as_str().to_owned(),
            id: attempt.id(),
            session: attempt.session().map(|hash| URL_SAFE_NO_PAD.encode(hash)),
            was_authenticated,
            expires: now.saturating_add(attempt.lifetime()),
        }
    }

    /// Whether the attempt was made in this session; in a time that says nothing of where they differ.
    pub(super) fn is_of(&self, text: &str, session_key: &[u8]) -> bool {
        let Some(hash) = session_hash(text, session_key) else { return false };
        let Some(session) = &self.session else { return false };
        session.as_bytes().ct_eq(URL_SAFE_NO_PAD.encode(hash).as_bytes()).into()
    }
}
