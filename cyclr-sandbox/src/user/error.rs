//! [`UserError`]

use std::error::Error;
use std::fmt;

/// The user saw no page.
#[derive(Debug)]
pub struct UserError(pub(super) UserFailure);

#[derive(Debug)]
pub(super) enum UserFailure {
    Http(Box<dyn Error + Send + Sync>),
    NoLocation,
    NotUrl,
    Redirects,
}

impl UserError {
    /// The error must not hold the URL, which holds tokens.
    pub(super) fn http(error: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self(UserFailure::Http(error.into()))
    }
}

impl fmt::Display for UserError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            UserFailure::Http(_) => "there was no answer, or a broken one",
            UserFailure::NoLocation => "a redirect did not say where to",
            UserFailure::NotUrl => "this is not an `http` URL",
            UserFailure::Redirects => "redirects did not end",
        })
    }
}

impl Error for UserError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match &self.0 {
            UserFailure::Http(error) => Some(&**error),
            UserFailure::NoLocation | UserFailure::NotUrl | UserFailure::Redirects => None,
        }
    }
}
