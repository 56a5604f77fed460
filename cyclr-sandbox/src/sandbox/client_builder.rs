//! Clients of a sandbox.

use cyclr_oauth::client::{ClientBuilder, ClientCredentials};
use cyclr_oauth::{ApiDomain, ServiceDomain};

use super::running::Sandbox;

/// A client's builder that has everything that is required.
type Configured<C> = ClientBuilder<C, ApiDomain, ClientCredentials, ServiceDomain>;

impl Sandbox {
    /// A client of this sandbox, which needs no more than `build()`: domains, credentials and the sandbox's
    /// [clock](Self::clock) are set (feature `client`).
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use cyclr_oauth::{AccountId, TargetOrigin};
    /// use cyclr_sandbox::{ConnectorSeed, Fault, Sandbox};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let sandbox = Sandbox::start().await;
    /// let cyclr = sandbox.client_builder().build()?;
    ///
    /// let account = AccountId::new("Acme-42")?;
    /// let salesforce = sandbox.install(&account, ConnectorSeed::oauth2("Salesforce"));
    /// let token = cyclr.sign_in_token(&account, "ann").await?;
    /// let back = TargetOrigin::parse("https://partner.example/back")?;
    /// let url = cyclr.connector_auth_url().id(salesforce).token(token).target_origin(back).build();
    ///
    /// sandbox.clock().advance(Duration::from_secs(301));
    /// assert!(url.into_redirect_at::<()>(cyclr.now()).is_err()); // the token has expired
    /// # Ok(())
    /// # }
    /// ```
    #[cfg(feature = "client")]
    pub fn client_builder(&self) -> Configured<cyclr_oauth::Client> {
        self.configure(cyclr_oauth::Client::builder())
    }

    /// Sets domains, credentials and the sandbox's [clock](Self::clock) for any client.
    ///
    /// Pass `blocking::Client::builder()`, or what `Client::with_transport(…)` returns.
    pub fn configure<C>(&self, builder: ClientBuilder<C>) -> Configured<C> {
        let (client_id, client_secret) = self.client_credentials();
        builder
            .api_domain(self.api_domain())
            .service_domain(self.service_domain())
            .client_credentials(client_id, client_secret)
            .clock(self.clock())
    }
}
