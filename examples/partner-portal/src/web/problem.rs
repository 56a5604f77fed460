//! [`Problem`]: what a user sees in place of the page that was asked for.

use std::error::Error as StdError;

use axum::response::{IntoResponse, Redirect, Response};
use cyclr_oauth::{AttemptError, Error};
use http::StatusCode;
use maud::html;

use super::page::Page;

/// What went wrong, as far as it is the user's business.
#[derive(Debug)]
pub(super) enum Problem {
    /// An attempt to connect was not completed.
    Attempt(AttemptError),
    /// A call to Cyclr failed.
    Cyclr(Error),
    /// A form that no page of this session has sent.
    Forged,
    NotFound,
    SignedOut,
    /// The user has come back, and nobody is signed in.
    SignedOutMeanwhile,
    /// More beginnings than anybody needs.
    TooOften,
    Unavailable,
    WrongHost,
}

impl From<AttemptError> for Problem {
    fn from(error: AttemptError) -> Self {
        match error {
            AttemptError::Cyclr(error) if error.is_not_found() => Self::NotFound,
            AttemptError::SessionKey(_) => Self::SignedOut,
            error => Self::Attempt(error),
        }
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        if error.is_not_found() { Self::NotFound } else { Self::Cyclr(error) }
    }
}

impl Problem {
    /// Status, title, what has happened, and what to do.
    fn words(&self) -> (StatusCode, &'static str, &'static str, &'static str) {
        match self {
            // The status and what a stranger may learn are the library's decision.
            Self::Attempt(error) => (
                error.status(),
                "Not connected",
                error.public_message(),
                "Nothing else was changed.",
            ),
            Self::Cyclr(_) | Self::Unavailable => (
                StatusCode::SERVICE_UNAVAILABLE,
                "Cyclr can't be asked",
                "We could not find out how this connection stands. Nothing is lost.",
                "Load this page again in a minute.",
            ),
            Self::Forged => (
                StatusCode::FORBIDDEN,
                "Not sent from here",
                "This did not come from a page of yours, or from one that is too old, or your browser does not say \
                 where it comes from. Nothing was changed.",
                "Go back, load the page again, and repeat it.",
            ),
            Self::NotFound => (
                StatusCode::NOT_FOUND,
                "Not found",
                "There is no such page, or no such connection in your account.",
                "See which there are.",
            ),
            Self::SignedOut | Self::SignedOutMeanwhile => (
                StatusCode::UNAUTHORIZED,
                "Signed out",
                "You were signed out meanwhile, and only the one who began to connect can complete it.",
                "Sign in, and see how your connections stand.",
            ),
            Self::TooOften => (
                StatusCode::TOO_MANY_REQUESTS,
                "Too often",
                "You have begun to connect very often in the last minutes.",
                "Wait a quarter of an hour, and connect once more.",
            ),
            Self::WrongHost => (
                StatusCode::MISDIRECTED_REQUEST,
                "Not here",
                "The portal has another address.",
                "Open it there.",
            ),
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        match &self {
            Self::SignedOut => return Redirect::to("/sign-in").into_response(),
            // Told by who knows in which session.
            Self::Attempt(AttemptError::OtherSession { .. }) => {}
            Self::Forged => {
                tracing::warn!("a form that was not sent by a page of its session");
            }
            Self::Attempt(error) => tracing::info!(error = error as &dyn StdError, "not completed"),
            Self::Cyclr(error) => tracing::info!(error = error as &dyn StdError, "not done"),
            _ => {}
        }
        let (status, title, happened, advice) = self.words();
        Page::new(title).with_status(status).show(&html! {
            p { (happened) }
            p { (advice) }
            p { a.button href="/" { "Your connections" } }
        })
    }
}
