//! Client credentials and access tokens.

use cyclr_oauth::UtcTimestamp;

use crate::state::cyclr_state::CyclrState;
use crate::state::model::AccessToken;
use crate::state::timestamp::whole_second;

impl CyclrState {
    pub(crate) fn right_credentials(&self, id: &str, secret: &str) -> bool {
        // Both are compared, whatever comes of the first.
        let id = same_secret(id, &self.client_id);
        same_secret(secret, self.client_secret.expose_secret()) & id
    }

    pub(crate) fn issue_access_token(&mut self, account: Option<String>) -> (String, AccessToken) {
        let now = self.now();
        self.access_tokens.remove_oldest_while(|it| it.expires <= now);
        let issued = whole_second(now);
        // One that lives longer than can be counted does not expire.
        let expires = now.checked_add(self.token_lifetime);
        let expires = expires.unwrap_or_else(|| UtcTimestamp::MAX.into());
        let (text, token) =
            (self.random.url_safe_token(), AccessToken { account, issued, expires });
        self.access_tokens.insert(text.clone(), token.clone());
        self.access_tokens_issued += 1;
        (text, token)
    }

    /// Looked up by a hash with a random key, whose time tells nothing of the token.
    pub(crate) fn access_token(&self, text: &str) -> Option<&AccessToken> {
        self.access_tokens.get(text).filter(|it| self.now() < it.expires)
    }

    pub(crate) fn access_tokens_issued(&self) -> u64 {
        self.access_tokens_issued
    }

    pub(crate) fn revoke_access_tokens(&mut self) {
        self.access_tokens.clear();
    }
}

/// Compares secrets in a time that tells nothing of them.
fn same_secret(one: &str, other: &str) -> bool {
    subtle::ConstantTimeEq::ct_eq(one.as_bytes(), other.as_bytes()).into()
}
