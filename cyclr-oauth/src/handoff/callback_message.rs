//! [`CallbackMessage`]: the message that Cyclr posts to the partner's window.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use crate::values::{deserialize_from_text, deserialize_text, wipe};

/// The text that Cyclr passes to `postMessage` when the hand-off ends.
///
/// With a message, Cyclr posts it instead of redirecting to the target origin
/// ([documented](crate::guide::how_cyclr_behaves)). Cyclr ignores a blank message and redirects, so
/// this type rejects one.
///
/// ```
/// use cyclr_oauth::CallbackMessage;
///
/// const COMPLETED: CallbackMessage = CallbackMessage::from_static("completed");
/// assert_eq!(COMPLETED.as_str(), "completed");
/// assert!(CallbackMessage::new(" \t").is_err());
/// ```
///
/// # Security
///
/// `Debug` is redacted and there is no `PartialEq`, because a message may identify one attempt.
#[derive(Clone)]
pub struct CallbackMessage(Cow<'static, str>);

impl CallbackMessage {
    /// Makes a message from any text that isn't blank.
    ///
    /// # Errors
    ///
    /// [`BlankCallbackMessage`] if the text is empty or only white space.
    pub fn new(message: impl Into<String>) -> Result<Self, BlankCallbackMessage> {
        let message = message.into();
        if is_blank(&message) {
            return Err(BlankCallbackMessage);
        }
        Ok(Self(Cow::Owned(message)))
    }

    /// Makes a message from a literal. In a `const`, a blank one fails to compile.
    ///
    /// ```compile_fail
    /// # use cyclr_oauth::CallbackMessage;
    /// const MESSAGE: CallbackMessage = CallbackMessage::from_static(" ");
    /// ```
    ///
    /// # Panics
    ///
    /// Panics if the text is blank: at compile time in a `const`.
    #[must_use]
    #[track_caller]
    pub const fn from_static(message: &'static str) -> Self {
        assert!(!is_blank(message), "{}", BlankCallbackMessage::TEXT);
        Self(Cow::Borrowed(message))
    }

    /// Makes a message from text that is known not to be blank.
    #[cfg(feature = "client")]
    pub(crate) fn from_text(text: &str) -> Self {
        Self(Cow::Owned(text.to_owned()))
    }

    /// The message as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The message may identify an attempt.
impl Drop for CallbackMessage {
    fn drop(&mut self) {
        if let Cow::Owned(text) = &mut self.0 {
            wipe(std::mem::take(text).into_bytes());
        }
    }
}

impl FromStr for CallbackMessage {
    type Err = BlankCallbackMessage;

    fn from_str(message: &str) -> Result<Self, BlankCallbackMessage> {
        Self::new(message)
    }
}

deserialize_from_text!(CallbackMessage, "callback message");

impl fmt::Debug for CallbackMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(_) = self;
        f.write_str("CallbackMessage([redacted])")
    }
}

/// The argument of [`callback_message`](crate::handoff::ConnectorAuthUrlBuilder::callback_message):
/// any type that converts into `Option<CallbackMessage>`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be the callback message",
    label = "not a `CallbackMessage`",
    note = "for a literal, write `CallbackMessage::from_static(\"completed\")`; for other text, `CallbackMessage::new(text)?`"
)]
pub trait IntoCallbackMessage {
    #[doc(hidden)]
    fn into_callback_message(self) -> Option<CallbackMessage>;
}

#[diagnostic::do_not_recommend]
impl<T: Into<Option<CallbackMessage>>> IntoCallbackMessage for T {
    fn into_callback_message(self) -> Option<CallbackMessage> {
        self.into()
    }
}

/// The error for a callback message that is empty or only white space.
///
/// ```
/// use cyclr_oauth::CallbackMessage;
///
/// let error = CallbackMessage::new("").unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "the callback message is blank: leave it out, because Cyclr would ignore it and redirect"
/// );
/// ```
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct BlankCallbackMessage;

impl BlankCallbackMessage {
    const TEXT: &str =
        "the callback message is blank: leave it out, because Cyclr would ignore it and redirect";
}

impl fmt::Display for BlankCallbackMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(Self::TEXT)
    }
}

impl std::error::Error for BlankCallbackMessage {}

/// `text.trim().is_empty()`, which is not `const`.
const fn is_blank(text: &str) -> bool {
    let mut rest = text.as_bytes();
    loop {
        rest = match rest {
            [] => return true,
            // ASCII white space, then the rest of Unicode's in UTF-8.
            [b'\t'..=b'\r' | b' ', rest @ ..]
            | [0xC2, 0x85 | 0xA0, rest @ ..]
            | [0xE1, 0x9A, 0x80, rest @ ..]
            | [0xE2, 0x80, 0x80..=0x8A | 0xA8 | 0xA9 | 0xAF, rest @ ..]
            | [0xE2, 0x81, 0x9F, rest @ ..]
            | [0xE3, 0x80, 0x80, rest @ ..] => rest,
            _ => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::is_blank;

    #[test]
    fn blank_is_what_unicode_calls_white_space() {
        for char in '\0'..=char::MAX {
            let text = char.to_string();
            assert_eq!(is_blank(&text), text.trim().is_empty(), "{char:?}");
        }
        assert!(is_blank("") && is_blank("\u{3000}\n ") && !is_blank("\u{3000}x"));
    }
}
