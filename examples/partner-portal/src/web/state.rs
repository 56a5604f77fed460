//! What Cyclr's answer says of a connector: its name, how it stands, how it is connected, what was entered.

use cyclr_oauth::api::{AccountConnectorState, AuthType, OAuth2Type, Parameter, Property};

use super::history::Entry;

/// Cyclr's name for it, which may be empty.
pub(super) fn name(connector: &AccountConnectorState) -> &str {
    let names = [connector.name.trim(), connector.connector.name.trim()];
    names.into_iter().find(|it| !it.is_empty()).unwrap_or("Unnamed connector")
}

/// How a connection stands.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) enum Status {
    /// It was connected here, and is not any more.
    Broken,
    DetailsMissing,
    Connected,
    NotConnected,
    NoneNeeded,
}

impl Status {
    pub(super) fn of(connector: &AccountConnectorState, entry: Option<&Entry>) -> Self {
        let is_missing = connector.missing_properties().next().is_some();
        match (connector.authenticated, is_missing, &connector.connector.auth_type) {
            (_, false, AuthType::None) => Self::NoneNeeded,
            (true, ..) => Self::Connected,
            (_, true, _) => Self::DetailsMissing,
            _ if entry.is_some() => Self::Broken,
            _ => Self::NotConnected,
        }
    }

    pub(super) const fn class(self) -> &'static str {
        match self {
            Self::Broken | Self::DetailsMissing => "bad",
            Self::Connected => "good",
            Self::NotConnected | Self::NoneNeeded => "none",
        }
    }

    pub(super) const fn words(self) -> &'static str {
        match self {
            Self::Broken => "Reconnect needed",
            Self::DetailsMissing => "Details missing",
            Self::Connected => "Connected",
            Self::NotConnected => "Not connected",
            Self::NoneNeeded => "Ready",
        }
    }
}

/// How a user connects it.
pub(super) enum Way {
    /// Cyclr's pages, and mostly the third party's.
    HandOff,
    /// A form of the portal for this.
    Enter(&'static str),
    Nothing,
    Elsewhere,
}

pub(super) fn way(connector: &AccountConnectorState) -> Way {
    match &connector.connector.auth_type {
        AuthType::OAuth2 => match connector.connector.oauth2_type {
            Some(OAuth2Type::ClientCredentials) => Way::Enter("credentials"),
            _ => Way::HandOff,
        },
        AuthType::ApiKey => Way::Enter("API key"),
        AuthType::Basic => Way::Enter("user name and password"),
        AuthType::None => Way::Nothing,
        _ => Way::Elsewhere,
    }
}

pub(super) fn label(parameter: &Parameter) -> &str {
    let names = [parameter.name.trim(), parameter.target_name.trim()];
    names.into_iter().find(|it| !it.is_empty()).unwrap_or("Unnamed")
}

pub(super) fn property<'a>(
    connector: &'a AccountConnectorState,
    parameter: &Parameter,
) -> Option<&'a Property> {
    let is_it = |it: &&Property| it.name.eq_ignore_ascii_case(&parameter.target_name);
    connector.properties.iter().find(is_it)
}

pub(super) fn value<'a>(
    connector: &'a AccountConnectorState,
    parameter: &Parameter,
) -> Option<&'a str> {
    let value = property(connector, parameter)?.value.as_ref()?.expose_secret();
    Some(value).filter(|it| !it.is_empty())
}
