//! What these tests share: a sandbox with an account, and the two clients under one name.

mod attempts;
mod client;
pub mod connectors;
pub mod load;

use std::sync::Arc;

use cyclr_oauth::{AccountConnectorId, AccountId, CallbackMessage, ConnectorAuthUrl, TargetOrigin};
use cyclr_sandbox::{Completion, Sandbox, SandboxBuilder, Visit};

pub use attempts::{AnyAttempts, AnyBegun};
pub use client::{AnyAccounts, AnyClient, AnyScope, Kind, Settings};

/// Write each test once, as an `async fn(Kind)`; it runs with the async client and with the
/// blocking one.
#[macro_export]
macro_rules! with_both_clients {
    ($($test:ident)*) => {
        mod with_the_async_client {
            $(
                #[tokio::test]
                async fn $test() {
                    super::$test(cyclr_oauth_end_to_end::Kind::Async).await;
                }
            )*
        }

        mod with_the_blocking_client {
            $(
                // Within a runtime, where it may be used, too; the user of the sandbox needs one.
                #[tokio::test]
                async fn $test() {
                    super::$test(cyclr_oauth_end_to_end::Kind::Blocking).await;
                }
            )*
        }
    };
}

/// A sandbox, an account in it, and a client.
#[derive(Debug)]
pub struct World {
    pub sandbox: Arc<Sandbox>,
    pub account: AccountId,
    pub client: AnyClient,
    pub scope: AnyScope,
}

impl World {
    pub fn start(kind: Kind) -> Self {
        Self::around(kind, Sandbox::start_blocking())
    }

    pub fn build(kind: Kind, builder: SandboxBuilder) -> Self {
        Self::around(kind, builder.start_blocking().unwrap())
    }

    pub fn around(kind: Kind, sandbox: impl Into<Arc<Sandbox>>) -> Self {
        let sandbox = sandbox.into();
        let account = AccountId::new("Acme-42").unwrap();
        sandbox.create_account(&account);
        let client = AnyClient::of(kind, &sandbox);
        let scope = client.account(&account);
        Self { sandbox, account, client, scope }
    }

    /// The same with a client of other settings.
    #[must_use]
    pub fn with_client(self, client: AnyClient) -> Self {
        let scope = client.account(&self.account);
        Self { client, scope, ..self }
    }

    /// The URL that hands the user over, with a new token.
    pub async fn auth_url(
        &self,
        id: AccountConnectorId,
        target: &str,
        message: Option<&str>,
    ) -> ConnectorAuthUrl {
        let token = self.client.sign_in_token(&self.account, "ann").await.unwrap();
        ConnectorAuthUrl::builder(self.client.service_domain())
            .id(id)
            .token(token)
            .target_origin(TargetOrigin::parse(target).unwrap())
            .callback_message(message.map(|it| CallbackMessage::new(it).unwrap()))
            .build()
    }

    /// The user, at the URL of the partner's redirect.
    pub async fn hand_off(
        &self,
        id: AccountConnectorId,
        target: &str,
        message: Option<&str>,
    ) -> Visit {
        let redirect = self.auth_url(id, target, message).await.into_redirect::<()>().unwrap();
        let location = redirect.headers()["location"].to_str().unwrap();
        self.sandbox.user().open(location).await.unwrap()
    }

    pub fn is_authenticated(&self, id: AccountConnectorId) -> bool {
        self.sandbox.account_connector(id).unwrap().is_authenticated()
    }

    /// Names and values, in the order in which they were set.
    pub fn properties(&self, id: AccountConnectorId) -> Vec<(String, String)> {
        let snapshot = self.sandbox.account_connector(id).unwrap();
        snapshot.properties().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
    }
}

/// The page that the user is stuck on.
#[track_caller]
pub fn refused(completion: Completion) -> (u16, String) {
    match completion {
        Completion::Refused { status, text } => (status, text),
        other => panic!("the user was not stopped: {other:?}"),
    }
}
