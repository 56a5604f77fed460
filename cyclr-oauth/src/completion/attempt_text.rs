//! [`AttemptText`]: 128 random bits, and how targets and messages carry them.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac_sha256::Hash;
use url::form_urlencoded;

use crate::completion::random::{is_text, text};
use crate::handoff::CallbackMessage;
use crate::values::Secret;
use crate::web::{InvalidUrl, TargetOrigin};

/// Where a redirect's target carries the attempt.
pub(super) const QUERY_PARAMETER: &str = "cyclr_attempt";

/// The secret of one attempt: base64url, 22 characters.
pub(super) struct AttemptText(Secret);

impl AttemptText {
    pub(super) fn new(bits: [u8; 16]) -> Self {
        Self(text(bits))
    }

    /// What a request presents, if it can be an attempt.
    pub(super) fn presented(presented: &str) -> Option<Self> {
        is_text(presented).then(|| Self(Secret::from(presented)))
    }

    pub(super) fn as_str(&self) -> &str {
        self.0.expose_secret()
    }

    /// The key of the attempt in a store: reading the store is not enough to present one.
    pub(super) fn key(&self) -> String {
        URL_SAFE_NO_PAD.encode(Hash::hash(self.as_str().as_bytes()))
    }

    /// For a popup or a frame.
    pub(super) fn callback_message(&self) -> CallbackMessage {
        CallbackMessage::from_text(self.as_str())
    }

    /// For a redirect: the target with the attempt in its query, and everything else as it is.
    pub(super) fn target_origin(&self, base: &TargetOrigin) -> Result<TargetOrigin, InvalidUrl> {
        let target = with_parameter(base, QUERY_PARAMETER, self.as_str());
        target.map(TargetOrigin::from_normal).ok_or(InvalidUrl::HasAttempt)
    }
}

/// A URL with one more parameter in its query, and everything else as it is; none if it has that parameter.
/// The text is allocated once, in its exact size.
pub(super) fn with_parameter(base: &TargetOrigin, parameter: &str, value: &str) -> Option<String> {
    let (page, fragment) = match base.as_str().split_once('#') {
        Some((page, fragment)) => (page, Some(fragment)),
        None => (base.as_str(), None),
    };
    let query = page.split_once('?').map(|(_, query)| query);
    let mut names = form_urlencoded::parse(query.unwrap_or_default().as_bytes());
    if names.any(|(name, _)| name == parameter) {
        return None;
    }
    let separator = match query {
        Some(_) => "&",
        None if page.len() == base.origin_str().len() => "/?",
        None => "?",
    };
    let (hash, fragment) = fragment.map_or(("", ""), |fragment| ("#", fragment));
    Some([page, separator, parameter, "=", value, hash, fragment].concat())
}
