//! [`ConnectorAuthUrl`]: the finished URL, and the redirect to it.

use std::fmt;

use http::Response;
use url::Url;

use crate::handoff::redirect::redirect;
use crate::handoff::url_text::MESSAGE;
use crate::values::{Secret, UtcTimestamp};

/// A URL that takes one user through the authentication of one account connector, once.
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
/// Every value is percent-encoded down to the unreserved characters of RFC 3986, so that whatever
/// reads the URL gets back what was put in. Half of all real tokens hold a `+`, which unencoded
/// arrives as a space.
///
/// # Security
///
/// The URL is a secret: who opens it first is signed in. It is wiped on drop, and `Debug` leaves
/// out the token, the target and the message. Absent on purpose: `Clone`, since
/// the URL works once; `Display`, `Serialize` and `PartialEq` for the reasons that [`Secret`] gives.
#[must_use = "the token in the URL serves once, and for five minutes only"]
pub struct ConnectorAuthUrl {
    url: Secret,
    expires_at: Option<UtcTimestamp>,
}

impl ConnectorAuthUrl {
    pub(super) fn new(url: Secret, expires_at: Option<UtcTimestamp>) -> Self {
        Self { url, expires_at }
    }

    /// When the token in the URL expires, if that is known.
    #[must_use]
    pub fn expires_at(&self) -> Option<UtcTimestamp> {
        self.expires_at
    }

    /// The URL itself.
    ///
    /// # Security
    ///
    /// It is for the user's browser, at once: not for a log, a cache, a mail (scanners open links)
    /// or a page that is shown twice. [`into_redirect`](Self::into_redirect) sees to that.
    #[must_use]
    pub fn expose_url(&self) -> &str {
        self.url.expose_secret()
    }

    /// The URL as a [`Url`], which is no longer wiped or redacted.
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
        // A `ServiceDomain` is an origin that parses, and the rest is unreserved characters, `%`,
        // `&`, `=`, `?` and `/`.
        Url::parse(self.expose_url()).expect("an origin with an encoded query is a URL")
    }

    /// A redirect to the URL that no cache keeps and no `Referer` repeats: status 303, `Location`,
    /// `Cache-Control: no-store` and `Referrer-Policy: no-referrer`.
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
    /// `B` is the body's type: whatever the web framework answers with, or `String`, as in
    /// `into_redirect::<String>()`.
    ///
    /// # Errors
    ///
    /// [`ExpiredSignInToken`] if by the system's clock the token has expired: the user would land
    /// on a page that says no more than "Forbidden".
    ///
    /// # Security
    ///
    /// The header is marked sensitive. Its memory belongs to the response now, and is not wiped.
    pub fn into_redirect<B: Default>(self) -> Result<Response<B>, ExpiredSignInToken> {
        self.into_redirect_at(UtcTimestamp::now())
    }

    /// [`into_redirect`](Self::into_redirect) by a clock of one's own.
    ///
    /// # Errors
    ///
    /// [`ExpiredSignInToken`] if the token has expired at that moment.
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

/// The sign-in token of the URL has expired; there is nothing to redirect to.
///
/// ```
/// # use cyclr_oauth::{ConnectorAuthUrl, ServiceDomain, SignInToken, TargetOrigin};
/// # let service_domain = ServiceDomain::from_static("app-h.cyclr.com");
/// # let target_origin = TargetOrigin::from_static("https://yourapplication.com");
/// let expiry = "2017-12-08T11:02:48Z".parse()?;
/// let token = SignInToken::new("ABCD").with_expiry(expiry);
/// let builder = ConnectorAuthUrl::builder(&service_domain).id(1234).target_origin(target_origin);
/// let expired = builder.token(token).build().into_redirect_at::<()>(expiry).unwrap_err();
/// assert_eq!(expired.expired_at(), expiry);
/// # Ok::<(), cyclr_oauth::values::InvalidTimestamp>(())
/// ```
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct ExpiredSignInToken {
    expired_at: UtcTimestamp,
}

impl ExpiredSignInToken {
    /// When it expired.
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
