//! Every way to write the library's path.

#![no_implicit_prelude]
#![allow(clippy::absolute_paths, reason = "there is no other kind here")]

/// A place where a partner's crate may re-export the library.
pub mod vendor {
    pub use ::connectors as cyclr;
}

/// A path that begins with `::`.
#[derive(::connectors::AccountConnector, ::std::fmt::Debug)]
#[cyclr(crate = ::connectors)]
pub struct Renamed {
    /// Sent.
    pub region: Region,
    /// Sent with it.
    #[cyclr(flatten)]
    pub inner: Reexported,
}

/// A path of the crate's own.
#[derive(::connectors::AccountConnector, ::std::fmt::Debug)]
#[cyclr(crate = crate::paths::vendor::cyclr)]
pub struct Reexported {
    /// Sent.
    pub subdomain: ::std::string::String,
    /// Not a property.
    #[cyclr(auth_value)]
    pub tokens: ::std::option::Option<::connectors::OAuthTokens>,
}

/// A path from here.
#[derive(
    ::connectors::PropertyValue, ::std::clone::Clone, ::std::marker::Copy, ::std::fmt::Debug,
)]
#[cyclr(crate = self::vendor::cyclr)]
pub enum Region {
    /// Europe.
    Eu,
}

#[cfg(test)]
mod tests {
    use ::connectors::AccountConnector;
    use ::std::assert_eq;
    use ::std::borrow::ToOwned;

    #[test]
    fn names() {
        let inner =
            super::Reexported { subdomain: "acme".to_owned(), tokens: ::std::option::Option::None };
        let renamed = super::Renamed { region: super::Region::Eu, inner };
        assert_eq!(
            renamed.payload().to_json().expose_secret(),
            r#"{"Properties":[{"Name":"Region","Value":"Eu"},{"Name":"Subdomain","Value":"acme"}]}"#
        );
    }
}
