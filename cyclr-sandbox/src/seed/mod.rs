//! [`Seed`]: what a sandbox knows from its start.

mod connector;
mod error;
mod file;

use std::path::Path;

use cyclr_oauth::Secret;

pub use connector::{AuthenticationSeed, ConnectorSeed, OAuth2Type, ParameterSeed};
pub use error::SeedError;

use crate::state::connector::Definition;
use crate::state::{NewAccount, State};
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
    pub(crate) credentials: Option<(String, Secret)>,
    pub(crate) switches: Option<Switches>,
    pub(crate) token_lifetime: Option<u64>,
    accounts: Vec<AccountSeed>,
    connectors: Vec<Definition>,
    account_connectors: Vec<AccountConnectorSeed>,
}

#[derive(Clone, Debug)]
struct AccountSeed {
    id: String,
    name: Option<String>,
    description: Option<String>,
    users: Vec<String>,
}

#[derive(Clone, Debug)]
struct AccountConnectorSeed {
    account: String,
    seed: ConnectorSeed,
    name: Option<String>,
    description: Option<String>,
    authenticated: Option<bool>,
}

impl Seed {
    /// Reads a seed, and checks that it does not contradict itself.
    ///
    /// # Errors
    ///
    /// [`SeedError`] with the place of the mistake.
    pub fn parse(json: &str) -> Result<Self, SeedError> {
        file::parse(json)
    }

    /// Reads a seed from a file.
    ///
    /// # Errors
    ///
    /// [`SeedError`] if the file can't be read, or with the place of the mistake in it.
    pub fn read(path: impl AsRef<Path>) -> Result<Self, SeedError> {
        let path = path.as_ref();
        let json = std::fs::read_to_string(path).map_err(|error| SeedError::file(path, error))?;
        Self::parse(&json)
    }

    /// How it sets the switches; as they are by default, if it says nothing.
    #[must_use]
    pub fn switches(&self) -> Switches {
        self.switches.clone().unwrap_or_default()
    }

    /// Puts everything where it belongs. The ids are free, since nothing else is there.
    pub(crate) fn plant(self, state: &mut State) {
        for AccountSeed { id, name, description, users } in self.accounts {
            state.insert_account(NewAccount { id: id.clone(), name, description });
            for user in users {
                state.ensure_user(&id, &user);
            }
        }
        for definition in self.connectors {
            state.insert_connector(definition);
        }
        for it in self.account_connectors {
            let id = state.insert_account_connector(&it.account, it.seed);
            state.describe(id, it.name, it.description);
            if let Some(authenticated) = it.authenticated {
                state.set_authenticated(id, authenticated);
            }
        }
    }
}
