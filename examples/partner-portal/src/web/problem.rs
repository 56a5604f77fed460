//! [`Problem`]: what a user sees in place of the page that was asked for.

use std::error::Error as StdError;

use axum::response::{IntoResponse, Redirect, Response};
use cyclr_oauth::handoff::ExpiredSignInToken;
use cyclr_oauth::web::InvalidUrl;
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
    /// The sign-in token expired before the browser could be sent on.
    TokenExpired,
    /// More beginnings than anybody needs.
    TooOften,
    Unavailable,
    WrongHost,
}

impl From<AttemptError> for Problem {
    fn from(error: AttemptError) -> Self {
        match error {
            AttemptError::Cyclr(error) if error.is_not_found() => Self::NotFound,
            error => Self::Attempt(error),
        }
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        if error.is_not_found() { Self::NotFound } else { Self::Cyclr(error) }
    }
}

impl From<ExpiredSignInToken> for Problem {
    fn from(_: ExpiredSignInToken) -> Self {
        Self::TokenExpired
    }
}

impl From<InvalidUrl> for Problem {
    fn from(_: InvalidUrl) -> Self {
        Self::Unavailable
    }
}

impl Problem {
    /// Status, title, what has happened, and what to do.
    fn words(&self) -> (StatusCode, &'static str, &'static str, &'static str) {
        match self {
            Self::Attempt(AttemptError::NotAuthenticated) => (
                StatusCode::CONFLICT,
                "Not connected",
                "Cyclr says that the connection does not stand. Perhaps access was denied, or the other \
                 application has not answered yet.",
                "If you have just allowed access, load this page again; otherwise, connect once more.",
            ),
            Self::Attempt(AttemptError::Expired) => (
                StatusCode::GONE,
                "That took too long",
                "The time in which this connection could be made is over.",
                "Connect once more.",
            ),
            // Those two might tell an attacker something, and don't help a user.
            Self::Attempt(AttemptError::Unknown | AttemptError::OtherSession { .. }) => (
                StatusCode::FORBIDDEN,
                "This page can't be used",
                "It was opened before, or belongs to somebody else's attempt to connect.",
                "See how your connections stand.",
            ),
            Self::Attempt(_) | Self::Cyclr(_) | Self::Unavailable => (
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
            Self::TokenExpired => (
                StatusCode::CONFLICT,
                "Too late",
                "Cyclr's sign-in token expired before your browser could be sent there.",
                "Connect once more.",
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
