//! [`Seed`]: what a sandbox knows from its start.

use std::collections::BTreeMap;

use cyclr_oauth::api::{AuthType, Connector};
use cyclr_oauth::{AccountId, ConnectorId, Secret};
use serde::Deserialize;
use serde_json::Value;

use crate::state::{CyclrState, Installation, Method, MethodAnswer};
use crate::switches::Switches;

/// What a sandbox knows from its start, read from JSON.
///
/// All members are optional, save the ids and names of what there is. Definitions of connectors are
/// as `GET /v1.0/connectors/{id}` answers them, so that a real answer can be pasted.
///
/// ```
/// use cyclr_sandbox::{Sandbox, Seed};
///
/// let seed = Seed::parse(r#"{
///     "Credentials": {"ClientId": "client-id", "ClientSecret": "client-secret"},
///     "Switches": {"url_safe_tokens": true},
///     "Accounts": [{"Id": "Acme-42", "Name": "Acme", "Users": ["ann"]}],
///     "Connectors": [{
///         "Id": 7,
///         "Name": "Zendesk",
///         "Version": "1.0",
///         "AuthType": "OAuth2",
///         "OAuth2Type": "AuthorisationCode",
///         "Parameters": [{"Name": "Sub Domain", "TargetName": "SubDomain", "IsAccountConnectorProperty": true}]
///     }],
///     "AccountConnectors": [{
///         "Id": 1234,
///         "AccountId": "Acme-42",
///         "ConnectorId": 7,
///         "Properties": [{"Name": "SubDomain", "Value": "acme"}]
///     }]
/// }"#)?;
/// let cyclr = Sandbox::builder().seed(seed).start_blocking()?;
/// assert!(cyclr.account_connector(1234.into()).is_some());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// An error says where it is:
///
/// ```
/// # use cyclr_sandbox::Seed;
/// let error = Seed::parse("{\n  \"Acounts\": []\n}").unwrap_err();
/// assert_eq!((error.line(), error.column()), (2, 11));
/// assert!(error.to_string().starts_with("line 2, column 11: unknown field `Acounts`"));
/// ```
#[derive(Clone, Debug, Default)]
pub struct Seed {
    pub(crate) credentials: Option<CredentialsSeed>,
    pub(crate) switches: Option<Switches>,
    pub(crate) token_lifetime: Option<u64>,
    pub(super) accounts: Vec<AccountSeed>,
    pub(super) connectors: Vec<Connector>,
    pub(super) extras: BTreeMap<ConnectorId, ConnectorExtras>,
    pub(super) account_connectors: Vec<AccountConnectorSeed>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "PascalCase")]
pub(crate) struct CredentialsSeed {
    pub(crate) client_id: String,
    pub(crate) client_secret: Secret,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "PascalCase")]
pub(super) struct AccountSeed {
    pub(super) id: AccountId,
    name: Option<String>,
    description: Option<String>,
    #[serde(default)]
    users: Vec<String>,
}

/// What a seed's connector may have in addition to its definition.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub(super) struct ConnectorExtras {
    pub(super) category: Option<String>,
    pub(super) methods: Vec<MethodExtras>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "PascalCase")]
pub(super) struct MethodExtras {
    #[serde(default)]
    method_unique_identifier: String,
    name: String,
    category: Option<String>,
    #[serde(default)]
    answer: Value,
}

impl From<MethodExtras> for Method {
    fn from(method: MethodExtras) -> Self {
        let MethodExtras { method_unique_identifier: id, name, category, answer } = method;
        Self { id, name, category, answer: MethodAnswer::Json(answer) }
    }
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "PascalCase")]
pub(super) struct AccountConnectorSeed {
    pub(super) id: u64,
    pub(super) account_id: String,
    pub(super) connector_id: ConnectorId,
    name: Option<String>,
    description: Option<String>,
    pub(super) authentication_id: Option<String>,
    auth_value: Option<Secret>,
    authenticated: Option<bool>,
    #[serde(default)]
    properties: Vec<PropertySeed>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "PascalCase")]
struct PropertySeed {
    name: String,
    value: Secret,
}

impl Seed {
    /// How it sets the switches; as they are by default, if it says nothing.
    #[must_use]
    pub fn switches(&self) -> Switches {
        self.switches.clone().unwrap_or_default()
    }

    /// Puts everything where it belongs. The ids are free, since nothing else is there.
    #[expect(clippy::expect_used, reason = "parsing has checked that all connectors are there")]
    pub(crate) fn plant(self, state: &mut CyclrState) {
        for AccountSeed { id, name, description, users } in self.accounts {
            state.insert_account(id.as_str(), name, description);
            for user in users {
                state.ensure_user(id.as_str(), &user);
            }
        }
        for definition in &self.connectors {
            let id = state.insert_connector(definition.clone());
            let ConnectorExtras { category, methods } =
                self.extras.get(&id).cloned().unwrap_or_default();
            let is_oauth2 = definition.auth_type == AuthType::OAuth2;
            let current_user = is_oauth2.then(Method::current_user);
            let methods = current_user.into_iter().chain(methods.into_iter().map(Method::from));
            state.describe_connector(id, category, methods.collect());
        }
        for it in self.account_connectors {
            let mut definitions = self.connectors.iter();
            let definition = definitions.find(|known| known.id == it.connector_id);
            let installation = Installation {
                definition: definition.expect("a connector of the seed").clone(),
                account_connector_id: Some(it.id),
                authentication: it.authentication_id,
                auth_value: it.auth_value,
                properties: it.properties.into_iter().map(|it| (it.name, it.value)).collect(),
                category: None,
                methods: Vec::new(),
            };
            let id = state.insert_account_connector(&it.account_id, installation);
            state.describe(id, it.name, it.description);
            if let Some(authenticated) = it.authenticated {
                state.set_authenticated(id, authenticated);
            }
        }
    }
}
