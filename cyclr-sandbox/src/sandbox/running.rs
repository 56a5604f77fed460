//! [`Sandbox`]: the handle of a running sandbox.

use std::fmt;
use std::sync::Arc;

use cyclr_oauth::{ApiDomain, Secret, ServiceDomain};
use url::Url;

use crate::clock::Clock;
use crate::faults::Faults;
use crate::record::RecordedRequest;
use crate::server::Guard;
use crate::shared::Shared;
use crate::switches::Switches;

/// A stand-in for Cyclr that runs on its own thread until it is dropped.
///
/// It needs no runtime around it: it works from async tests of any flavour, and from tests without.
/// All methods take `&self`; put it in an [`Arc`] to share it.
///
/// ```
/// use std::time::Duration;
///
/// use cyclr_oauth::AccountId;
/// use cyclr_sandbox::{ConnectorSeed, Sandbox};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let cyclr = Sandbox::start().await;
/// let account = AccountId::new("Acme-42")?;
/// let id = cyclr.install(&account, ConnectorSeed::oauth2("Salesforce"));
/// assert!(!cyclr.account_connector(id).unwrap().is_authenticated());
///
/// println!("API at {}, users at {}", cyclr.api_domain(), cyclr.service_domain());
/// cyclr.clock().advance(Duration::from_secs(301)); // all sign-in tokens have expired
/// # Ok(())
/// # }
/// ```
pub struct Sandbox {
    pub(crate) shared: Arc<Shared>,
    #[cfg(feature = "control")]
    pub(crate) control: Option<std::net::SocketAddr>,
    pub(crate) _guard: Guard,
}

impl Sandbox {
    /// Where `/oauth/token` and `/v1.0/…` are.
    #[must_use]
    pub fn api_domain(&self) -> ApiDomain {
        self.shared.addresses.api.clone()
    }

    /// Where `/connectorauth/…` and `/account/signinwithtoken` are.
    #[must_use]
    pub fn service_domain(&self) -> ServiceDomain {
        self.shared.addresses.service.clone()
    }

    /// The origin of the third party, whose consent page the user sees.
    #[must_use]
    pub fn third_party_origin(&self) -> String {
        self.shared.addresses.third_party.clone()
    }

    /// The certificate that clients have to trust, in PEM; `None` without
    /// [`SandboxBuilder::tls`](crate::SandboxBuilder::tls).
    #[cfg(feature = "tls")]
    #[must_use]
    pub fn certificate_authority(&self) -> Option<String> {
        self.shared.addresses.authority.as_ref().map(|it| it.pem.to_string())
    }

    /// The control address, if there is one: [`SandboxBuilder::control`](crate::SandboxBuilder::control).
    #[cfg(feature = "control")]
    #[must_use]
    pub const fn control_address(&self) -> Option<std::net::SocketAddr> {
        self.control
    }

    /// Client id and client secret of the partner.
    ///
    /// ```
    /// # let cyclr = cyclr_sandbox::Sandbox::start_blocking();
    /// let (client_id, client_secret) = cyclr.client_credentials();
    /// assert!(!client_secret.expose_secret().is_empty());
    /// ```
    #[must_use]
    pub fn client_credentials(&self) -> (String, Secret) {
        let state = self.shared.state();
        (state.client_id.clone(), state.client_secret.clone())
    }

    /// The time that this sandbox goes by.
    #[must_use]
    pub fn clock(&self) -> Clock {
        self.shared.clock.clone()
    }

    /// What is to go wrong.
    #[must_use]
    pub fn faults(&self) -> Faults {
        self.shared.faults.clone()
    }

    /// How many requests a delay, a stall or an endless body holds right now.
    ///
    /// When it is as many as the client has under way, only time can change anything: a test may
    /// advance the clock then. The moment at which a delay ends is settled before it is counted.
    ///
    /// ```
    /// # let cyclr = cyclr_sandbox::Sandbox::start_blocking();
    /// assert_eq!(cyclr.stalled(), 0);
    /// ```
    #[must_use]
    pub fn stalled(&self) -> usize {
        self.shared.holds.now()
    }

    /// How the switches are set.
    #[must_use]
    pub fn switches(&self) -> Switches {
        self.shared.state().switches.clone()
    }

    /// Sets the switches, for what is asked from now on.
    ///
    /// ```
    /// # let cyclr = cyclr_sandbox::Sandbox::start_blocking();
    /// use cyclr_sandbox::{MessageWindow, Switches};
    ///
    /// cyclr.set_switches(Switches { message_window: MessageWindow::Parent, ..cyclr.switches() });
    /// ```
    pub fn set_switches(&self, switches: Switches) {
        self.shared.state().switches = switches;
    }

    /// The last requests, in the order of their arrival.
    ///
    /// It keeps as many as [`Limits::requests`](crate::Limits::requests): a thousand, unless a test
    /// raises it.
    ///
    /// ```
    /// # let cyclr = cyclr_sandbox::Sandbox::start_blocking();
    /// for request in cyclr.requests() {
    ///     assert_ne!(request.status(), Some(401), "{request:?}"); // shows no secret
    /// }
    /// ```
    #[must_use]
    pub fn requests(&self) -> Vec<RecordedRequest> {
        self.shared.requests().all().cloned().collect()
    }

    /// How many of [them](Self::requests) have this method and path, as [`Faults`] reads them.
    ///
    /// ```
    /// # let cyclr = cyclr_sandbox::Sandbox::start_blocking();
    /// assert_eq!(cyclr.request_count("POST", "/oauth/token"), 0);
    /// ```
    #[must_use]
    pub fn request_count(&self, method: &str, path: &str) -> usize {
        self.shared.requests().all().filter(|it| it.matches(method, path)).count()
    }

    /// Forgets the recorded requests.
    pub fn clear_requests(&self) {
        self.shared.requests().clear();
    }

    /// Whether a URL is of one of this sandbox's three origins.
    ///
    /// ```
    /// # let cyclr = cyclr_sandbox::Sandbox::start_blocking();
    /// let url = format!("{}/account/signinwithtoken?token=…", cyclr.service_domain());
    /// assert!(cyclr.owns(&url.parse()?));
    /// # Ok::<(), url::ParseError>(())
    /// ```
    #[must_use]
    pub fn owns(&self, url: &Url) -> bool {
        self.shared.addresses.own(url)
    }
}

impl fmt::Debug for Sandbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sandbox")
            .field("api_domain", &self.shared.addresses.api)
            .field("service_domain", &self.shared.addresses.service)
            .field("third_party", &self.shared.addresses.third_party)
            .finish_non_exhaustive()
    }
}
