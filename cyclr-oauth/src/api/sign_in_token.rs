//! The one-time sign-in token: `POST /v1.0/accounts/{account}/signintoken`.

use super::path::around;
use super::{Answer, Call, Content, Method, Operation, Unreadable};
use crate::json::{Value, object};
use crate::{AccountId, SignInToken};

/// Asks for the one-time token with which a user signs in to an account (documented).
///
/// A user name that Cyclr doesn't know creates a user (documented). Ask at the click, on the server,
/// and redirect at once: the token lives for five minutes.
#[derive(Clone, Copy, Debug)]
pub struct CreateSignInToken<'a> {
    /// The account.
    pub account: &'a AccountId,
    /// Cyclr's `Username`.
    pub username: &'a str,
}

impl Call for CreateSignInToken<'_> {
    type Answer = SignInToken;

    const OPERATION: Operation =
        Operation::new(Method::POST, "/v1.0/accounts/{account}/signintoken");

    fn path(&self) -> String {
        around("/v1.0/accounts/", self.account.as_str(), "/signintoken")
    }

    fn content(&self) -> Content {
        let username = Value::Text(self.username);
        Content::Json(object(&[("Username", Some(username))]).into())
    }

    fn read(&self, answer: &Answer) -> Result<SignInToken, Unreadable> {
        answer.json()
    }
}
