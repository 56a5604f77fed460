//! What a store remembers: hashes of everything secret, and nothing that could complete an attempt.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac_sha256::Hash;
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq;

use crate::completion::attempt_text::AttemptText;
use crate::completion::connect_link::LinkId;
use crate::completion::session_key::SessionKey;
use crate::values::{AccountConnectorId, AccountId, UtcTimestamp};

/// The value of an entry, as JSON.
#[derive(Deserialize, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(super) enum Record {
    Attempt(AttemptRecord),
    Link(LinkRecord),
    /// The last time that an attempt on an account connector was completed.
    Completion {
        at: UtcTimestamp,
    },
}

#[derive(Deserialize, Serialize)]
pub(super) struct AttemptRecord {
    pub(super) account: AccountId,
    pub(super) id: AccountConnectorId,
    pub(super) session: Option<String>,
    /// Whether the account connector was authenticated when the attempt began.
    pub(super) was_authenticated: bool,
    pub(super) begun: UtcTimestamp,
    pub(super) expires: UtcTimestamp,
    /// Whether a sweep has looked at it and found the account connector not authenticated.
    #[serde(default)]
    pub(super) swept: bool,
    /// Whether the application refused the connection. A sweep then undoes it, even if it existed before.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) refused: bool,
    /// The link that it began from, which its completion uses up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) link: Option<LinkId>,
}

#[derive(Deserialize, Serialize)]
pub(super) struct LinkRecord {
    pub(super) account: AccountId,
    pub(super) id: AccountConnectorId,
    /// A hash of the one user that it is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) user: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) note: Option<String>,
    pub(super) expires: UtcTimestamp,
    pub(super) state: LinkState,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum LinkState {
    Open,
    Revoked,
    Used,
}

impl AttemptRecord {
    pub(super) fn new(
        text: &AttemptText,
        account: &AccountId,
        id: AccountConnectorId,
        session: &SessionKey,
        times: (UtcTimestamp, UtcTimestamp),
    ) -> Self {
        let session = Some(URL_SAFE_NO_PAD.encode(session.hash(text.as_str())));
        let (begun, expires) = times;
        let account = account.clone();
        Self {
            account,
            id,
            session,
            was_authenticated: false,
            begun,
            expires,
            swept: false,
            refused: false,
            link: None,
        }
    }

    /// Whether the attempt began in this session; in a time that says nothing of where they differ.
    pub(super) fn is_of(&self, text: &AttemptText, session: &SessionKey) -> bool {
        let Some(own) = &self.session else { return false };
        let presented = URL_SAFE_NO_PAD.encode(session.hash(text.as_str()));
        own.as_bytes().ct_eq(presented.as_bytes()).into()
    }

    /// The same for a sweep alone: no session can complete it.
    pub(super) fn cancelled(self) -> Self {
        Self { session: None, ..self }
    }

    /// Whose room in the store it takes. Copies for a sweep have their own, so that they can't push out attempts.
    pub(super) fn room(&self) -> String {
        let is_cancelled = self.session.is_none();
        if is_cancelled { room("cancelled", &self.account) } else { self.account.to_string() }
    }
}

/// The room in the store for entries that aren't attempts. No account id contains a line break.
pub(super) fn room(of: &str, account: &AccountId) -> String {
    format!("{of} of\n{account}")
}

/// The key of an attempt that was cancelled.
pub(super) fn cancelled_key(key: &str) -> String {
    hash(&["cancelled", key])
}

/// The key of the last completion on an account connector.
pub(super) fn completion_key(account: &AccountId, id: AccountConnectorId) -> String {
    hash(&["completion", account.as_str(), &id.to_string()])
}

/// Of parts without line breaks. One of them may be a secret, so there is no text of all of them.
pub(super) fn hash(parts: &[&str]) -> String {
    let mut hash = Hash::new();
    for (place, part) in parts.iter().enumerate() {
        if place > 0 {
            hash.update(b"\n");
        }
        hash.update(part.as_bytes());
    }
    URL_SAFE_NO_PAD.encode(hash.finalize())
}
