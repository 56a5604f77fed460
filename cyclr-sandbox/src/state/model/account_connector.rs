//! [`AccountConnector`]: a connector in an account, and when it is authenticated.

use std::time::SystemTime;

use cyclr_oauth::api::Connector;
use cyclr_oauth::{ConnectorId, UtcTimestamp};
use serde::Serialize;
use serde_json::json;

use super::auth_method::AuthMethod;
use super::auth_value::{asks_for_tokens, is_suitable};
use super::connector_lookup::same_name;
use crate::random::Random;
use crate::state::timestamp::{HOUR, whole_second};
use crate::switches::{EmptyAuthValue, Switches};

#[derive(Clone, Debug)]
pub(crate) struct AccountConnector {
    pub(crate) id: u64,
    pub(crate) account: String,
    pub(crate) connector: ConnectorId,
    pub(crate) name: String,
    pub(crate) description: Option<String>,
    pub(crate) authentication: Option<String>,
    pub(crate) auth_value: Option<String>,
    pub(crate) authenticated: bool,
    /// The third party no longer accepts what it gave.
    pub(crate) broken: bool,
    /// Whom the third party had signed in.
    pub(crate) consented_by: Option<String>,
    pub(crate) properties: Vec<Property>,
}

#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "control", derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Property {
    pub(crate) name: String,
    pub(crate) value: String,
    pub(crate) id: u64,
    pub(crate) account_connector_id: u64,
}

impl AccountConnector {
    pub(crate) fn new(
        id: u64,
        account: &str,
        definition: &Connector,
        authentication: Option<String>,
    ) -> Self {
        Self {
            id,
            account: account.to_owned(),
            connector: definition.id,
            name: definition.name.clone(),
            description: None,
            authentication,
            auth_value: None,
            authenticated: false,
            broken: false,
            consented_by: None,
            properties: Vec::new(),
        }
    }

    pub(crate) fn property(&self, name: &str, ignore_case: bool) -> Option<&Property> {
        self.properties.iter().find(|it| same_name(&it.name, name, ignore_case))
    }

    /// The required properties that are not set, by their `TargetName`.
    pub(crate) fn missing_properties<'a>(
        &self,
        definition: &'a Connector,
        switches: &Switches,
    ) -> Vec<&'a str> {
        let is_set = |name: &str| {
            self.property(name, switches.property_names_ignore_case)
                .is_some_and(|it| switches.empty_property_is_set || !it.value.is_empty())
        };
        let required = definition.parameters.iter().filter(|it| it.is_required_property());
        required.map(|it| it.target_name.as_str()).filter(|name| !is_set(name)).collect()
    }

    /// Takes an `AuthValue`; nothing, or an empty one, takes away what there was.
    pub(crate) fn set_auth_value(&mut self, value: Option<&str>) {
        self.auth_value = value.filter(|it| !it.is_empty()).map(str::to_owned);
        self.authenticated = false;
        self.broken = false;
        self.consented_by = None;
    }

    /// Finds out whether it is authenticated, after its properties or also its `AuthValue` have
    /// changed.
    pub(crate) fn settle(
        &mut self,
        auth_value_changed: bool,
        definition: &Connector,
        switches: &Switches,
        random: &mut Random,
        now: SystemTime,
    ) {
        let method = AuthMethod::of(definition, self.authentication.as_deref());
        if self.asks_for_tokens(method) {
            if switches.empty_auth_value == EmptyAuthValue::AtOnce {
                self.fetch_tokens(definition, switches, random, now);
            }
            return;
        }
        if !auth_value_changed && method != AuthMethod::AuthFields {
            return;
        }
        self.broken = false;
        self.authenticated = match (method, self.auth_value.as_deref()) {
            (AuthMethod::None, _) => true,
            (AuthMethod::AuthFields, None) => {
                self.missing_properties(definition, switches).is_empty()
                    && !self.properties.is_empty()
            }
            (method, Some(value)) => is_suitable(method, value),
            (_, None) => false,
        };
    }

    pub(crate) fn asks_for_tokens(&self, method: AuthMethod) -> bool {
        self.auth_value.as_deref().is_some_and(|it| asks_for_tokens(method, it))
    }

    /// Does what Cyclr does for `"{}"`, if the required properties are there.
    pub(crate) fn fetch_tokens(
        &mut self,
        definition: &Connector,
        switches: &Switches,
        random: &mut Random,
        now: SystemTime,
    ) {
        if self.missing_properties(definition, switches).is_empty() {
            self.store_tokens(random, now);
        }
    }

    /// Stores what the third party gave: JSON as text.
    pub(crate) fn store_tokens(&mut self, random: &mut Random, now: SystemTime) {
        let expires = UtcTimestamp::from(whole_second(now + HOUR));
        let tokens = json!({
            "AccessToken": random.url_safe_token(),
            "RefreshToken": random.url_safe_token(),
            "Expires": expires,
        });
        self.auth_value = Some(tokens.to_string());
        self.authenticated = true;
        self.broken = false;
    }
}
