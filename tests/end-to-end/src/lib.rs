//! What the tests here share: a sandbox with an account in it, and the two clients under one name.

mod attempts;
mod client;
pub mod connectors;
pub mod faults;
pub mod load;

use std::future::poll_fn;
use std::sync::Arc;
use std::task::Poll;
use std::time::{Duration, Instant};

use cyclr_oauth::{AccountConnectorId, AccountId, CallbackMessage, ConnectorAuthUrl, TargetOrigin};
use cyclr_sandbox::{Completion, Sandbox, SandboxBuilder, Visit};

pub use attempts::AnyAttempts;
pub use client::{AnyClient, AnyScope, Kind, Settings};

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

    /// The URL that hands the user over, with a new token in it.
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

    /// The user, at the URL that the partner's redirect leads to.
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

/// Waits, without sleeping, for what another thread or task is about to do.
pub async fn eventually(condition: impl Fn() -> bool) {
    // Far longer than anything takes, so that what never happens is an error and not a hang.
    let patience = Instant::now() + PATIENCE;
    let check = poll_fn(|context| {
        if condition() {
            return Poll::Ready(());
        }
        assert!(Instant::now() < patience, "it never came true");
        context.waker().wake_by_ref();
        // For machines with fewer cores than threads.
        std::thread::yield_now();
        Poll::Pending
    });
    check.await;
}

/// After so much real time something has gone wrong that nobody thought of.
pub const PATIENCE: Duration = Duration::from_secs(60);
