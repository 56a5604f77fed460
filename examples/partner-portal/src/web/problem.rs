//! [`Problem`]: what a user sees in place of the page that was asked for.

use std::error::Error as StdError;
use std::time::Duration;

use axum::Json;
use axum::response::{IntoResponse, Response};
use cyclr_oauth::{AttemptError, Error};
use http::header::{ALLOW, CONNECTION, RETRY_AFTER};
use http::{HeaderValue, StatusCode};
use maud::html;
use serde_json::json;

use super::guard::protect;
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
    /// A form that lacks something, or has it twice.
    Incomplete,
    /// A method that no page uses.
    Method,
    NotFound,
    /// The server that counts attempts doesn't.
    Redis(redis::RedisError),
    SignedOut,
    /// The user has come back, and nobody is signed in.
    SignedOutMeanwhile,
    TooLarge,
    /// More attempts than anybody needs, and how long to wait.
    TooMany(Duration),
    Unavailable,
    WrongHost,
}

impl From<AttemptError> for Problem {
    fn from(error: AttemptError) -> Self {
        match error {
            AttemptError::Cyclr(error) => error.into(),
            AttemptError::SessionKey(_) => Self::SignedOut,
            AttemptError::Store(_) => Self::Unavailable,
            error => Self::Attempt(error),
        }
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        if error.is_not_found() { Self::NotFound } else { Self::Cyclr(error) }
    }
}

/// A problem on its way to the page that shows it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shown {
    pub(super) kind: &'static str,
    pub(super) status: StatusCode,
    pub(super) title: &'static str,
    /// What has happened, and what to do.
    pub(super) text: &'static str,
}

/// What is shown under a separate address, `/problem/<kind>`, or on a connector's page.
const SHOWN: [Shown; 11] = [
    shown("expired", StatusCode::GONE, "Not connected", "That took too long. Connect again."),
    shown(
        "incomplete",
        StatusCode::BAD_REQUEST,
        "The form was incomplete",
        "Nothing was saved. Fill in the form again.",
    ),
    shown(
        "method",
        StatusCode::METHOD_NOT_ALLOWED,
        "This address can't be used that way",
        "Use the buttons of the portal.",
    ),
    shown("not-connected", StatusCode::CONFLICT, "Not connected", "Connect again."),
    shown(
        "not-found",
        StatusCode::NOT_FOUND,
        "Not found",
        "There is no such page, or no such connection in your account.",
    ),
    shown(
        "out-of-date",
        StatusCode::FORBIDDEN,
        "This page is out of date",
        "Nothing was changed. Reload the page and try again.",
    ),
    shown(
        "signed-out",
        StatusCode::UNAUTHORIZED,
        "You are signed out",
        "Sign in again. Only the session that started to connect can finish it.",
    ),
    shown(
        "too-large",
        StatusCode::PAYLOAD_TOO_LARGE,
        "That is too long",
        "Nothing was saved. Shorten what you entered and try again.",
    ),
    shown(
        "too-many",
        StatusCode::TOO_MANY_REQUESTS,
        "Too many attempts",
        "Try again in 15 minutes.",
    ),
    shown(
        "unavailable",
        StatusCode::SERVICE_UNAVAILABLE,
        "Connections are not available",
        "We can't read or change your connections at the moment. Try again in a minute.",
    ),
    shown(
        "wrong-host",
        StatusCode::MISDIRECTED_REQUEST,
        "This is not the portal's address",
        "Open the portal at its own address.",
    ),
];

const fn shown(
    kind: &'static str,
    status: StatusCode,
    title: &'static str,
    text: &'static str,
) -> Shown {
    Shown { kind, status, title, text }
}

impl Shown {
    /// What a connector's page says of a click that failed. Meanwhile, things may have changed.
    pub(super) fn after_a_click(self) -> Self {
        match self.kind {
            "unavailable" => Self {
                title: "That didn't work",
                text: "Connections were not available. Check the status below, and try again in a minute.",
                ..self
            },
            _ => self,
        }
    }

    pub(super) fn find(kind: &str) -> Option<Self> {
        SHOWN.into_iter().find(|it| it.kind == kind)
    }
}

impl Problem {
    const fn kind(&self) -> &'static str {
        match self {
            Self::Attempt(AttemptError::Expired | AttemptError::SignInTokenExpired(_)) => "expired",
            Self::Attempt(_) => "not-connected",
            Self::Cyclr(_) | Self::Redis(_) | Self::Unavailable => "unavailable",
            Self::Forged => "out-of-date",
            Self::Incomplete => "incomplete",
            Self::Method => "method",
            Self::NotFound => "not-found",
            Self::SignedOut | Self::SignedOutMeanwhile => "signed-out",
            Self::TooLarge => "too-large",
            Self::TooMany(_) => "too-many",
            Self::WrongHost => "wrong-host",
        }
    }

    fn log(&self) {
        match self {
            // `complete` logs it, which knows the session.
            Self::Attempt(AttemptError::OtherSession { .. }) => {}
            Self::Forged => tracing::warn!("a form that was not sent by a page of its session"),
            Self::Attempt(error) => tracing::info!(error = error as &dyn StdError, "not completed"),
            Self::Redis(error) => tracing::warn!(error = error as &dyn StdError, "not counted"),
            Self::Cyclr(error) => tracing::info!(error = error as &dyn StdError, "not done"),
            _ => {}
        }
    }
}

/// Only status and kind: `guard` makes it a page, which needs the session and the connector.
impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        self.log();
        let mut shown = Shown::find(self.kind()).unwrap_or(SHOWN[0]);
        if let Self::Attempt(error) = &self {
            // The status and what a stranger may learn are the library's decision.
            shown = Shown { status: error.status(), text: error.public_message(), ..shown };
        }
        let mut response = shown.status.into_response();
        if let Self::TooMany(wait) = self {
            let seconds = wait.as_secs().saturating_add(1);
            response.headers_mut().insert(RETRY_AFTER, seconds.into());
        }
        if matches!(self, Self::Attempt(_)) && shown.status == StatusCode::METHOD_NOT_ALLOWED {
            // Browsers return to the portal by the one, and its script by the other.
            response.headers_mut().insert(ALLOW, HeaderValue::from_static("GET, POST"));
        }
        response.extensions_mut().insert(shown);
        response
    }
}

/// The whole request took too long, whoever's fault that is.
pub(super) fn too_slow(by_script: bool) -> Response {
    let (title, text) =
        ("That took too long", "Check your connection to the internet and try again.");
    let status = StatusCode::REQUEST_TIMEOUT;
    let mut response = if by_script {
        let text = format!("{title}. {text}");
        (status, Json(json!({ "problem": "too-slow", "text": text }))).into_response()
    } else {
        Page::new(title).with_status(status).show(&html! { p { (text) } })
    };
    protect(response.headers_mut());
    // What is left of the request is not read.
    response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    response
}
