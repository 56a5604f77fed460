//! All calls of both clients, each with the route that the fault is on.

use std::sync::atomic::{AtomicUsize, Ordering};

use cyclr_oauth::api::Orbit;
use cyclr_oauth::api::{CreateProperty, DeleteProperty, GetProperty, UpdateProperty};
use cyclr_oauth::values::PropertyId;
use cyclr_oauth::{
    AccountConnector, AccountConnectorId, AccountId, AuthValue, ConnectorId, Error, Launch,
    Marketplace, Secret,
};
use cyclr_sandbox::{ConnectorSeed, Sandbox};
use partner_portal::connectors::Velocify;

use crate::{AnyClient, World, connectors};

macro_rules! targets {
    ($($Target:ident: $Class:ident, $method:literal $path:literal;)*) => {
        /// A call, and which of its requests meets the fault.
        #[derive(Clone, Copy, Debug, Eq, PartialEq)]
        pub enum Target {
            $($Target,)*
        }

        pub fn all_targets() -> [Target; [$(Target::$Target),*].len()] {
            [$(Target::$Target),*]
        }

        impl Target {
            pub fn route(self) -> (&'static str, &'static str) {
                match self {
                    $(Self::$Target => ($method, $path),)*
                }
            }

            pub fn class(self) -> Class {
                match self {
                    $(Self::$Target => Class::$Class,)*
                }
            }
        }
    };
}

/// The columns of the table.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Class {
    Repeatable,
    /// Twice would be one too many.
    Minting,
    /// The same, by a caller who looks afterwards.
    LookedFor,
}

targets! {
    AccessToken: Repeatable, "POST" "/oauth/token";
    SignInToken: Minting, "POST" "/v1.0/accounts/*/signintoken";
    LaunchInAccount: Minting, "POST" "/v1.0/accounts/*/launch";
    LaunchAsUser: Minting, "POST" "/v1.0/users/launch";
    MarketplaceInAccount: Minting, "POST" "/v1.0/accounts/*/marketplace";
    OrbitInAccount: Minting, "POST" "/v1.0/accounts/*/orbit";
    Connector: Repeatable, "GET" "/v1.0/account/connectors/*";
    Connectors: Repeatable, "GET" "/v1.0/account/connectors";
    Definition: Repeatable, "GET" "/v1.0/connectors/*";
    Definitions: Repeatable, "GET" "/v1.0/connectors";
    Install: Minting, "POST" "/v1.0/connectors/*/install";
    ConfigureList: Repeatable, "GET" "/v1.0/account/connectors/*/properties";
    ConfigureCreate: LookedFor, "POST" "/v1.0/account/connectors/*/properties";
    ConfigureUpdate: Repeatable, "PUT" "/v1.0/account/connectors/*/properties/*";
    ConfigureAuthValue: Repeatable, "PUT" "/v1.0/account/connectors/*";
    Properties: Repeatable, "GET" "/v1.0/account/connectors/*/properties";
    MissingProperties: Repeatable, "GET" "/v1.0/account/connectors/*";
    SetAuthValue: Repeatable, "PUT" "/v1.0/account/connectors/*";
    Deauthenticate: Repeatable, "PUT" "/v1.0/account/connectors/*/deauthenticate";
    Delete: Repeatable, "DELETE" "/v1.0/account/connectors/*";
    GetProperty: Repeatable, "GET" "/v1.0/account/connectors/*/properties/*";
    CreateProperty: Minting, "POST" "/v1.0/account/connectors/*/properties";
    UpdateProperty: Repeatable, "PUT" "/v1.0/account/connectors/*/properties/*";
    DeleteProperty: Repeatable, "DELETE" "/v1.0/account/connectors/*/properties/*";
}

impl Target {
    /// Whether anything is another way afterwards.
    pub fn does_something(self) -> bool {
        self.route().0 != "GET" && self != Self::AccessToken
    }

