//! [`Members`]: what the body of a request may hold.

/// What a call reads of a body. Reading anything else is a mistake in the sandbox.
pub(super) trait Members: Send + 'static {
    /// In groups, so that calls can share some.
    const ALL: &'static [&'static [Member]];
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Member {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    pub(super) required: bool,
}

#[derive(Clone, Copy, Debug)]
#[cfg_attr(not(feature = "control"), expect(dead_code, reason = "for the document"))]
pub(super) enum Kind {
    Text,
    Boolean,
    Number,
    /// A text, or an array of texts.
    Texts,
    Object,
    /// An array of objects with these members.
    Objects(&'static [&'static [Member]]),
    /// The same, or one such object.
    ObjectOrObjects(&'static [&'static [Member]]),
}

impl Member {
    pub(super) const fn new(name: &'static str, kind: Kind) -> Self {
        Self { name, kind, required: false }
    }

    pub(super) const fn text(name: &'static str) -> Self {
        Self::new(name, Kind::Text)
    }

    pub(super) const fn boolean(name: &'static str) -> Self {
        Self::new(name, Kind::Boolean)
    }

    pub(super) const fn required(self) -> Self {
        Self { required: true, ..self }
    }
}

/// One of `Properties`.
pub(super) const PROPERTY: &[Member] = &[Member::text("Name").required(), Member::text("Value")];

/// Of an installation or an update.
pub(super) const CREDENTIALS: &[Member] = &[
    Member::text("Name"),
    Member::text("Description"),
    Member::text("AuthenticationId"),
    Member::text("AuthValue"),
    Member::new("Properties", Kind::Objects(&[PROPERTY])),
];
