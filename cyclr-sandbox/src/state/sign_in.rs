//! Access tokens, one-time sign-in tokens, and the sessions that these open.

use std::sync::Arc;
use std::time::SystemTime;

use cyclr_oauth::UtcTimestamp;
use serde_json::Value;

use super::refusal::Refusal;
use super::tokens::same_secret;
use super::{ONE_TIME_LIFETIME, State, tenth_microsecond, whole_second};

#[derive(Clone, Debug)]
pub(crate) struct AccessToken {
    /// The account that it is limited to.
    pub(crate) account: Option<String>,
    pub(crate) issued: SystemTime,
    pub(crate) expires: SystemTime,
}

#[derive(Clone, Debug)]
pub(crate) struct SignIn {
    pub(crate) account: String,
    pub(crate) user: String,
    pub(crate) expires: SystemTime,
    pub(crate) launch: Option<Arc<LaunchRecord>>,
}

/// What LAUNCH, the Marketplace or ORBIT was asked for.
#[derive(Debug)]
pub(crate) struct LaunchRecord {
    pub(crate) kind: &'static str,
    /// Names and values of the request's options.
    pub(crate) options: Vec<(String, String)>,
    /// The account connectors that were installed for it.
    pub(crate) installed: Vec<u64>,
    pub(crate) result: Value,
}

#[derive(Clone, Debug)]
pub(crate) struct Session {
    pub(crate) account: String,
    pub(crate) user: String,
    pub(crate) expires: SystemTime,
    pub(crate) launch: Option<Arc<LaunchRecord>>,
}

impl State {
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

    pub(crate) fn issue_sign_in_token(
        &mut self,
        account: &str,
        user: &str,
        launch: Option<Arc<LaunchRecord>>,
    ) -> Result<(String, SystemTime), Refusal> {
        self.account(account)?;
        self.ensure_user(account, user);
        let now = self.now();
        self.sign_ins.remove_oldest_while(|it| it.expires <= now);
        let expires = tenth_microsecond(now.checked_add(ONE_TIME_LIFETIME).unwrap_or(now));
        let token = if self.switches.url_safe_tokens {
            self.random.url_safe_token()
        } else {
            self.random.awkward_token()
        };
        let (account, user) = (account.to_owned(), user.to_owned());
        self.sign_ins.insert(token.clone(), SignIn { account, user, expires, launch });
        Ok((token, expires))
    }

    /// Whom a one-time token signs in; the token is gone then.
    pub(crate) fn use_sign_in_token(&mut self, token: &str) -> Option<SignIn> {
        let sign_in = self.sign_ins.remove(token)?;
        (self.now() < sign_in.expires).then_some(sign_in)
    }

    /// Gives a token back that was used in vain.
    pub(crate) fn restore_sign_in_token(&mut self, token: &str, sign_in: SignIn) {
        self.sign_ins.insert(token.to_owned(), sign_in);
    }

    pub(crate) fn open_session(&mut self, sign_in: SignIn) -> String {
        let now = self.now();
        self.sessions.remove_oldest_while(|it| it.expires <= now);
        let SignIn { account, user, expires: _, launch } = sign_in;
        let expires = now.checked_add(12 * ONE_TIME_LIFETIME).unwrap_or(now);
        let id = self.random.url_safe_token();
        self.sessions.insert(id.clone(), Session { account, user, expires, launch });
        id
    }

    pub(crate) fn session(&self, id: &str) -> Option<&Session> {
        self.sessions.get(id).filter(|it| self.now() < it.expires)
    }
}
