//! The one-time sign-in token: `POST /v1.0/accounts/{account}/signintoken`.

use http::Method;

use crate::api::call::{Call, Content};
use crate::api::operation::Operation;
use crate::api::path::path;
use crate::api::response::{ApiResponse, Unreadable};
use crate::connector::{Value, object};
use crate::handoff::SignInToken;
use crate::values::AccountId;
use crate::web::Piece;

/// Requests the one-time token that signs a user in to an account
/// ([documented](crate::guide::how_cyclr_behaves)).
///
/// Cyclr creates a user for a new user name ([documented](crate::guide::how_cyclr_behaves)). Send
/// this from the server when the user clicks, and redirect at once: the token expires after five
/// minutes.
#[derive(Clone, Copy, Debug)]
pub struct CreateSignInToken<'a> {
    /// The account.
    pub account: &'a AccountId,
    /// Cyclr's `Username`.
    pub username: &'a str,
}

impl Call for CreateSignInToken<'_> {
    type Output = SignInToken;

    const OPERATION: Operation =
        Operation::new(Method::POST, "/v1.0/accounts/{account}/signintoken");

    fn path(&self) -> String {
        path(&[
            Piece::Text("/v1.0/accounts/"),
            Piece::Value(self.account.as_str()),
            Piece::Text("/signintoken"),
        ])
    }

    fn content(&self) -> Content {
        let username = Value::Text(self.username);
        Content::Json(object(&[("Username", Some(username))]).into())
    }

    fn visit_secrets(&self, _: &mut dyn FnMut(&str)) {}

    fn read(&self, response: &ApiResponse) -> Result<SignInToken, Unreadable> {
        response.json()
    }
}
