//! [`AuthMethod`]: how an account connector is authenticated.

use cyclr_oauth::api::{AuthType, Connector, OAuth2Type};

use super::connector_lookup::authentication;

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum AuthMethod {
    AuthFields,
    Basic,
    None,
    /// With a page on which the user consents.
    Consent,
    /// OAuth 2 of the types that Cyclr manages without the user.
    WithoutUser,
    /// An API key, or the text for an unknown `AuthType`.
    Text,
}

impl AuthMethod {
    /// By the chosen authentication, or else by what the connector says of itself.
    pub(crate) fn of(connector: &Connector, chosen: Option<&str>) -> Self {
        let chosen = chosen.and_then(|id| authentication(connector, id));
        let only = if let [only] = &*connector.authentication { Some(only) } else { None };
        let (auth_type, oauth2_type) = connector.auth_type_of(chosen.or(only));
        match auth_type {
            AuthType::AuthFields => Self::AuthFields,
            AuthType::Basic => Self::Basic,
            AuthType::None => Self::None,
            AuthType::OAuth1 => Self::Consent,
            AuthType::OAuth2 => match oauth2_type {
                Some(OAuth2Type::ClientCredentials | OAuth2Type::PasswordCredentials) => {
                    Self::WithoutUser
                }
                _ => Self::Consent,
            },
            _ => Self::Text,
        }
    }
}
