//! A transport whose responses are scripted.

#![allow(dead_code, reason = "each test binary uses its part of it")]

use std::collections::VecDeque;
use std::ops::Range;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use cyclr_oauth::api::{Body, BodyTooLong};
use cyclr_oauth::client::{ClientBuilder, ClientCredentials, Clock as _, Retry};
use cyclr_oauth::{
    AccountId, ApiDomain, Client, Error, HttpTransport, Secret, ServiceDomain, TransportError,
    blocking,
};
use http::{Request, Response};

use crate::clock::TestClock;

/// The outcome of one request.
#[derive(Clone, Debug)]
pub enum Outcome {
    Answer {
        status: u16,
        headers: Vec<(&'static str, String)>,
        body: String,
    },
    Connect,
    Certificate,
    Broken,
    Timeout,
    TooLong,
    Never,
    /// The transport panics.
    Panic,
    /// The next outcome, delayed by this time.
    Late(Duration, Box<Outcome>),
}

pub fn status(status: u16) -> Outcome {
    Outcome::Answer { status, headers: Vec::new(), body: r#"{"Message":"no"}"#.to_owned() }
}

pub fn ok(body: impl Into<String>) -> Outcome {
    Outcome::Answer { status: 200, headers: Vec::new(), body: body.into() }
}

pub fn with(name: &'static str, value: impl ToString, outcome: Outcome) -> Outcome {
    match outcome {
        Outcome::Answer { status, mut headers, body } => {
            headers.push((name, value.to_string()));
            Outcome::Answer { status, headers, body }
        }
        other => other,
    }
}

pub fn late(seconds: u64, outcome: Outcome) -> Outcome {
    Outcome::Late(Duration::from_secs(seconds), Box::new(outcome))
}

/// An access token with the lifetime of Cyclr's.
pub fn token(text: &str) -> Outcome {
    ok(format!(r#"{{"access_token":"{text}","expires_in":1209599}}"#))
}

pub fn account() -> AccountId {
    AccountId::new("Acme-42").unwrap()
}

/// A request that was sent.
#[derive(Clone, Debug)]
pub struct Sent {
    pub line: String,
    pub authorization: Option<String>,
    pub user_agent: String,
    pub body: String,
    pub at: Duration,
}

/// The transport; clones share it.
#[derive(Clone)]
pub struct Script(Arc<Mutex<State>>, pub TestClock);

type Builder<C> = ClientBuilder<C, ApiDomain, ClientCredentials, ServiceDomain>;

#[derive(Default)]
struct State {
    answers: VecDeque<Outcome>,
    /// After the last outcome.
    otherwise: Option<Outcome>,
    tokens: VecDeque<Outcome>,
    token_otherwise: Option<Outcome>,
    calls: Vec<Sent>,
    token_calls: Vec<Sent>,
    limits: Vec<usize>,
    /// The account whose calls always get 401.
    refused: Option<&'static str>,
    /// When all calls have the same outcome.
    outage: Option<(Range<Duration>, Outcome)>,
}

impl Script {
    /// For the async client, in paused time.
    pub fn new(answers: impl IntoIterator<Item = Outcome>) -> Self {
        Self::at(TestClock::paused(), answers)
    }

    /// For the blocking client, whose pauses and time limits end at once.
    pub fn at_once(answers: impl IntoIterator<Item = Outcome>) -> Self {
        Self::at(TestClock::at_once(), answers)
    }

    fn at(clock: TestClock, answers: impl IntoIterator<Item = Outcome>) -> Self {
        Self(Arc::default(), clock).then(answers)
    }

    pub fn then(self, answers: impl IntoIterator<Item = Outcome>) -> Self {
        self.state().answers.extend(answers);
        self
    }

    /// The outcome when the script has ended. Without it, a further request is a mistake.
    pub fn otherwise(self, outcome: Outcome) -> Self {
        self.state().otherwise = Some(outcome);
        self
    }

    /// The outcomes of token requests. Without them, each gets a new token.
    pub fn tokens(self, answers: impl IntoIterator<Item = Outcome>) -> Self {
        self.state().tokens.extend(answers);
        self
    }

    pub fn tokens_otherwise(self, outcome: Outcome) -> Self {
        self.state().token_otherwise = Some(outcome);
        self
    }

    /// Gives all calls in this account 401.
    pub fn refuse(self, account: &'static str) -> Self {
        self.state().refused = Some(account);
        self
    }

    /// Gives all calls in this time the same outcome.
    pub fn out_of_order(self, time: Range<Duration>, outcome: Outcome) -> Self {
        self.state().outage = Some((time, outcome));
        self
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap()
    }

    /// All requests except token requests.
    pub fn calls(&self) -> Vec<Sent> {
        self.state().calls.clone()
    }

    /// Method and path of all requests except token requests.
    pub fn lines(&self) -> Vec<String> {
        self.calls().into_iter().map(|sent| sent.line).collect()
    }

    pub fn token_calls(&self) -> Vec<Sent> {
        self.state().token_calls.clone()
    }

    pub fn limits(&self) -> Vec<usize> {
        self.state().limits.clone()
    }

    /// The access tokens that calls were sent with.
    pub fn bearers(&self) -> Vec<String> {
        self.calls().into_iter().filter_map(|sent| sent.authorization).collect()
    }

    /// The time since the script was made.
    pub fn elapsed(&self) -> Duration {
        self.1.monotonic()
    }

    pub fn builder(&self) -> Builder<Client> {
        configured(Client::with_transport(self.clone(), self.1.clone()))
    }

    pub fn client(&self) -> Client {
        self.builder().build().unwrap()
    }

    pub fn blocking_builder(&self) -> Builder<blocking::Client> {
        configured(blocking::Client::with_transport(self.clone(), self.1.clone()))
    }

    pub fn blocking(&self) -> blocking::Client {
        self.blocking_builder().build().unwrap()
    }

    /// Records the request and returns its outcome.
    fn next(&self, request: &Request<Body>, max_body: usize) -> Outcome {
        let authorization = request.headers().get("authorization");
        let sent = Sent {
            line: format!("{} {}", request.method(), request.uri().path_and_query().unwrap()),
            authorization: authorization.map(|value| value.to_str().unwrap().to_owned()),
            user_agent: request.headers()["user-agent"].to_str().unwrap().to_owned(),
            body: String::from_utf8(request.body().as_bytes().to_vec()).unwrap(),
            at: self.elapsed(),
        };
        let mut state = self.state();
        state.limits.push(max_body);
        if sent.authorization.is_none() {
            assert_eq!(sent.line, "POST /oauth/token");
            state.token_calls.push(sent);
            let new = token(&format!("t0k3n-{}", state.token_calls.len()));
            return state
                .tokens
                .pop_front()
                .or_else(|| state.token_otherwise.clone())
                .unwrap_or(new);
        }
        let (line, now) = (sent.line.clone(), sent.at);
        state.calls.push(sent);
        if let Some((time, outcome)) = &state.outage
            && time.contains(&now)
        {
            return outcome.clone();
        }
        let account = request.headers().get("x-cyclr-account");
        if account.is_some_and(|account| state.refused.is_some_and(|refused| account == refused)) {
            return status(401);
        }
        assert!(state.calls.len() < 5_000, "the client goes on for ever");
        let next = state.answers.pop_front().or_else(|| state.otherwise.clone());
        next.unwrap_or_else(|| panic!("the script has no answer to {line}"))
    }
}

pub fn configured<C>(builder: ClientBuilder<C>) -> Builder<C> {
    builder
        .api_domain(ApiDomain::US)
        .client_credentials("client-id", Secret::from("client-s3cr3t"))
        .service_domain(ServiceDomain::from_static("app-h.cyclr.com"))
        .retry(Retry::default().seed(7))
}

impl HttpTransport for Script {
    async fn send(
        &self,
        request: Request<Body>,
        max_body: usize,
    ) -> Result<Response<Body>, TransportError> {
        let mut outcome = self.next(&request, max_body);
        while let Outcome::Late(by, then) = outcome {
            tokio::time::sleep(by).await;
            outcome = *then;
        }
        let source = || std::io::Error::other("as the script says");
        match outcome {
            Outcome::Answer { status, headers, body } => {
                let mut response = Response::builder().status(status);
                for (name, value) in headers {
                    response = response.header(name, value);
                }
                let mut held = Body::default();
                held.push(body.as_bytes(), max_body)?;
                Ok(response.body(held).unwrap())
            }
            Outcome::Connect => Err(TransportError::connect(source())),
            Outcome::Certificate => Err(TransportError::certificate(source())),
            Outcome::Broken => Err(TransportError::broken(source())),
            Outcome::Timeout => Err(TransportError::timeout(source())),
            Outcome::TooLong => Err(BodyTooLong::new(max_body).into()),
            Outcome::Panic => panic!("as the script says"),
            Outcome::Never | Outcome::Late(..) => std::future::pending().await,
        }
    }
}

/// The kind of failure by the predicates, of which exactly one is true.
pub fn class(error: &Error) -> String {
    let kinds = [
        (error.is_timeout(), "timeout"),
        (error.is_transport(), "transport"),
        (error.is_decode(), "decode"),
        (error.is_no_access_token(), "no access token"),
    ];
    let kinds: Vec<_> = kinds.iter().filter(|(is, _)| *is).map(|(_, kind)| *kind).collect();
    match (&*kinds, error.status()) {
        (["decode"], _) | ([_], None) => kinds[0].to_owned(),
        ([], Some(status)) => status.as_str().to_owned(),
        other => panic!("{other:?} of {error:?}"),
    }
}

/// The failure of the token request.
pub fn token_error(error: &Error) -> &Error {
    use std::error::Error as _;

    assert_eq!(class(error), "no access token", "{error}");
    error.source().unwrap().downcast_ref().unwrap()
}

/// Runs all futures concurrently to their end.
pub async fn all<T: Send + 'static>(
    tasks: impl IntoIterator<Item = impl Future<Output = T> + Send + 'static>,
) -> Vec<T> {
    let tasks: Vec<_> = tasks.into_iter().map(tokio::spawn).collect();
    let mut results = Vec::new();
    for task in tasks {
        results.push(task.await.unwrap());
    }
    results
}
