//! One-time sign-in tokens, and the sessions that these open.

use std::sync::Arc;
use std::time::SystemTime;

use crate::state::cyclr_state::CyclrState;
use crate::state::model::{LaunchRecord, SignIn};
use crate::state::refusal::Refusal;
use crate::state::timestamp::{HOUR, ONE_TIME_LIFETIME};

impl CyclrState {
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
        let expires = now + ONE_TIME_LIFETIME;
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
        let id = self.random.url_safe_token();
        self.sessions.insert(id.clone(), SignIn { expires: now + HOUR, ..sign_in });
        id
    }

    pub(crate) fn session(&self, id: &str) -> Option<&SignIn> {
        self.sessions.get(id).filter(|it| self.now() < it.expires)
    }
}
