//! A service on two machines, and what they share.

use cyclr_oauth::{AccountConnectorId, AccountId, Attempts, Client};
use cyclr_sandbox::{ConnectorSeed, Sandbox};

use crate::server::{self, Server, attempts_at};

pub(crate) struct Service {
    pub(crate) server: Server,
    pub(crate) sandbox: Sandbox,
    pub(crate) cyclr: Client,
    pub(crate) account: AccountId,
    pub(crate) id: AccountConnectorId,
    /// One machine and another.
    pub(crate) here: Attempts,
    pub(crate) there: Attempts,
}

impl Service {
    pub(crate) async fn start() -> Self {
        let server = server::start().await;
        let sandbox = Sandbox::start().await;
        let cyclr = sandbox.client_builder().build().unwrap();
        let account = AccountId::new("Acme-42").unwrap();
        let id = sandbox.install(&account, ConnectorSeed::oauth2("Salesforce"));
        let [here, there] = [attempts_at(&server.url()).await, attempts_at(&server.url()).await];
        sandbox.clear_requests();
        Self { server, sandbox, cyclr, account, id, here, there }
    }

    pub(crate) fn url(&self) -> String {
        self.server.url()
    }
}