    /// Of the others it is enough that Cyclr accepted them.
    pub fn reads_the_answer(self) -> bool {
        !matches!(
            self,
            Self::ConfigureAuthValue
                | Self::ConfigureCreate
                | Self::ConfigureUpdate
                | Self::CreateProperty
                | Self::Deauthenticate
                | Self::Delete
                | Self::DeleteProperty
                | Self::SetAuthValue
                | Self::UpdateProperty
        )
    }
}

/// What one cell is played with: an account of its own, so that all that is in it is the cell's.
#[derive(Debug)]
pub struct Scene {
    account: AccountId,
    connector: ConnectorId,
    id: AccountConnectorId,
    property: PropertyId,
}

/// Another connector than the one that is installed already, which a launch would only update.
#[derive(AccountConnector)]
#[cyclr(name = "Other")]
struct Other {
    #[cyclr(auth_value)]
    key: AuthValue,
}

#[derive(AccountConnector)]
struct Known {
    dc: String,
}

#[derive(AccountConnector)]
struct Fresh {
    fresh: String,
}

/// What all secrets here hold, so that it is found wherever one of them shows.
pub const CANARY: &str = "c4n4ry";

const VALUE_BEFORE: &str = "before c4n4ry";
const VALUE_AFTER: &str = "after c4n4ry";
const PASSWORD: &str = "p4ss+w0rd c4n4ry";
const KEY: &str = "k3y c4n4ry";
/// The base64 of `me:before c4n4ry` and `me:after c4n4ry`.
const AUTH_VALUE_BEFORE: &str = "bWU6YmVmb3JlIGM0bjRyeQ==";
const AUTH_VALUE_AFTER: &str = "bWU6YWZ0ZXIgYzRuNHJ5";

/// The secrets that hold the canary in another form.
pub fn encoded_canaries() -> [&'static str; 2] {
    [AUTH_VALUE_BEFORE, AUTH_VALUE_AFTER]
}

fn velocify() -> Velocify {
    Velocify { credentials: AuthValue::basic("me", VALUE_AFTER).unwrap() }
}

impl Scene {
    pub async fn set(world: &World) -> Self {
        static NUMBER: AtomicUsize = AtomicUsize::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let account = AccountId::new(format!("cell {number}")).unwrap();
        let seed =
            connectors::velocify().property("Dc", VALUE_BEFORE).auth_value(AUTH_VALUE_BEFORE);
        let id = world.sandbox.install(&account, seed);
        world.sandbox.define(ConnectorSeed::api_key("Other"));
        let scope = world.client.account(&account);
        let state = scope.connector(id).await.unwrap();
        let property = state.properties[0].id.unwrap();
        Self { account, connector: state.connector.id, id, property }
    }

    /// Makes the call; gives the `Debug` of its answer.
    pub async fn call(&self, client: &AnyClient, target: Target) -> Result<String, Error> {
        let Self { account, connector, id, property } = self;
        let (scope, id, property) = (client.account(account), *id, *property);
        let (user, velocify) = (Secret::from(PASSWORD), velocify());
        let other = Other { key: AuthValue::api_key(KEY) };
        match target {
            Target::AccessToken => scope.properties(id).await.map(shown),
            Target::SignInToken => client.sign_in_token(account, "ann").await.map(shown),
            Target::LaunchInAccount => {
                client.launch(account, Launch::new().connector(&other)).await.map(shown)
            }
            Target::LaunchAsUser => {
                let launch = Launch::new().connector(&other).user("ann", &user);
                client.launch(account, launch).await.map(shown)
            }
            Target::MarketplaceInAccount => {
                let marketplace = Marketplace::new(7).connector(&other);
                client.marketplace(account, marketplace).await.map(shown)
            }
            Target::OrbitInAccount => {
                client.orbit(account, Orbit::new().connector(&other)).await.map(shown)
            }
            Target::Connector => scope.connector(id).await.map(shown),
            Target::Connectors => scope.connectors().await.map(shown),
            Target::Definition => scope.definition(*connector).await.map(shown),
            Target::Definitions => scope.definitions().await.map(shown),
            Target::Install => scope.install(*connector, &velocify).await.map(shown),
            Target::ConfigureList | Target::ConfigureUpdate => {
                scope.configure(id, &Known { dc: VALUE_AFTER.to_owned() }).await.map(shown)
            }
            Target::ConfigureCreate => {
                scope.configure(id, &Fresh { fresh: VALUE_AFTER.to_owned() }).await.map(shown)
            }
            Target::ConfigureAuthValue => scope.configure(id, &velocify).await.map(shown),
            Target::Properties => scope.properties(id).await.map(shown),
            Target::MissingProperties => scope.missing_properties(id).await.map(shown),
            Target::SetAuthValue => {
                scope.set_auth_value(id, &velocify.credentials).await.map(shown)
            }
            Target::Deauthenticate => scope.deauthenticate(id).await.map(shown),
            Target::Delete => scope.delete(id).await.map(shown),
            Target::GetProperty => {
                client.call(&GetProperty { account, id, property }).await.map(shown)
            }
            Target::CreateProperty => client
                .call(&CreateProperty { account, id, name: "Fresh", value: VALUE_AFTER })
                .await
                .map(shown),
            Target::UpdateProperty => {
                let (name, value) = ("Dc", VALUE_AFTER);
                client.call(&UpdateProperty { account, id, property, name, value }).await.map(shown)
            }
            Target::DeleteProperty => {
                client.call(&DeleteProperty { account, id, property }).await.map(shown)
            }
        }
    }

