//! The vendor's web application: its customers' connections, and the hand-off to Cyclr.
//!
//! One file for each thing that a user does: `sign_in`, look at connections (`home`, `connector`), `connect`
//! them, and supply `credentials`. `session` and `guard` are what any web application has; here they bind
//! each attempt to connect to the browser that began it.

mod assets;
mod connect;
mod connector;
mod credentials;
mod guard;
mod home;
mod limit;
mod page;
mod problem;
mod session;
mod sign_in;
mod wire;

use std::error::Error;
use std::sync::Arc;

use axum::extract::FromRef;
use axum::routing::{get, post};
use axum::{Router, middleware};
use axum_extra::extract::cookie::Key;
use cyclr_oauth::completion::{AttemptStore, MemoryAttempts};
use cyclr_oauth::web::InvalidUrl;
use cyclr_oauth::{Attempts, Client, TargetOrigin};
use cyclr_sandbox::Sandbox;

use crate::local_cyclr::LocalCyclr;
use crate::people::Person;
use limit::Limit;

/// All that the pages need to know.
#[derive(Clone)]
pub struct Portal {
    /// For the calls to Cyclr.
    pub cyclr: Client,
    /// The attempts to connect that are under way.
    pub attempts: Attempts,
    /// The sessions that were signed out of, until their cookies expire: the same kind of store.
    pub ended_sessions: Arc<dyn AttemptStore>,
    limit: Limit,
    /// Who can sign in.
    pub people: Arc<[Person]>,
    /// The sandbox, if that is what stands in for Cyclr: for the page's record of what went over the wire.
    pub sandbox: Option<Arc<Sandbox>>,
    /// What signs the cookies. Portals that share their work share it, too.
    pub key: CookieKey,
    /// The portal as browsers see it.
    pub address: Address,
}

impl Portal {
    /// With attempts in memory, and a key that nobody knows.
    ///
    /// # Errors
    ///
    /// If the system has no randomness.
    pub fn new(
        cyclr: Client,
        people: Vec<Person>,
        address: Address,
    ) -> Result<Self, Box<dyn Error>> {
        let attempts = Attempts::in_memory();
        // None may be forgotten early.
        let sessions = MemoryAttempts::with_capacity(usize::MAX).per_account(usize::MAX);
        let ended_sessions = Arc::new(sessions);
        let key = CookieKey(Key::try_generate().ok_or("the system has no randomness")?);
        let people = people.into();
        let limit = Limit::default();
        Ok(Self { cyclr, attempts, ended_sessions, limit, people, sandbox: None, key, address })
    }

    /// The same, with a Cyclr of its own.
    ///
    /// # Errors
    ///
    /// If the system has no randomness, or the HTTP library can't start.
    pub async fn local(address: Address) -> Result<Self, Box<dyn Error>> {
        let local = LocalCyclr::start().await;
        let portal = Self::new(local.client()?, local.install_samples()?, address)?;
        Ok(Self { sandbox: Some(Arc::new(local.sandbox)), ..portal })
    }
}

impl std::fmt::Debug for Portal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Portal").field("address", &self.address).finish_non_exhaustive()
    }
}

/// The portal as browsers see it.
#[derive(Clone, Debug)]
pub struct Address {
    /// Its origin, whose window Cyclr posts messages to.
    origin: TargetOrigin,
    /// The page that users come back to.
    done: TargetOrigin,
}

impl Address {
    /// Of the portal's origin.
    ///
    /// # Errors
    ///
    /// [`InvalidUrl`] if that is none.
    pub fn parse(origin: &str) -> Result<Self, InvalidUrl> {
        let origin = TargetOrigin::parse(origin.trim_end_matches('/'))?;
        let done = TargetOrigin::parse(&format!("{}/done", origin.origin()))?;
        Ok(Self { origin: TargetOrigin::parse(&origin.origin())?, done })
    }

    /// `https://portal.example`
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.origin.as_str()
    }

    /// `portal.example`
    fn authority(&self) -> &str {
        let origin = self.as_str();
        origin.split_once("://").map_or(origin, |(_, authority)| authority)
    }

    fn is_https(&self) -> bool {
        self.as_str().starts_with("https:")
    }
}

/// The key of the cookies' signatures.
#[derive(Clone)]
pub struct CookieKey(pub Key);

impl std::fmt::Debug for CookieKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self(_) = self;
        f.write_str("CookieKey([redacted])")
    }
}

impl FromRef<Portal> for Key {
    fn from_ref(portal: &Portal) -> Self {
        portal.key.0.clone()
    }
}

/// All addresses of the portal.
pub fn router(portal: Portal) -> Router {
    Router::new()
        .route("/", get(home::show))
        .route("/sign-in", get(sign_in::ask).post(sign_in::sign_in))
        .route("/sign-out", post(sign_in::sign_out))
        .route("/connectors/{id}", get(connector::show))
        .route("/connectors/{id}/connect", post(connect::begin))
        .route("/connectors/{id}/ended/{outcome}", get(connect::ended))
        .route("/connectors/{id}/properties", post(credentials::set_properties))
        .route("/connectors/{id}/auth-value", post(credentials::set_auth_value))
        .route("/connectors/{id}/disconnect", post(credentials::disconnect))
        .route("/attempts/check", post(connect::check))
        .route("/attempts/cancel", post(connect::cancel))
        .route("/done", get(connect::done).post(connect::done_in_window))
        .route("/portal.css", get(assets::style))
        .route("/portal.js", get(assets::script))
        .route("/cyclr-connect.js", get(assets::cyclr_connect))
        .fallback(|| async { problem::Problem::NotFound })
        .layer(middleware::from_fn_with_state(portal.clone(), guard::guard))
        .with_state(portal)
}
