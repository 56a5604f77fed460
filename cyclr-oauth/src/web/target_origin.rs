//! [`TargetOrigin`]: where Cyclr sends the user, or the callback message, after the hand-off.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use url::{Position, Url};

use crate::values::{deserialize_from_text, deserialize_text, wipe};
use crate::web::invalid_url::InvalidUrl;
use crate::web::{literal, url_rules};

/// The https URL that users return to, or whose origin receives the callback message.
///
/// Plain http is allowed on a loopback host.
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
/// Path, query and fragment are kept. How Cyclr treats a target's query and fragment is
/// undocumented; this library expects it to leave them unchanged.
///
/// # Security
///
/// Build the target from a constant. A target taken unchecked from a request makes your page an
/// open redirect. `Debug` shows only the origin and there is no `PartialEq`, because path and query
/// may identify an attempt.
#[derive(Clone)]
pub struct TargetOrigin(Cow<'static, str>);

impl TargetOrigin {
    /// Parses an absolute URL.
    ///
    /// Parsing normalizes the URL as browsers do. It rejects what browsers fix silently: control
    /// characters, outer spaces, backslashes, and missing or surplus slashes.
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
    /// [`InvalidUrl`] with the reason, such as empty text, `*`, `null`, a user name, or a missing
    /// or wrong scheme.
    pub fn parse(text: &str) -> Result<Self, InvalidUrl> {
        let url = url_rules::parse(text)?;
        let bare = !text.split_once("://").is_some_and(|(_, rest)| rest.contains(['/', '?', '#']));
        if bare {
            return Ok(Self(Cow::Owned(url[..Position::AfterPort].to_owned())));
        }
        Ok(Self(Cow::Owned(url.into())))
    }

    /// Makes a target from a literal. In a `const`, an invalid one fails to compile.
    ///
    /// A `const` can't rewrite text: write the literal as a browser would normalize it, already
    /// percent-encoded, or use [`parse`](Self::parse).
    ///
    /// ```compile_fail
    /// # use cyclr_oauth::TargetOrigin;
    /// const DONE: TargetOrigin = TargetOrigin::from_static("http://yourapplication.com/done");
    /// ```
    ///
    /// # Panics
    ///
    /// Panics if the literal isn't a valid target: at compile time in a `const`.
    #[must_use]
    #[expect(clippy::panic, reason = "the way to refuse a literal at compile time")]
    #[track_caller]
    pub const fn from_static(text: &'static str) -> Self {
        match check_literal(text) {
            Ok(()) => Self(Cow::Borrowed(text)),
            Err(error) => panic!("{}", error.sentence()),
        }
    }

    /// Resolves a path against this target without leaving its origin.
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
    /// [`InvalidUrl::OtherOrigin`] if the reference leads to another origin, as `//host` and
    /// absolute URLs do; any other [`InvalidUrl`] if the result isn't a valid target.
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

    /// Makes a target from text that is already valid and normalized.
    #[cfg(feature = "client")]
    pub(crate) fn from_normal(text: String) -> Self {
        Self(Cow::Owned(text))
    }

    /// The URL as the WHATWG URL standard serializes it. A bare origin gets no trailing slash.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The ASCII origin: `event.origin` in a message from there.
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
        // The text is normalized: the first slash after `//` ends the origin.
        self.0.match_indices('/').nth(2).map_or(&self.0, |(end, _)| self.0.split_at(end).0)
    }
}

/// Clones the target.
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

/// The target may identify an attempt.
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