    /// The secrets that the call sends, besides the access token.
    pub fn secrets(&self, world: &World, target: Target) -> Vec<String> {
        let texts: &[&str] = match target {
            Target::AccessToken => {
                return vec![world.sandbox.client_credentials().1.expose_secret().to_owned()];
            }
            Target::LaunchAsUser => &[KEY, PASSWORD],
            Target::LaunchInAccount | Target::MarketplaceInAccount | Target::OrbitInAccount => {
                &[KEY]
            }
            Target::Install | Target::ConfigureAuthValue | Target::SetAuthValue => {
                &[AUTH_VALUE_AFTER]
            }
            Target::ConfigureCreate
            | Target::ConfigureUpdate
            | Target::CreateProperty
            | Target::UpdateProperty => &[VALUE_AFTER],
            _ => &[],
        };
        texts.iter().map(|text| (*text).to_owned()).collect()
    }

    /// By what the sandbox has: neither too little nor too much of it.
    pub fn how_often_done(&self, sandbox: &Sandbox, target: Target) -> usize {
        let all = sandbox.account_connectors(&self.account);
        let state = sandbox.account_connector(self.id);
        let values = |name: &str| -> Vec<&str> {
            let properties = state.iter().flat_map(|it| it.properties());
            properties.filter(|(it, _)| *it == name).map(|(_, value)| value).collect()
        };
        let auth_value = || state.as_ref().unwrap().auth_value();
        match target {
            Target::SignInToken => usize::from(sandbox.has_user(&self.account, "ann")),
            Target::LaunchInAccount
            | Target::LaunchAsUser
            | Target::MarketplaceInAccount
            | Target::OrbitInAccount
            | Target::Install => all.len() - 1,
            Target::ConfigureCreate | Target::CreateProperty => values("Fresh").len(),
            Target::ConfigureUpdate | Target::UpdateProperty => match values("Dc")[..] {
                [VALUE_AFTER] => 1,
                [VALUE_BEFORE] => 0,
                _ => 2,
            },
            Target::ConfigureAuthValue | Target::SetAuthValue => match auth_value() {
                Some(AUTH_VALUE_AFTER) => 1,
                Some(AUTH_VALUE_BEFORE) => 0,
                _ => 2,
            },
            Target::Deauthenticate => usize::from(auth_value().is_none()),
            Target::Delete => usize::from(all.is_empty()),
            Target::DeleteProperty => usize::from(values("Dc").is_empty()),
            Target::AccessToken
            | Target::Connector
            | Target::Connectors
            | Target::Definition
            | Target::Definitions
            | Target::ConfigureList
            | Target::Properties
            | Target::MissingProperties
            | Target::GetProperty => unreachable!("there is nothing to be done"),
        }
    }
}

fn shown<T: std::fmt::Debug>(answer: T) -> String {
    format!("{answer:?}")
}
