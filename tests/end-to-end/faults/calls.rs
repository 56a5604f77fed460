//! All calls of both clients, each with the route that the fault is on.

use std::sync::atomic::{AtomicUsize, Ordering};

use cyclr_oauth::api::{CreateProperty, DeleteProperty, GetProperty, UpdateProperty};
use cyclr_oauth::{
    AccountConnector, AccountConnectorId, AccountId, AuthValue, ConnectorId, Error, Launch,
    Marketplace, Orbit, PropertyId, Secret,
};
use cyclr_oauth_end_to_end::{AnyClient, World, connectors};
use cyclr_sandbox::{ConnectorSeed, Sandbox};
use partner_portal::connectors::Velocify;

macro_rules! targets {
    ($($Target:ident: $Class:ident, $method:literal $path:literal;)*) => {
        /// A call, and which of its requests meets the fault.
        #[derive(Clone, Copy, Debug, Eq, PartialEq)]
        pub(super) enum Target {
            $($Target,)*
        }

        pub(super) fn all() -> [Target; [$(Target::$Target),*].len()] {
            [$(Target::$Target),*]
        }

        impl Target {
            pub(super) fn route(self) -> (&'static str, &'static str) {
                match self {
                    $(Self::$Target => ($method, $path),)*
                }
            }

            pub(super) fn class(self) -> Class {
                match self {
                    $(Self::$Target => Class::$Class,)*
                }
            }
        }
    };
}

/// The columns of the table.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Class {
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
    pub(super) fn does_something(self) -> bool {
        self.route().0 != "GET" && self != Self::AccessToken
    }

    /// Of the others it is enough that Cyclr accepted them.
    pub(super) fn reads_the_answer(self) -> bool {
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
pub(super) struct Scene {
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

const BEFORE: &str = "bWU6YmVmb3Jl";
const AFTER: &str = "bWU6YWZ0ZXI=";

fn velocify() -> Velocify {
    Velocify { credentials: AuthValue::basic("me", "after").unwrap() }
}

impl Scene {
    pub(super) async fn set(world: &World) -> Self {
        static NUMBER: AtomicUsize = AtomicUsize::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let account = AccountId::new(format!("cell {number}")).unwrap();
        let seed = connectors::velocify().property("Dc", "before").auth_value(BEFORE);
        let id = world.sandbox.install(&account, seed);
        world.sandbox.define(ConnectorSeed::api_key("Other"));
        let scope = world.client.account(&account);
        let state = scope.connector(id).await.unwrap();
        let property = state.properties[0].id.unwrap();
        Self { account, connector: state.connector.id, id, property }
    }

    pub(super) async fn call(&self, client: &AnyClient, target: Target) -> Result<(), Error> {
        let Self { account, connector, id, property } = self;
        let (scope, id, property) = (client.account(account), *id, *property);
        let (user, velocify) = (Secret::from("p4ssw0rd"), velocify());
        let other = Other { key: AuthValue::api_key("k3y") };
        match target {
            Target::AccessToken => scope.properties(id).await.map(drop),
            Target::SignInToken => client.sign_in_token(account, "ann").await.map(drop),
            Target::LaunchInAccount => {
                client.launch(account, Launch::new().connector(&other)).await.map(drop)
            }
            Target::LaunchAsUser => {
                let launch = Launch::new().connector(&other).user("ann", &user);
                client.launch(account, launch).await.map(drop)
            }
            Target::MarketplaceInAccount => {
                let marketplace = Marketplace::new(7).connector(&other);
                client.marketplace(account, marketplace).await.map(drop)
            }
            Target::OrbitInAccount => {
                client.orbit(account, Orbit::new().connector(&other)).await.map(drop)
            }
            Target::Connector => scope.connector(id).await.map(drop),
            Target::Connectors => scope.connectors().await.map(drop),
            Target::Definition => scope.definition(*connector).await.map(drop),
            Target::Definitions => scope.definitions().await.map(drop),
            Target::Install => scope.install(*connector, &velocify).await.map(drop),
            Target::ConfigureList | Target::ConfigureUpdate => {
                scope.configure(id, &Known { dc: "after".to_owned() }).await
            }
            Target::ConfigureCreate => {
                scope.configure(id, &Fresh { fresh: "after".to_owned() }).await
            }
            Target::ConfigureAuthValue => scope.configure(id, &velocify).await,
            Target::Properties => scope.properties(id).await.map(drop),
            Target::MissingProperties => scope.missing_properties(id).await.map(drop),
            Target::SetAuthValue => scope.set_auth_value(id, &velocify.credentials).await,
            Target::Deauthenticate => scope.deauthenticate(id).await,
            Target::Delete => scope.delete(id).await,
            Target::GetProperty => {
                client.call(&GetProperty { account, id, property }).await.map(drop)
            }
            Target::CreateProperty => {
                client.call(&CreateProperty { account, id, name: "Fresh", value: "after" }).await
            }
            Target::UpdateProperty => {
                let (name, value) = ("Dc", "after");
                client.call(&UpdateProperty { account, id, property, name, value }).await
            }
            Target::DeleteProperty => client.call(&DeleteProperty { account, id, property }).await,
        }
    }

    /// By what the sandbox has: neither too little nor too much of it.
    pub(super) fn how_often_done(&self, sandbox: &Sandbox, target: Target) -> usize {
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
                ["after"] => 1,
                ["before"] => 0,
                _ => 2,
            },
            Target::ConfigureAuthValue | Target::SetAuthValue => match auth_value() {
                Some(AFTER) => 1,
                Some(BEFORE) => 0,
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
