//! The vendor's web application: its customers' connections, and the hand-off to Cyclr.
//!
//! One file for each thing that a user does: `sign_in`, look at connections (`home`, `connector`), `connect`
//! and `disconnect` them, enter `details` and `credentials`. `session` and `guard` are what any web
//! application has; here they bind each attempt to connect to the browser that began it.

mod assets;
mod card;
mod connect;
mod connector;
mod credentials;
mod details;
mod disconnect;
mod field;
mod flash;
mod guard;
mod history;
mod home;
mod limit;
mod moment;
mod page;
mod problem;
mod server;
mod session;
mod sign_in;
mod state;
mod sweep;
mod wire;

use std::error::Error;
use std::sync::Arc;

use axum::extract::rejection::PathRejection;
use axum::extract::{DefaultBodyLimit, FromRef, Path, State};
use axum::http::request::Parts;
use axum::response::{Redirect, Response};
use axum::routing::get;
use axum::{Router, middleware};
use axum_extra::extract::cookie::Key;
use cyclr_oauth::completion::{AttemptStore, MemoryAttempts};
use cyclr_oauth::web::InvalidUrl;
use cyclr_oauth::{Attempts, Client, TargetOrigin};
use cyclr_oauth_redis::RedisAttempts;
use cyclr_sandbox::Sandbox;
use http::header::ALLOW;
use http::{HeaderValue, StatusCode};

use crate::local_cyclr::LocalCyclr;
use crate::people::Person;
use history::History;
use limit::Limit;
use problem::{Problem, Shown};
pub use server::{Limits, serve};

/// What the pages need to know.
#[derive(Clone)]
pub struct Portal {
    /// For the calls to Cyclr.
    pub cyclr: Client,
    /// The attempts to connect that are under way.
    pub attempts: Attempts,
    /// Who is signed in: the same kind of store.
    pub sessions: Arc<dyn AttemptStore>,
    history: History,
    limit: Limit,
    wire: wire::Wire,
    /// Who can sign in.
    pub people: Arc<[Person]>,
    /// The sandbox, if that takes Cyclr's place: for the page's record of what went over the wire.
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
        // A person who signs in everywhere ends their oldest session, and nobody else's.
        let sessions = MemoryAttempts::with_capacity(100_000).per_account(session::PER_PERSON);
        let sessions = Arc::new(sessions);
        let history = MemoryAttempts::with_capacity(1_000_000).per_account(10_000);
        let history = History(Arc::new(history));
        let key = CookieKey(Key::try_generate().ok_or("the system has no randomness")?);
        let people = people.into();
        let (limit, wire) = (Limit::in_memory(), wire::Wire::default());
        let sandbox = None;
        Ok(Self { cyclr, attempts, sessions, history, limit, wire, people, sandbox, key, address })
    }

    /// The same, with everything remembered and counted in a Redis server that several portals share.
    ///
    /// # Errors
    ///
    /// If that is not its URL, or it can't be reached.
    pub async fn with_redis(self, url: &str) -> Result<Self, Box<dyn Error>> {
        let store = RedisAttempts::connect(url).await?;
        let sessions = Arc::new(store.clone().with_key_prefix("partner-portal:session:"));
        let history = store.clone().with_key_prefix("partner-portal:history:");
        let (attempts, history) = (Attempts::new(store), History(Arc::new(history)));
        let limit = Limit::Redis(Box::new(redis::Client::open(url)?));
        Ok(Self { attempts, sessions, history, limit, ..self })
    }

    /// The same, with a local Cyclr.
    ///
    /// # Errors
    ///
    /// If the system has no randomness, or the client can't start.
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

    /// Whether a `Host` names it, with or without the port that its scheme has anyway.
    fn is_at(&self, host: &str) -> bool {
        let port = if self.is_https() { ":443" } else { ":80" };
        let host = host.strip_suffix(port).unwrap_or(host);
        host.eq_ignore_ascii_case(self.authority())
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
        .route("/sign-out", get(to_home).post(sign_in::sign_out))
        .route("/connectors/{id}", get(connector::show))
        .route("/connectors/{id}/connect", get(to_connector).post(connect::begin))
        .route("/connectors/{id}/properties", get(details::ask).post(details::save))
        .route("/connectors/{id}/auth-value", get(credentials::ask).post(credentials::save))
        .route("/connectors/{id}/disconnect", get(disconnect::ask).post(disconnect::disconnect))
        .route("/attempts/check", get(to_home).post(connect::check))
        .route("/attempts/cancel", get(to_home).post(connect::cancel))
        .route("/done", get(connect::done).post(connect::done_in_window))
        .route("/problem/{kind}", get(problem_page))
        .route("/portal.css", get(assets::style))
        .route("/portal.js", get(assets::script))
        .route("/cyclr-connect.js", get(assets::cyclr_connect))
        .fallback(|| async { Problem::NotFound })
        .method_not_allowed_fallback(|| async { Problem::Method })
        .layer(DefaultBodyLimit::max(64 * 1024))
        .layer(middleware::from_fn_with_state(portal.clone(), guard::guard))
        .with_state(portal)
}

/// Where a form is sent to, opened again: the page that the form was on.
async fn to_home() -> Redirect {
    Redirect::to("/")
}

async fn to_connector(connector::Id(id): connector::Id) -> Redirect {
    Redirect::to(&format!("/connectors/{id}"))
}

/// What went wrong with a form that belongs to no connector.
async fn problem_page(
    State(portal): State<Portal>,
    kind: Result<Path<String>, PathRejection>,
    mut parts: Parts,
) -> Result<Response, Problem> {
    let Ok(Path(kind)) = kind else { return Err(Problem::NotFound) };
    let shown = Shown::find(&kind).ok_or(Problem::NotFound)?;
    let mut page = guard::page(&portal, &mut parts, shown).await;
    if shown.status == StatusCode::METHOD_NOT_ALLOWED {
        page.headers_mut().insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
    }
    Ok(page)
}
