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
    /// With an API key, or with whatever text an `AuthType` needs that is not known.
    Text,
}

impl AuthMethod {
    /// By the chosen authentication, or else by what the connector says of itself.
    pub(crate) fn of(connector: &Connector, chosen: Option<&str>) -> Self {
        let chosen = chosen.and_then(|id| authentication(connector, id));
        let only = if let [only] = &*connector.authentication { Some(only) } else { None };
        let way = chosen.or(only);
        let auth_type = way.map(|it| &it.auth_type).filter(|it| !it.as_str().is_empty());
        let oauth2_type = way.and_then(|it| it.oauth2_type.as_ref());
        match auth_type.unwrap_or(&connector.auth_type) {
            AuthType::AuthFields => Self::AuthFields,
            AuthType::Basic => Self::Basic,
            AuthType::None => Self::None,
            AuthType::OAuth1 => Self::Consent,
            AuthType::OAuth2 => match oauth2_type.or(connector.oauth2_type.as_ref()) {
                Some(OAuth2Type::ClientCredentials | OAuth2Type::PasswordCredentials) => {
                    Self::WithoutUser
                }
                _ => Self::Consent,
            },
            _ => Self::Text,
        }
    }
}
