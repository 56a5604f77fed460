//! Cyclr on this machine: the sandbox, and what the Cyclr console would have been told.

use cyclr_oauth::{Client, ConnectorId, Error};
use cyclr_sandbox::{ConnectorSeed, ParameterSeed, Sandbox};

/// A sandbox that knows two connectors.
#[derive(Debug)]
pub struct LocalCyclr {
    /// The sandbox itself.
    pub sandbox: Sandbox,
    /// OAuth with a consent page.
    pub docusign: ConnectorId,
    /// OAuth with tokens that the partner has already.
    pub quick_books: ConnectorId,
}

impl LocalCyclr {
    /// Starts the sandbox, on free ports of this machine.
    pub async fn start() -> Self {
        let sandbox = Sandbox::start().await;
        let docusign = ConnectorSeed::oauth2("Docusign")
            .parameter(
                ParameterSeed::required("Domain")
                    .label("Environment")
                    .values(["account-d.docusign.com", "account.docusign.com"]),
            )
            .parameter(ParameterSeed::optional("Scopes"));
        let quick_books = ConnectorSeed::oauth2("QuickBooks")
            .parameter(ParameterSeed::required("BaseUrl").label("Base Domain"))
            .parameter(ParameterSeed::optional("RealmId"));
        let (docusign, quick_books) = (sandbox.define(docusign), sandbox.define(quick_books));
        Self { sandbox, docusign: docusign.into(), quick_books: quick_books.into() }
    }

    /// A client for it, made as one for the real Cyclr is.
    ///
    /// # Errors
    ///
    /// If the HTTP library can't start.
    pub fn client(&self) -> Result<Client, Error> {
        let (client_id, client_secret) = self.sandbox.client_credentials();
        Client::builder()
            .api_domain(self.sandbox.api_domain())
            .client_credentials(client_id, client_secret)
            .service_domain(self.sandbox.service_domain())
            .build()
    }
}
