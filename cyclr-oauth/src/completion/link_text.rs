//! [`LinkText`]: the secret of a link, and how requests carry it.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac_sha256::HMAC;
use http::request::Parts;
use subtle::ConstantTimeEq;

use crate::completion::attempt_text::with_parameter;
use crate::completion::connect_link::{ConnectLink, LinkId};
use crate::completion::link_error::LinkError;
use crate::completion::random::{is_text, text};
use crate::completion::record::hash;
use crate::completion::returned::only;
use crate::values::Secret;
use crate::web::{InvalidUrl, TargetOrigin};

/// The secret of one link: base64url, 22 characters.
pub(super) struct LinkText(Secret);

impl LinkText {
    pub(super) fn new(bits: [u8; 16]) -> Self {
        Self(text(bits))
    }

    /// What the query of a request presents.
    pub(super) fn presented(parts: &Parts) -> Result<Self, LinkError> {
        let presented = only(parts, ConnectLink::PARAMETER).map_err(|_| LinkError::Malformed)?;
        if is_text(&presented) {
            Ok(Self(Secret::from(presented.into_owned())))
        } else {
            Err(LinkError::Malformed)
        }
    }

    /// The key in a store, which is never that of an attempt.
    pub(super) fn id(&self) -> LinkId {
        LinkId(hash(&["link", self.0.expose_secret()]))
    }

    /// What a store remembers of the user: nobody can try names on it without the link.
    pub(super) fn hash_of(&self, user: &str) -> String {
        URL_SAFE_NO_PAD.encode(HMAC::mac(user.as_bytes(), self.0.expose_secret().as_bytes()))
    }

    /// In a time that says nothing of where the two differ.
    pub(super) fn is_of(&self, hash: &str, user: &str) -> bool {
        let is_same: bool = self.hash_of(user).as_bytes().ct_eq(hash.as_bytes()).into();
        is_same && !user.is_empty()
    }

    pub(super) fn url(&self, page: &TargetOrigin) -> Result<Secret, InvalidUrl> {
        let url = with_parameter(page, ConnectLink::PARAMETER, self.0.expose_secret());
        url.map(Secret::from).ok_or(InvalidUrl::HasLink)
    }
}
