//! [`SandboxBuilder`]: how a sandbox is to start.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use cyclr_oauth::web::InvalidUrl;
use cyclr_oauth::{ApiDomain, Secret, ServiceDomain};

use super::running::Sandbox;
use super::start_error::{StartError, StartFailure};
use crate::addresses::Addresses;
use crate::clock::Clock;
use crate::limits::Limits;
use crate::random::Random;
use crate::seed::Seed;
use crate::server::Listening;
use crate::shared::Shared;
use crate::state::{CyclrState, TOKEN_LIFETIME};
use crate::switches::Switches;
#[cfg(feature = "tls")]
use crate::tls::Tls;

/// How a sandbox is to start; of [`Sandbox::builder`]. Everything is optional.
///
/// ```
/// use std::time::Duration;
///
/// use cyclr_oauth::Secret;
/// use cyclr_sandbox::Sandbox;
///
/// let cyclr = Sandbox::builder()
///     .client_credentials("client-id", Secret::from("client-secret"))
///     .token_lifetime(Duration::from_secs(60))
///     .random_seed(7)
///     .start_blocking()?;
/// assert_eq!(cyclr.client_credentials().0, "client-id");
/// # Ok::<(), cyclr_sandbox::StartError>(())
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct SandboxBuilder {
    addresses: [SocketAddr; 3],
    #[cfg(feature = "control")]
    control: Option<SocketAddr>,
    #[cfg(feature = "tls")]
    tls: bool,
    clock: Clock,
    credentials: Option<(String, Secret)>,
    limits: Limits,
    random_seed: Option<u64>,
    seed: Seed,
    switches: Option<Switches>,
    token_lifetime: Option<Duration>,
}

impl Default for SandboxBuilder {
    fn default() -> Self {
        Self {
            addresses: [SocketAddr::from((Ipv4Addr::LOCALHOST, 0)); 3],
            #[cfg(feature = "control")]
            control: None,
            #[cfg(feature = "tls")]
            tls: false,
            clock: Clock::new(),
            credentials: None,
            limits: Limits::default(),
            random_seed: None,
            seed: Seed::default(),
            switches: None,
            token_lifetime: None,
        }
    }
}

impl SandboxBuilder {
    /// Where the API listens; a loopback address, with port 0 for a free one.
    pub const fn listen_api(mut self, address: SocketAddr) -> Self {
        self.addresses[0] = address;
        self
    }

    /// Where the service domain listens; a loopback address, with port 0 for a free one.
    pub const fn listen_service(mut self, address: SocketAddr) -> Self {
        self.addresses[1] = address;
        self
    }

    /// Where the third party listens; a loopback address, with port 0 for a free one.
    pub const fn listen_third_party(mut self, address: SocketAddr) -> Self {
        self.addresses[2] = address;
        self
    }

    /// Opens a control address for tests in any language (feature `control`).
    ///
    /// By it they move the clock, add faults and so on. It is a loopback address, with port 0 for a free one.
    /// Without this call there is none.
    ///
    /// [`openapi`](crate::openapi) describes it.
    ///
    /// # Security
    ///
    /// Every program on this machine can use it. It refuses web pages: by `Host`, `Origin` and
    /// `Sec-Fetch-Site`.
    #[cfg(feature = "control")]
    pub const fn control(mut self, address: SocketAddr) -> Self {
        self.control = Some(address);
        self
    }

    /// Serves API, service domain and third party over https (feature `tls`).
    ///
    /// The certificate is made now, for `127.0.0.1`, `::1` and `localhost`. Clients have to trust
    /// [`Sandbox::certificate_authority`]. The control address stays on plain HTTP.
    #[cfg(feature = "tls")]
    pub const fn tls(mut self) -> Self {
        self.tls = true;
        self
    }

    /// The clock to go by, instead of a new one.
    pub fn clock(mut self, clock: Clock) -> Self {
        self.clock = clock;
        self
    }

    /// Client id and client secret of the partner; random ones otherwise.
    pub fn client_credentials(mut self, id: impl Into<String>, secret: impl Into<Secret>) -> Self {
        self.credentials = Some((id.into(), secret.into()));
        self
    }

