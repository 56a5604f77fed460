//! [`Completed`]: an attempt that Cyclr has confirmed.

use std::fmt;

use http::{HeaderValue, Response};
use url::{Url, form_urlencoded};

use crate::api::AccountConnectorState;
use crate::completion::attempt_text::QUERY_PARAMETER;
use crate::handoff::see_other;
use crate::values::{AccountConnectorId, AccountId};

/// A completed attempt: Cyclr says that the account connector is authenticated.
///
/// It says no more than that. If the connector was not authenticated before, it became so after the
/// attempt began: by this user's consent, as a rule, but a colleague in the same account may have been
/// faster. [`Attempts::complete_if`](crate::Attempts::complete_if) lets you check who signed in.
#[derive(Debug)]
#[must_use = "respond with `see_other`, so that the attempt leaves the address bar"]
#[non_exhaustive]
pub struct Completed {
    /// The account.
    pub account: AccountId,
    /// The account connector.
    pub id: AccountConnectorId,
    /// Whether it was authenticated already when the attempt began. If it was, Cyclr's response doesn't
    /// say that anything has changed: the user may have turned back without a renewed consent.
    pub was_authenticated_before: bool,
    /// How Cyclr describes the account connector now.
    pub state: AccountConnectorState,
}

impl Completed {
    /// Redirects to one of your pages, whose address doesn't hold the attempt: status 303,
    /// `Cache-Control: no-store`, `Referrer-Policy: no-referrer`.
    ///
    /// ```no_run
    /// # use cyclr_oauth::completion::{Completed, InvalidPath};
    /// fn done(completed: Completed) -> Result<http::Response<String>, InvalidPath> {
    ///     completed.see_other("/connections?connected=salesforce")
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// [`InvalidPath`] unless `path` is one of your origin: it begins with one `/`, is
    /// percent-encoded, and has no parameter [`Returned::PARAMETER`](crate::Returned::PARAMETER).
    pub fn see_other<B: Default>(&self, path: &str) -> Result<Response<B>, InvalidPath> {
        location(path).map(see_other).ok_or(InvalidPath)
    }
}

fn location(path: &str) -> Option<HeaderValue> {
    let is_plain = path.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    if !is_plain || !path.starts_with('/') || path.starts_with("//") {
        return None;
    }
    let base = Url::parse("https://own.invalid").ok()?;
    let url = base.join(path).ok().filter(|url| url.origin() == base.origin())?;
    let mut names = form_urlencoded::parse(url.query().unwrap_or_default().as_bytes());
    if names.any(|(name, _)| name == QUERY_PARAMETER) {
        return None;
    }
    HeaderValue::from_str(path).ok()
}

/// The path for [`Completed::see_other`] leads elsewhere, or repeats the attempt.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct InvalidPath;

impl fmt::Display for InvalidPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "not a path of this origin: write a percent-encoded path that begins with one `/`, such \
             as `/connections`, without the parameter `cyclr_attempt`",
        )
    }
}

impl std::error::Error for InvalidPath {}
