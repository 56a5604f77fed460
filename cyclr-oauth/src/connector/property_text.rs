//! [`PropertyText`]: the text of a property value.

use std::fmt::{self, Write};

use crate::values::Secret;

/// The text of a property value, borrowed where possible.
///
/// # Security
///
/// A text given as a `String` is wiped on drop, and `Debug` is redacted.
pub struct PropertyText<'a> {
    text: Text<'a>,
    sensitive: bool,
}

enum Text<'a> {
    Borrowed(&'a str),
    Short(Short),
    Owned(Secret),
}

impl<'a> PropertyText<'a> {
    /// Keeps the text out of [`redacted`](crate::connector::Payload::redacted) payloads.
    ///
    /// ```
    /// # use cyclr_oauth::PropertyValue;
    /// # use cyclr_oauth::connector::PropertyText;
    /// struct Pin(String);
    ///
    /// impl PropertyValue for Pin {
    ///     fn property_text(&self) -> Option<PropertyText<'_>> {
    ///         Some(PropertyText::from(self.0.as_str()).sensitive())
    ///     }
    /// }
    /// ```
    #[must_use]
    pub fn sensitive(mut self) -> Self {
        self.sensitive = true;
        self
    }

    /// The text itself.
    #[inline]
    #[must_use]
    pub fn as_str(&self) -> &str {
        match &self.text {
            Text::Borrowed(text) => text,
            Text::Short(text) => text.as_str(),
            Text::Owned(text) => text.expose_secret(),
        }
    }

    pub(crate) fn is_sensitive(&self) -> bool {
        self.sensitive
    }

    /// The borrowed text and whether it is sensitive; `None` for an owned text.
    #[inline]
    pub(crate) fn as_borrowed(&self) -> Option<(&'a str, bool)> {
        match self.text {
            Text::Borrowed(text) => Some((text, self.sensitive)),
            Text::Short(_) | Text::Owned(_) => None,
        }
    }

    /// Copies a borrowed text.
    pub(crate) fn into_owned<'b>(self) -> PropertyText<'b> {
        let text = match self.text {
            Text::Borrowed(text) => Text::Owned(Secret::from(text)),
            Text::Short(text) => Text::Short(text),
            Text::Owned(text) => Text::Owned(text),
        };
        PropertyText { text, sensitive: self.sensitive }
    }

    #[expect(clippy::expect_used, reason = "an invariant, see its text")]
    pub(super) fn short(value: impl fmt::Display) -> Self {
        let mut text = Short { bytes: [0; Short::LONGEST], length: 0 };
        write!(text, "{value}").expect("an integer or a character is at most 40 bytes long");
        Self { text: Text::Short(text), sensitive: false }
    }
}

impl<'a> From<&'a str> for PropertyText<'a> {
    #[inline]
    fn from(text: &'a str) -> Self {
        Self { text: Text::Borrowed(text), sensitive: false }
    }
}

impl From<String> for PropertyText<'_> {
    fn from(text: String) -> Self {
        Self { text: Text::Owned(Secret::from(text)), sensitive: false }
    }
}

impl fmt::Debug for PropertyText<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { text: _, sensitive } = self;
        f.debug_struct("PropertyText")
            .field("text", &"[redacted]")
            .field("sensitive", sensitive)
            .finish()
    }
}

/// Text that fits on the stack: every integer and every character.
struct Short {
    bytes: [u8; Self::LONGEST],
    length: u8,
}

impl Short {
    /// `-170141183460469231731687303715884105728`
    const LONGEST: usize = 40;

    // Not inlined: inlining would slow down every borrowed text.
    #[expect(clippy::expect_used, reason = "an invariant, see its text")]
    #[inline(never)]
    fn as_str(&self) -> &str {
        let (text, _) = self.bytes.split_at(usize::from(self.length));
        str::from_utf8(text).expect("whole texts were written")
    }
}

impl Write for Short {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let start = usize::from(self.length);
        let end = start + text.len();
        self.bytes.get_mut(start..end).ok_or(fmt::Error)?.copy_from_slice(text.as_bytes());
        self.length = u8::try_from(end).map_err(|_| fmt::Error)?;
        Ok(())
    }
}