    /// How much is kept in memory.
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Makes tokens and generated credentials the same in every run that gets the same requests.
    ///
    /// Without it they can't be guessed, which matters on a machine that others use too.
    pub const fn random_seed(mut self, seed: u64) -> Self {
        self.random_seed = Some(seed);
        self
    }

    /// What is there from the start.
    pub fn seed(mut self, seed: Seed) -> Self {
        self.seed = seed;
        self
    }

    /// What Cyclr's documentation leaves open. They replace those of a seed.
    pub fn switches(mut self, switches: Switches) -> Self {
        self.switches = Some(switches);
        self
    }

    /// How long access tokens live: 14 days less a second otherwise.
    pub const fn token_lifetime(mut self, lifetime: Duration) -> Self {
        self.token_lifetime = Some(lifetime);
        self
    }

    /// Starts the sandbox.
    ///
    /// # Errors
    ///
    /// As [`start_blocking`](Self::start_blocking).
    #[expect(clippy::unused_async, reason = "so that it may wait one day")]
    pub async fn start(self) -> Result<Sandbox, StartError> {
        self.start_blocking()
    }

    /// Starts the sandbox, from code that is not async.
    ///
    /// # Errors
    ///
    /// [`StartError`] if an address is not of this machine alone or can't be listened on, or if the system gives no thread or randomness.
    pub fn start_blocking(self) -> Result<Sandbox, StartError> {
        let is_public = |it: &&SocketAddr| !it.ip().is_loopback();
        let all = self.addresses.iter();
        #[cfg(feature = "control")]
        let all = all.chain(&self.control);
        if let Some(address) = all.clone().find(is_public) {
            return Err(StartError(StartFailure::NotLoopback(*address)));
        }
        let random = Random::new(self.random_seed)
            .map_err(|error| StartError(StartFailure::System(io::Error::other(error))))?;
        let clock = self.clock;
        let seed = self.seed;
        let credentials = self
            .credentials
            .or_else(|| seed.credentials.clone().map(|it| (it.client_id, it.client_secret)));
        let mut state = CyclrState::new(clock.clone(), self.limits.clone(), random, credentials);
        state.switches = self.switches.unwrap_or_else(|| seed.switches());
        let seconds = seed.token_lifetime.map(Duration::from_secs);
        state.token_lifetime = self.token_lifetime.or(seconds).unwrap_or(TOKEN_LIFETIME);
        seed.plant(&mut state);

        let listening = Listening::bind(
            self.addresses,
            #[cfg(feature = "control")]
            self.control,
        )
        .map_err(StartError::bind)?;
        #[cfg(feature = "tls")]
        let tls = {
            let system = |error| StartError(StartFailure::System(io::Error::other(error)));
            self.tls.then(Tls::new).transpose().map_err(system)?
        };
        let addresses = addresses(
            &listening,
            #[cfg(feature = "tls")]
            tls.as_ref(),
        )?;
        #[cfg(feature = "control")]
        let control = listening
            .control_address()
            .transpose()
            .map_err(|error| StartError(StartFailure::System(error)))?;
        let runtime = listening.runtime();
        let shared = Arc::new(Shared::new(clock, self.limits, addresses, runtime, state));
        let guard = listening
            .serve(
                &shared,
                #[cfg(feature = "tls")]
                tls.as_ref(),
            )
            .map_err(|error| StartError(StartFailure::System(error)))?;
        Ok(Sandbox {
            shared,
            #[cfg(feature = "control")]
            control,
            _guard: guard,
        })
    }
}

fn addresses(
    listening: &Listening,
    #[cfg(feature = "tls")] tls: Option<&Tls>,
) -> Result<Addresses, StartError> {
    let scheme = "http";
    #[cfg(feature = "tls")]
    let scheme = if tls.is_some() { "https" } else { scheme };
    let origin = |address| format!("{scheme}://{address}");
    let origins = listening.addresses().map(|it| it.map(origin));
    let system = |error| StartError(StartFailure::System(error));
    let domain = |error: InvalidUrl| system(io::Error::other(error));
    let [api, service, third_party] = origins;
    Ok(Addresses {
        api: ApiDomain::parse(&api.map_err(system)?).map_err(domain)?,
        service: ServiceDomain::parse(&service.map_err(system)?).map_err(domain)?,
        third_party: third_party.map_err(system)?,
        #[cfg(feature = "tls")]
        authority: tls.map(|it| it.authority.clone()),
    })
}
