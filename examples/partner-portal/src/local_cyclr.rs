//! Cyclr on this machine: the sandbox, with the settings that the Cyclr console would hold.

use cyclr_oauth::values::InvalidAccountId;
use cyclr_oauth::{AccountId, Client, ConnectorId, Error};
use cyclr_sandbox::{ConnectorSeed, OAuth2Type, ParameterSeed, Sandbox};

use crate::people::{self, Person};

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
        let docusign = docusign();
        let quick_books = ConnectorSeed::oauth2("QuickBooks")
            .parameter(ParameterSeed::required("BaseUrl").label("Base Domain"))
            .parameter(ParameterSeed::optional("RealmId"));
        let (docusign, quick_books) = (sandbox.define(docusign), sandbox.define(quick_books));
        Self { sandbox, docusign: docusign.into(), quick_books: quick_books.into() }
    }

    /// Installs connectors for two customers, and gives the people who can sign in.
    ///
    /// # Errors
    ///
    /// If an account's id is none.
    pub fn install_samples(&self) -> Result<Vec<Person>, InvalidAccountId> {
        let (acme, globex) = (AccountId::new("Acme-42")?, AccountId::new("Globex-7")?);
        let sugar_crm = ConnectorSeed::oauth2("SugarCRM")
            .oauth2_type(OAuth2Type::PasswordCredentials)
            .property("Domain", "myaccount.sugarcrm.eu")
            .property("Username", "myuser")
            .property("Password", "s3cr3t");
        let connectors = [
            ConnectorSeed::oauth2("Salesforce"),
            docusign(),
            ConnectorSeed::oauth2("HubSpot"),
            sugar_crm,
            ConnectorSeed::api_key("ActiveCampaign"),
            ConnectorSeed::basic("Velocify"),
        ];
        for connector in connectors {
            self.sandbox.install(&acme, connector);
        }
        self.sandbox.install(&globex, ConnectorSeed::oauth2("Salesforce"));
        self.sandbox.install(&globex, ConnectorSeed::api_key("ActiveCampaign"));
        Ok(people::sample(&acme, &globex))
    }

    /// A client for it, made as one for the real Cyclr is.
    ///
    /// # Errors
    ///
    /// If the client can't start.
    pub fn client(&self) -> Result<Client, Error> {
        let (client_id, client_secret) = self.sandbox.client_credentials();
        Client::builder()
            .api_domain(self.sandbox.api_domain())
            .client_credentials(client_id, client_secret)
            .service_domain(self.sandbox.service_domain())
            .clock(self.sandbox.clock())
            .build()
    }
}

/// OAuth with consent, on one of two hosts, which must be chosen first.
fn docusign() -> ConnectorSeed {
    ConnectorSeed::oauth2("Docusign")
        .parameter(
            ParameterSeed::required("Domain")
                .label("Environment")
                .values(["account-d.docusign.com", "account.docusign.com"]),
        )
        .parameter(ParameterSeed::optional("Scopes"))
}
