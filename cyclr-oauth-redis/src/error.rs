//! [`RedisAttemptsError`]: what goes wrong between this process and the server.

use std::error::Error;
use std::fmt;

use redis::{ErrorKind, RedisError};

/// Why Redis can't remember or give an attempt.
///
/// ```
/// use cyclr_oauth_redis::RedisAttempts;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let error = RedisAttempts::connect("https://user:s3cr3t@yourapplication.com/").await.unwrap_err();
/// assert_eq!(error.to_string(), "not the URL of a Redis server: write `redis://host:6379`");
/// # }
/// ```
///
/// From [`Attempts`](cyclr_oauth::Attempts) it comes in
/// [`AttemptError::Store`](cyclr_oauth::AttemptError::Store). [`source`](Error::source) says which kind of
/// error it was, or what the system reported.
///
/// # Security
///
/// A server may repeat whatever it was sent, so nothing that it says is printed, here or by
/// [`source`](Error::source): only what kind of error it was. The texts of the system and of TLS stay, with the
/// server's name where its certificate is wrong.
#[derive(Debug)]
pub struct RedisAttemptsError(Kind);

#[derive(Debug)]
pub(crate) enum Kind {
    Command(Reason),
    Connection(Reason),
    NoText,
    Time,
    Url(Reason),
}

impl RedisAttemptsError {
    pub(crate) fn url(error: RedisError) -> Self {
        Kind::Url(error.into()).into()
    }
}

/// What of a [`RedisError`] holds nothing that a server has sent.
#[derive(Clone, Debug)]
pub(crate) struct Reason(String);

impl Reason {
    pub(crate) fn timed_out() -> Self {
        Self("timed out".to_owned())
    }
}

impl From<RedisError> for Reason {
    fn from(error: RedisError) -> Self {
        Self(match error.kind() {
            ErrorKind::Server(kind) => format!("the server replied with {kind:?}"),
            ErrorKind::Extension => "the server replied with an unknown error code".to_owned(),
            // The crate's own words: a detail may be the server's, or a part of the URL.
            _ if error.detail().is_none() => error.to_string(),
            _ => error.category().to_owned(),
        })
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Error for Reason {}

impl From<Kind> for RedisAttemptsError {
    fn from(kind: Kind) -> Self {
        Self(kind)
    }
}

impl fmt::Display for RedisAttemptsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            Kind::Command(_) => "the Redis server refused a command, or its reply was lost",
            Kind::Connection(_) => "there is no connection to the Redis server",
            Kind::NoText => "the value in Redis isn't text",
            Kind::Time => "the Redis server did not answer in time",
            Kind::Url(_) => "not the URL of a Redis server: write `redis://host:6379`",
        })
    }
}

impl Error for RedisAttemptsError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match &self.0 {
            Kind::Command(reason) | Kind::Connection(reason) | Kind::Url(reason) => Some(reason),
            Kind::NoText | Kind::Time => None,
        }
    }
}
