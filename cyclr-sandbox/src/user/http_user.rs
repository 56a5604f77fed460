//! [`HttpUser`]: a user for tests without a browser.

use std::fmt;

use http::Response;
use http::header::LOCATION;
use url::Url;

use super::completion::{Completion, completion, text};
use super::error::{UserError, UserFailure};
use super::request::{get, post};
use crate::addresses::Addresses;
use crate::paths::{CALLBACK, CONSENT};

/// A user for tests without a browser; of [`Sandbox::user`](crate::Sandbox::user).
///
/// Opens a connector authentication URL over HTTP, follows redirects within the sandbox one by one,
/// and decides on the consent page.
///
/// ```
/// # async fn test(cyclr: cyclr_sandbox::Sandbox, url: cyclr_oauth::ConnectorAuthUrl) -> Result<(), cyclr_sandbox::UserError> {
/// use cyclr_sandbox::Completion;
///
/// match cyclr.user().open(&url.expose_url()).await?.approve().await? {
///     Completion::Redirect(url) => assert_eq!(url.path(), "/complete-page"),
///     other => panic!("{other:?}"),
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct HttpUser {
    addresses: Addresses,
}

/// What the user sees: the consent page, or that all is over already.
#[must_use]
pub struct Visit {
    user: HttpUser,
    seen: Seen,
}

enum Seen {
    /// At this address.
    Consent(Url),
    Completion(Completion),
}

impl HttpUser {
    pub(crate) fn new(addresses: &Addresses) -> Self {
        Self { addresses: addresses.clone() }
    }

    /// Opens a URL of the sandbox, up to the consent page or the end.
    ///
    /// # Errors
    ///
    /// [`UserError`] if it is not an `http` URL, if no answer comes, or if redirects don't end.
    pub async fn open(&self, url: &str) -> Result<Visit, UserError> {
        let url = Url::parse(url).map_err(|_| UserError(UserFailure::NotUrl))?;
        let answer = get(&url, &self.addresses).await?;
        self.follow(url, answer).await
    }

    /// Follows redirects for as long as they stay in the sandbox.
    async fn follow(&self, mut url: Url, mut answer: Response<String>) -> Result<Visit, UserError> {
        // As many as browsers do.
        for _ in 0..20 {
            if !answer.status().is_redirection() {
                let seen = read(url, answer);
                return Ok(Visit { user: self.clone(), seen });
            }
            let location = answer.headers().get(LOCATION).and_then(|it| it.to_str().ok());
            let location = location.ok_or(UserError(UserFailure::NoLocation))?;
            url = url.join(location).map_err(|_| UserError(UserFailure::NoLocation))?;
            if !self.addresses.own(&url) {
                let seen = Seen::Completion(Completion::Redirect(url));
                return Ok(Visit { user: self.clone(), seen });
            }
            answer = get(&url, &self.addresses).await?;
        }
        Err(UserError(UserFailure::Redirects))
    }
}

fn read(url: Url, answer: Response<String>) -> Seen {
    let status = answer.status().as_u16();
    let page = answer.into_body();
    if status == 200 && url.path() == CONSENT {
        return Seen::Consent(url);
    }
    Seen::Completion(match completion(&page) {
        Some(message) => message,
        // An error page may have status 200, too: a switch of the sandbox.
        None if status == 200 && url.path() != CALLBACK => Completion::Page { text: text(&page) },
        None => Completion::Refused { status, text: text(&page) },
    })
}

impl Visit {
    /// Whether the consent page is open.
    #[must_use]
    pub const fn is_consent_page(&self) -> bool {
        matches!(self.seen, Seen::Consent(_))
    }

    /// How it ended, if it needed no consent.
    #[must_use]
    pub const fn completion(&self) -> Option<&Completion> {
        match &self.seen {
            Seen::Completion(completion) => Some(completion),
            Seen::Consent(_) => None,
        }
    }

    /// Approves. Without a consent page, this is what the user saw in its place.
    ///
    /// # Errors
    ///
    /// [`UserError`] if no answer comes.
    pub async fn approve(self) -> Result<Completion, UserError> {
        self.decide(&[("decision", "approve")]).await
    }

    /// Approves as this user of the third party, whom "Get Current User" then names.
    ///
    /// [`approve`](Self::approve) is `user@third-party.example`. Without a consent page, this is what the user saw in its place.
    ///
    /// # Errors
    ///
    /// [`UserError`] if no answer comes.
    pub async fn approve_as(self, user: &str) -> Result<Completion, UserError> {
        self.decide(&[("decision", "approve"), ("user", user)]).await
    }

    /// Denies, which ends in [`Completion::Refused`]: the user is stuck on Cyclr's error page, and does
    /// not come back to the partner. Without a consent page, this is what the user saw in its place.
    ///
    /// # Errors
    ///
    /// [`UserError`] if no answer comes.
    pub async fn deny(self) -> Result<Completion, UserError> {
        self.decide(&[("decision", "deny")]).await
    }

    /// Has the third party fail, with `error` and `error_description` of its choice.
    ///
    /// # Errors
    ///
    /// [`UserError`] if no answer comes.
    pub async fn fail(self, error: &str, description: &str) -> Result<Completion, UserError> {
        let form = [("decision", "fail"), ("error", error), ("error_description", description)];
        self.decide(&form).await
    }

    async fn decide(self, form: &[(&str, &str)]) -> Result<Completion, UserError> {
        let url = match self.seen {
            Seen::Completion(completion) => return Ok(completion),
            Seen::Consent(url) => url,
        };
        let answer = post(&url, form, &self.user.addresses).await?;
        match self.user.follow(url, answer).await?.seen {
            Seen::Completion(completion) => Ok(completion),
            Seen::Consent(_) => Err(UserError(UserFailure::Redirects)),
        }
    }
}

/// Without the address of the consent page, which holds what only the user's browser may know.
impl fmt::Debug for Visit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.seen {
            Seen::Consent(_) => f.write_str("Visit(consent page)"),
            Seen::Completion(completion) => f.debug_tuple("Visit").field(completion).finish(),
        }
    }
}
