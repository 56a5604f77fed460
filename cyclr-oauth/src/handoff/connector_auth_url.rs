//! [`ConnectorAuthUrl`]: the finished URL, and the redirect to it.

use std::fmt;

use http::Response;
use url::Url;

use crate::handoff::redirect::redirect;
use crate::handoff::url_text::MESSAGE;
use crate::values::{Secret, UtcTimestamp};

/// A single-use URL at which one user authenticates one account connector.
///
/// ```
/// use cyclr_oauth::{
///     CallbackMessage, ConnectorAuthUrl, ServiceDomain, SignInToken, TargetOrigin,
/// };
///
/// let service_domain = ServiceDomain::from_static("app-h.cyclr.com");
/// let url = ConnectorAuthUrl::builder(&service_domain)
///     .id(1234)
///     .token(SignInToken::new("ABCD12340000000000000="))
///     .target_origin(TargetOrigin::from_static("https://yourapplication.com/complete-page"))
///     .callback_message(CallbackMessage::from_static("completed"))
///     .build();
/// assert_eq!(
///     url.expose_url(),
///     "https://app-h.cyclr.com/connectorauth/updateaccountconnectoroauth?id=1234\
///      &token=ABCD12340000000000000%3D\
///      &targetOrigin=https%3A%2F%2Fyourapplication.com%2Fcomplete-page\
///      &callbackMessage=completed",
/// );
/// ```
///
/// The builder percent-encodes everything but the unreserved characters of RFC 3986. An unencoded
/// `+` would arrive as a space, and half of all real tokens contain one.
///
/// # Security
///
/// The URL is a secret: it signs in the first person who opens it. Dropping it wipes its memory,
/// and `Debug` leaves out the token, the target and the message. `Clone` is absent because the URL
/// works once; `Display`, `Serialize` and `PartialEq` are absent for the reasons that [`Secret`]
/// gives.
#[must_use = "the token in the URL serves once, and for five minutes only"]
pub struct ConnectorAuthUrl {
    url: Secret,
    expires_at: Option<UtcTimestamp>,
}

impl ConnectorAuthUrl {
    pub(super) fn new(url: Secret, expires_at: Option<UtcTimestamp>) -> Self {
        Self { url, expires_at }
    }

    /// When the token in the URL expires, if known.
    #[must_use]
    pub fn expires_at(&self) -> Option<UtcTimestamp> {
        self.expires_at
    }

    /// The URL as text.
    ///
    /// # Security
    ///
    /// Send the URL to the user's browser at once. Never put it in a log, a cache, an email
    /// (scanners open links) or a page that can be shown again.
    /// [`into_redirect`](Self::into_redirect) follows these rules.
    #[must_use]
    pub fn expose_url(&self) -> &str {
        self.url.expose_secret()
    }

    /// Converts the URL to a [`Url`], which is neither wiped nor redacted.
    ///
    /// ```
    /// # use cyclr_oauth::{ConnectorAuthUrl, ServiceDomain, SignInToken, TargetOrigin};
    /// # let service_domain = ServiceDomain::from_static("app-h.cyclr.com");
    /// # let target_origin = TargetOrigin::from_static("https://yourapplication.com");
    /// let url = ConnectorAuthUrl::builder(&service_domain)
    ///     .id(1234)
    ///     .token(SignInToken::new("+/="))
    ///     .target_origin(target_origin)
    ///     .build()
    ///     .into_url();
    /// let (name, value) = url.query_pairs().nth(1).unwrap();
    /// assert_eq!((name.as_ref(), value.as_ref()), ("token", "+/="));
    /// ```
    #[must_use]
    #[expect(clippy::expect_used, clippy::missing_panics_doc, reason = "not reached, see below")]
    pub fn into_url(self) -> Url {
        // A `ServiceDomain` is a valid origin. The rest is unreserved characters, `%`, `&`, `=`,
        // `?` and `/`.
        Url::parse(self.expose_url()).expect("an origin with an encoded query is a URL")
    }

