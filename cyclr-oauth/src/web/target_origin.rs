//! [`TargetOrigin`]: where Cyclr sends the user, or the message, when it is done.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use url::{Position, Url};

use crate::values::{deserialize_from_text, deserialize_text, wipe};
use crate::web::invalid_url::InvalidUrl;
use crate::web::{literal, url_rules};

/// An absolute https URL (http on a loopback host) that the user returns to, or whose origin gets
/// the callback message.
///
/// ```
/// use cyclr_oauth::TargetOrigin;
///
/// const DONE: TargetOrigin = TargetOrigin::from_static("https://yourapplication.com/complete-page");
/// assert_eq!(DONE.origin(), "https://yourapplication.com");
///
/// let target = TargetOrigin::parse("https://bücher.example/fertig?an=Frau Ü")?;
/// assert_eq!(target.as_str(), "https://xn--bcher-kva.example/fertig?an=Frau%20%C3%9C");
/// # Ok::<(), cyclr_oauth::web::InvalidUrl>(())
/// ```
///
/// Path, query and fragment are kept. What Cyclr does with a target's own query and fragment is
/// undocumented; this library expects it to keep them as they are.
///
/// # Security
///
/// A target taken from a request and passed on unchecked makes an open redirect of the partner's
/// own page: build it from a constant. `Debug` shows the origin alone, since path and query may
/// carry what tells one attempt from another; for the same reason there is no `PartialEq`.
#[derive(Clone)]
pub struct TargetOrigin(Cow<'static, str>);

impl TargetOrigin {
    /// Takes an absolute URL.
    ///
    /// The text is normalised as a browser would, but for what a browser would mend silently:
    /// control characters, outer spaces, backslashes and missing or surplus slashes are refused.
    ///
    /// ```
    /// # use cyclr_oauth::TargetOrigin;
    /// # use cyclr_oauth::web::InvalidUrl;
    /// let refused = |text| TargetOrigin::parse(text).unwrap_err();
    /// assert_eq!(refused("*"), InvalidUrl::Wildcard);
    /// assert_eq!(refused("https://yourapplication.com@evil.example"), InvalidUrl::UserInfo);
    /// assert_eq!(refused("http://yourapplication.com"), InvalidUrl::HttpNotLoopback);
    /// ```
    ///
    /// # Errors
    ///
    /// [`InvalidUrl`] with the reason: among others no scheme, another scheme than https, user
    /// information, `*`, `null`, or nothing.
    pub fn parse(text: &str) -> Result<Self, InvalidUrl> {
        let url = url_rules::parse(text)?;
        let bare = !text.split_once("://").is_some_and(|(_, rest)| rest.contains(['/', '?', '#']));
        if bare {
            return Ok(Self(Cow::Owned(url[..Position::AfterPort].to_owned())));
        }
        Ok(Self(Cow::Owned(url.into())))
    }

    /// Takes a literal; in a `const`, a bad one fails to compile.
    ///
    /// Since a `const` can't rewrite text, the literal has to be what a browser would make of it,
    /// with everything percent-encoded that has to be; use [`parse`](Self::parse) otherwise.
    ///
    /// ```compile_fail
    /// # use cyclr_oauth::TargetOrigin;
    /// const DONE: TargetOrigin = TargetOrigin::from_static("http://yourapplication.com/done");
    /// ```
    ///
    /// # Panics
    ///
    /// If the literal is no such URL: at compile time in a `const`.
    #[must_use]
    #[expect(clippy::panic, reason = "the way to refuse a literal at compile time")]
    #[track_caller]
    pub const fn from_static(text: &'static str) -> Self {
        match check_literal(text) {
            Ok(()) => Self(Cow::Borrowed(text)),
            Err(error) => panic!("{}", error.sentence()),
        }
    }

    /// Resolves a path against this target, and stays on its origin.
    ///
    /// ```
    /// # use cyclr_oauth::TargetOrigin;
    /// const SITE: TargetOrigin = TargetOrigin::from_static("https://yourapplication.com");
    /// let done = SITE.join("/integrations/done?step=2")?;
    /// assert_eq!(done.as_str(), "https://yourapplication.com/integrations/done?step=2");
    /// assert!(SITE.join("//evil.example/done").is_err());
    /// # Ok::<(), cyclr_oauth::web::InvalidUrl>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`InvalidUrl::OtherOrigin`] if the reference leads to another origin, as `//host` and absolute
    /// URLs do; any other [`InvalidUrl`] if the result isn't a valid target.
    pub fn join(&self, reference: &str) -> Result<Self, InvalidUrl> {
        if reference.contains(char::is_control) {
            return Err(InvalidUrl::ControlCharacter);
        }
        let base = url_rules::parse(&self.0)?;
        let url = base.join(reference).map_err(|_| InvalidUrl::Host)?;
        if url.origin() != base.origin() {
            return Err(InvalidUrl::OtherOrigin);
        }
        Self::try_from(url)
    }

    /// Of what is a target in its normal form already.
    #[cfg(feature = "client")]
    pub(crate) fn from_normal(text: String) -> Self {
        Self(Cow::Owned(text))
    }

    /// The URL in the serialisation of the WHATWG URL standard; of a bare origin, the origin with no
    /// slash added.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The ASCII origin: what `event.origin` is in a message from there.
    ///
    /// ```
    /// # use cyclr_oauth::TargetOrigin;
    /// let target = TargetOrigin::parse("https://Yourapplication.com:443/done?x")?;
    /// assert_eq!(target.origin(), "https://yourapplication.com");
    /// # Ok::<(), cyclr_oauth::web::InvalidUrl>(())
    /// ```
    #[must_use]
    pub fn origin(&self) -> String {
        self.origin_str().to_owned()
    }

    pub(crate) fn origin_str(&self) -> &str {
        // The text is normal: the first slash after the scheme's two ends the origin.
        self.0.match_indices('/').nth(2).map_or(&self.0, |(end, _)| self.0.split_at(end).0)
    }
}

/// A copy.
impl From<&TargetOrigin> for TargetOrigin {
    fn from(target: &TargetOrigin) -> Self {
        target.clone()
    }
}

impl TryFrom<Url> for TargetOrigin {
    type Error = InvalidUrl;

    fn try_from(url: Url) -> Result<Self, InvalidUrl> {
        url_rules::check(&url)?;
        Ok(Self(Cow::Owned(url.into())))
    }
}

/// [`TargetOrigin::parse`]
impl TryFrom<&str> for TargetOrigin {
    type Error = InvalidUrl;

    fn try_from(text: &str) -> Result<Self, InvalidUrl> {
        Self::parse(text)
    }
}

/// [`TargetOrigin::parse`]
impl TryFrom<String> for TargetOrigin {
    type Error = InvalidUrl;

    fn try_from(text: String) -> Result<Self, InvalidUrl> {
        Self::parse(&text)
    }
}

/// It may carry what tells one attempt from another.
impl Drop for TargetOrigin {
    fn drop(&mut self) {
        if let Cow::Owned(text) = &mut self.0 {
            wipe(std::mem::take(text).into_bytes());
        }
    }
}

impl FromStr for TargetOrigin {
    type Err = InvalidUrl;

    fn from_str(text: &str) -> Result<Self, InvalidUrl> {
        Self::parse(text)
    }
}

deserialize_from_text!(TargetOrigin, "target origin");

impl fmt::Debug for TargetOrigin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let origin = self.origin_str();
        let rest = if self.0.len() > origin.len() { "/[redacted]" } else { "" };
        write!(f, "TargetOrigin({origin}{rest})")
    }
}

const fn check_literal(text: &'static str) -> Result<(), InvalidUrl> {
    match text.as_bytes() {
        [] => return Err(InvalidUrl::Empty),
        b"*" => return Err(InvalidUrl::Wildcard),
        b"null" => return Err(InvalidUrl::Null),
        [b' ', ..] | [.., b' '] => return Err(InvalidUrl::Space),
        _ => {}
    }
    let Some((https, rest)) = literal::split_scheme(text) else {
        let mut bytes = text.as_bytes();
        while let [byte, tail @ ..] = bytes {
            match byte {
                b':' => return Err(InvalidUrl::Scheme),
                b'a'..=b'z' | b'A'..=b'Z' => bytes = tail,
                _ => break,
            }
        }
        return Err(InvalidUrl::NoScheme);
    };
    match literal::check(https, rest) {
        Ok(_) => Ok(()),
        Err(error) => Err(error),
    }
}
