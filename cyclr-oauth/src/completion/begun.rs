//! [`Begun`]: an attempt that has begun, and may be handed off.

use std::fmt;

use http::Response;

use crate::api::AccountConnectorState;
use crate::client::Client;
use crate::completion::attempt_error::AttemptError;
use crate::completion::attempt_text::AttemptText;
use crate::completion::popup_listener::PopupListener;
use crate::handoff::SignInToken;
use crate::values::{AccountConnectorId, AccountId, UtcTimestamp};
use crate::web::TargetOrigin;

/// An attempt that has begun: the only value from which a user is sent to Cyclr.
///
/// [`Attempts::begin`](crate::Attempts::begin) makes it. One of [`redirect`](Self::redirect) and
/// [`popup`](Self::popup) takes it, asks Cyclr for the one-time sign-in token at that moment, and
/// returns the response to the user's click. If that fails, the attempt expires unused: begin another.
///
/// # Security
///
/// `Debug` leaves out the attempt, which is wiped on drop. There is no `Clone`: an attempt is handed off
/// once.
#[must_use = "respond with `redirect` or `popup`; otherwise the attempt expires unused"]
pub struct Begun {
    pub(super) cyclr: Client,
    pub(super) account: AccountId,
    pub(super) id: AccountConnectorId,
    pub(super) state: AccountConnectorState,
    pub(super) text: AttemptText,
    pub(super) expires: UtcTimestamp,
}

impl Begun {
    /// How Cyclr describes the account connector before the hand-off.
    ///
    /// If [`missing_properties`](AccountConnectorState::missing_properties) has any, Cyclr shows
    /// the user a page that says "Bad Request" ([documented](crate::guide::how_cyclr_behaves)): ask
    /// for them first.
    #[must_use]
    pub fn state(&self) -> &AccountConnectorState {
        &self.state
    }

    /// Redirects the user's browser to Cyclr, which redirects it to `target` in the end.
    ///
    /// The response has status 303, `Cache-Control: no-store` and `Referrer-Policy: no-referrer`. `target` is
    /// a constant of `TargetOrigin::from_static("https://…")`, or `&TargetOrigin::parse(&setting)?`.
    ///
    /// The attempt is put into the query of `target`, where
    /// [`Returned::by_navigation`](crate::Returned::by_navigation) finds it. A user name that Cyclr
    /// doesn't know creates a user ([documented](crate::guide::how_cyclr_behaves)).
    ///
    /// # Errors
    ///
    /// [`AttemptError::Cyclr`], [`AttemptError::SignInTokenExpired`], or [`AttemptError::Target`] if the target
    /// has a parameter [`Returned::PARAMETER`](crate::Returned::PARAMETER) already.
    ///
    /// # Security
    ///
    /// Don't log `Location`: it is a secret, and marked as sensitive.
    pub async fn redirect<B: Default>(
        self,
        username: &str,
        target: &TargetOrigin,
    ) -> Result<Response<B>, AttemptError> {
        let target = self.text.target_origin(target)?;
        let token = self.token(username).await?;
        let url = self.cyclr.connector_auth_url().id(self.id).token(token);
        Ok(url.target_origin(target).build().into_redirect_at(self.cyclr.now())?)
    }

    /// Responds with JSON, by which the page's script takes a popup or a frame to Cyclr.
    ///
    /// The script is that of [`PopupListener`].
    ///
    /// `page_origin` is the origin of the page whose script waits. Cyclr posts the attempt to that page
    /// as a message in the end; the script sends it to
    /// [`Returned::by_form`](crate::Returned::by_form).
    ///
    /// # Errors
    ///
    /// [`AttemptError::Cyclr`] or [`AttemptError::SignInTokenExpired`].
    ///
    /// # Security
    ///
    /// Don't log the body: it is a secret. Its memory belongs to the response, and is not wiped.
    pub async fn popup<B: From<String>>(
        self,
        username: &str,
        page_origin: &TargetOrigin,
    ) -> Result<Response<B>, AttemptError> {
        let token = self.token(username).await?;
        let now = self.cyclr.now();
        let left = self.expires.saturating_duration_since(now);
        let message = self.text.callback_message();
        let listener = PopupListener::new(self.cyclr.service_domain(), self.id, message, left);
        Ok(listener.into_response_at(token, page_origin.clone(), now)?)
    }

    async fn token(&self, username: &str) -> Result<SignInToken, AttemptError> {
        Ok(self.cyclr.sign_in_token(&self.account, username).await?)
    }
}

impl fmt::Debug for Begun {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Begun")
            .field("account", &self.account)
            .field("id", &self.id)
            .field("expires", &self.expires)
            .finish_non_exhaustive()
    }
}