    /// Makes a redirect to the URL that nothing caches or repeats in a `Referer`.
    ///
    /// The status is 303; the headers are `Location`, `Cache-Control: no-store` and
    /// `Referrer-Policy: no-referrer`.
    ///
    /// ```
    /// # use cyclr_oauth::{ConnectorAuthUrl, ServiceDomain, SignInToken, TargetOrigin};
    /// # let service_domain = ServiceDomain::from_static("app-h.cyclr.com");
    /// # let target_origin = TargetOrigin::from_static("https://yourapplication.com");
    /// # let token = SignInToken::new("ABCD").with_expiry("2017-12-08T11:02:48Z".parse()?);
    /// let url = ConnectorAuthUrl::builder(&service_domain)
    ///     .id(1234)
    ///     .token(token) // one from 2017
    ///     .target_origin(target_origin)
    ///     .build();
    /// match url.into_redirect::<String>() {
    ///     Ok(redirect) => unreachable!("{}", redirect.status()),
    ///     Err(expired) => assert_eq!(
    ///         expired.to_string(),
    ///         "the sign-in token expired at 2017-12-08T11:02:48Z; ask Cyclr for a new one"
    ///     ),
    /// }
    /// # Ok::<(), cyclr_oauth::values::InvalidTimestamp>(())
    /// ```
    ///
    /// `B` is the type of the body: the one that your web framework uses, or `String`, as in
    /// `into_redirect::<String>()`.
    ///
    /// # Errors
    ///
    /// [`ExpiredSignInToken`] if the token has expired by the system clock. Cyclr would show the
    /// user a page that says only "Forbidden".
    ///
    /// # Security
    ///
    /// The header is marked sensitive. The response owns its memory, which is not wiped.
    pub fn into_redirect<B: Default>(self) -> Result<Response<B>, ExpiredSignInToken> {
        self.into_redirect_at(UtcTimestamp::now())
    }

    /// Like [`into_redirect`](Self::into_redirect), with a time that you pass in.
    ///
    /// # Errors
    ///
    /// [`ExpiredSignInToken`] if the token has expired at that time.
    pub fn into_redirect_at<B: Default>(
        self,
        now: UtcTimestamp,
    ) -> Result<Response<B>, ExpiredSignInToken> {
        self.check_expiry(now)?;
        Ok(redirect(&self.url))
    }

    pub(crate) fn check_expiry(&self, now: UtcTimestamp) -> Result<(), ExpiredSignInToken> {
        match self.expires_at.filter(|expires_at| *expires_at <= now) {
            Some(expired_at) => Err(ExpiredSignInToken { expired_at }),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for ConnectorAuthUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { url, expires_at } = self;
        let url = url.expose_secret();
        let shown = url.split("&token=").next().unwrap_or_default();
        let message = if url.contains(MESSAGE) { "&callbackMessage=[redacted]" } else { "" };
        f.debug_struct("ConnectorAuthUrl")
            .field(
                "url",
                &format_args!("{shown}&token=[redacted]&targetOrigin=[redacted]{message}"),
            )
            .field("expires_at", expires_at)
            .finish()
    }
}

/// The error for a URL whose sign-in token has expired.
///
/// ```
/// # use cyclr_oauth::{ConnectorAuthUrl, ServiceDomain, SignInToken, TargetOrigin};
/// # let service_domain = ServiceDomain::from_static("app-h.cyclr.com");
/// # let target_origin = TargetOrigin::from_static("https://yourapplication.com");
/// let expiry = "2017-12-08T11:02:48Z".parse()?;
/// let token = SignInToken::new("ABCD").with_expiry(expiry);
/// let url = ConnectorAuthUrl::builder(&service_domain)
///     .id(1234)
///     .token(token)
///     .target_origin(target_origin)
///     .build();
/// let expired = url.into_redirect_at::<()>(expiry).unwrap_err();
/// assert_eq!(expired.expired_at(), expiry);
/// # Ok::<(), cyclr_oauth::values::InvalidTimestamp>(())
/// ```
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct ExpiredSignInToken {
    expired_at: UtcTimestamp,
}

impl ExpiredSignInToken {
    /// When the token expired.
    #[must_use]
    pub fn expired_at(&self) -> UtcTimestamp {
        self.expired_at
    }
}

impl fmt::Display for ExpiredSignInToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the sign-in token expired at {}; ask Cyclr for a new one", self.expired_at)
    }
}

impl std::error::Error for ExpiredSignInToken {}
