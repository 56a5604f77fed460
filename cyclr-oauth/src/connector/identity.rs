//! [`Identity`]: the connector that a payload is for.

/// The connector that a payload is for, as far as its struct declares it.
#[derive(Clone, Copy, Debug)]
pub struct Identity {
    pub(crate) name: Option<&'static str>,
    pub(crate) version: Option<&'static str>,
    pub(crate) authentication_id: Option<&'static str>,
}

impl Identity {
    /// A struct that declares nothing.
    pub const NONE: Self = Self { name: None, version: None, authentication_id: None };

    /// `Name`
    #[must_use]
    pub const fn name(self, name: &'static str) -> Self {
        Self { name: Some(name), ..self }
    }

    /// `Version`
    #[must_use]
    pub const fn version(self, version: &'static str) -> Self {
        Self { version: Some(version), ..self }
    }

    /// `AuthenticationId`
    #[must_use]
    pub const fn authentication_id(self, authentication_id: &'static str) -> Self {
        Self { authentication_id: Some(authentication_id), ..self }
    }
}
