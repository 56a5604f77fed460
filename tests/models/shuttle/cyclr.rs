//! A Cyclr that answers each request from a separate thread, and a clock that stands still.

use std::future::poll_fn;
use std::sync::{Arc, Mutex, MutexGuard};
use std::task::{Poll, Waker};
use std::time::Duration;

use cyclr_oauth::api::Body;
use cyclr_oauth::client::Clock;
use cyclr_oauth::{
    AccountId, ApiDomain, Client, HttpTransport, Secret, ServiceDomain, TransportError,
    UtcTimestamp,
};
use http::{Request, Response};
use shuttle::thread;

/// The state of one schedule. Its locks are the standard library's, since they aren't part of the model: none is
/// held while another thread may run.
#[derive(Clone, Default)]
pub struct Cyclr(Arc<Mutex<State>>);

#[derive(Default)]
pub struct State {
    pub now: Duration,
    timers: Vec<(Duration, Waker)>,
    /// Timers of this length or less fire by themselves, at any moment; longer ones only if the test passes time.
    pub fires: Duration,
    /// All requests: method, path and access token.
    pub requests: Vec<String>,
    /// The client ids of token requests.
    pub token_requests: Vec<String>,
    /// How many token requests fail first.
    pub failing: usize,
    /// The tokens that calls get 401 with.
    pub revoked: Vec<String>,
    pub authenticated: bool,
    sign_in_tokens: usize,
}

pub fn account() -> AccountId {
    AccountId::new("Acme-42").unwrap()
}

impl Cyclr {
    pub fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap()
    }

    pub fn client(&self) -> Client {
        self.client_with(false)
    }

    /// With a token for each account.
    pub fn client_of_accounts(&self) -> Client {
        self.client_with(true)
    }

    fn client_with(&self, account_tokens: bool) -> Client {
        Client::with_transport(self.clone(), self.clone())
            .account_tokens(account_tokens)
            .api_domain(ApiDomain::US)
            .client_credentials("first", Secret::from("client-s3cr3t"))
            .service_domain(ServiceDomain::from_static("app-h.cyclr.com"))
            .build()
            .unwrap()
    }

    /// Passes time and wakes who has waited for it.
    pub fn pass(&self, seconds: u64) {
        let until = self.state().now + Duration::from_secs(seconds);
        self.pass_to(until);
    }

    fn pass_to(&self, until: Duration) {
        let mut state = self.state();
        state.now = state.now.max(until);
        let now = state.now;
        let timers = std::mem::take(&mut state.timers);
        let (due, rest): (Vec<_>, _) = timers.into_iter().partition(|(at, _)| *at <= now);
        state.timers = rest;
        drop(state);
        due.into_iter().for_each(|(_, waker)| waker.wake());
    }

    pub fn token_requests(&self) -> usize {
        self.state().token_requests.len()
    }

    /// How many requests have begun with this.
    pub fn count(&self, start: &str) -> usize {
        self.state().requests.iter().filter(|request| request.starts_with(start)).count()
    }
}

impl State {
    fn answer(&mut self, request: &Request<Body>) -> (u16, String) {
        let (method, path) = (request.method(), request.uri().path());
        if path == "/oauth/token" {
            let body = std::str::from_utf8(request.body().as_bytes()).unwrap();
            let id = body.split(['=', '&']).skip_while(|part| *part != "client_id").nth(1);
            let id = id.unwrap().to_owned();
            self.token_requests.push(id.clone());
            if self.failing > 0 {
                self.failing -= 1;
                return (500, String::new());
            }
            let number = self.token_requests.len();
            return (200, format!(r#"{{"access_token":"{id}-{number}","expires_in":1000}}"#));
        }
        let token = request.headers()["authorization"].to_str().unwrap();
        let token = token.trim_start_matches("Bearer ").to_owned();
        self.requests.push(format!("{method} {path} {token}"));
        if self.revoked.contains(&token) {
            return (401, String::new());
        }
        if path.ends_with("/signintoken") {
            self.sign_in_tokens += 1;
            return (200, format!(r#"{{"Token":"s1gn-1n-{}"}}"#, self.sign_in_tokens));
        }
        if path.ends_with("/deauthenticate") {
            self.authenticated = false;
            return (200, "{}".to_owned());
        }
        let is = self.authenticated;
        let state = r#""Id":1234,"Name":"Docusign","Connector":{"Id":77}"#;
        (200, format!(r#"{{{state},"Authenticated":{is}}}"#))
    }
}

/// A response that a thread prepares, and the task that waits for it.
type Reply = Arc<Mutex<(Option<(u16, String)>, Option<Waker>)>>;

impl HttpTransport for Cyclr {
    async fn send(
        &self,
        request: Request<Body>,
        _: usize,
    ) -> Result<Response<Body>, TransportError> {
        let reply = Reply::default();
        thread::spawn({
            let (reply, cyclr) = (Arc::clone(&reply), self.clone());
            move || {
                let answer = cyclr.state().answer(&request);
                thread::yield_now();
                let mut reply = reply.lock().unwrap();
                reply.0 = Some(answer);
                let waker = reply.1.take();
                drop(reply);
                waker.into_iter().for_each(Waker::wake);
            }
        });
        let (status, body) = poll_fn(|context| {
            let mut reply = reply.lock().unwrap();
            reply.1 = Some(context.waker().clone());
            reply.0.take().map_or(Poll::Pending, Poll::Ready)
        })
        .await;
        Ok(Response::builder().status(status).body(Body::from(body.into_bytes())).unwrap())
    }
}

impl Clock for Cyclr {
    fn now(&self) -> UtcTimestamp {
        let start: UtcTimestamp = "2021-10-01T00:00:00Z".parse().unwrap();
        start.saturating_add(self.state().now)
    }

    fn monotonic(&self) -> Duration {
        self.state().now
    }

    async fn sleep(&self, duration: Duration) {
        let until = self.state().now + duration;
        poll_fn(|context| {
            let mut state = self.state();
            if state.now >= until {
                return Poll::Ready(());
            }
            state.timers.push((until, context.waker().clone()));
            let fires = duration <= state.fires;
            drop(state);
            if fires {
                let cyclr = self.clone();
                thread::spawn(move || cyclr.pass_to(until));
            }
            Poll::Pending
        })
        .await;
    }
}
