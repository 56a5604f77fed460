//! [`RedisAttemptsError`]: what goes wrong between this process and the server.

use std::error::Error;
use std::fmt;

use redis::RedisError;

/// Why Redis can't remember or give an attempt.
///
/// ```
/// use cyclr_oauth_redis::RedisAttempts;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let error = RedisAttempts::connect("https://user:s3cr3t@yourapplication.com/").await.unwrap_err();
/// assert_eq!(error.to_string(), "this is no URL of a Redis server");
/// # }
/// ```
///
/// From [`Attempts`](cyclr_oauth::Attempts) it comes in
/// [`AttemptError::Store`](cyclr_oauth::AttemptError::Store). [`source`](Error::source) has what the server or
/// the system said.
///
/// # Security
///
/// Neither the text nor `Debug` has the password, the user name, or a value. The server's address stands only in
/// what is wrong with its certificate.
#[derive(Debug)]
pub struct RedisAttemptsError(Kind);

#[derive(Debug)]
pub(crate) enum Kind {
    Command(RedisError),
    Connection(RedisError),
    Exists,
    NoText,
    Time,
    Url(Option<RedisError>),
}

impl RedisAttemptsError {
    pub(crate) fn url(error: RedisError) -> Self {
        // A detail repeats a part of the URL.
        Kind::Url(error.detail().is_none().then_some(error)).into()
    }
}

impl From<Kind> for RedisAttemptsError {
    fn from(kind: Kind) -> Self {
        Self(kind)
    }
}

impl fmt::Display for RedisAttemptsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            Kind::Command(_) => "the Redis server refused a command, or its answer was lost",
            Kind::Connection(_) => "there is no connection to the Redis server",
            Kind::Exists => "there is an attempt under this key already",
            Kind::NoText => "the value in Redis is no text",
            Kind::Time => "the Redis server did not answer in time",
            Kind::Url(_) => "this is no URL of a Redis server",
        })
    }
}

impl Error for RedisAttemptsError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match &self.0 {
            Kind::Command(error) | Kind::Connection(error) | Kind::Url(Some(error)) => Some(error),
            Kind::Exists | Kind::NoText | Kind::Time | Kind::Url(None) => None,
        }
    }
}
