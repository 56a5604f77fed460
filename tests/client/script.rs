//! A transport that answers by a script.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use cyclr_oauth::api::{Body, BodyTooLong};
use cyclr_oauth::client::{ClientBuilder, Clock, Retry};
use cyclr_oauth::{
    ApiDomain, Client, Error, HttpTransport, Secret, ServiceDomain, TransportError, UtcTimestamp,
    blocking,
};
use http::{Request, Response};

use crate::clock::Wound;

/// What becomes of one request.
#[derive(Clone, Debug)]
pub enum Outcome {
    Answer {
        status: u16,
        headers: Vec<(&'static str, String)>,
        body: String,
    },
    Connect,
    Broken,
    Timeout,
    TooLong,
    Never,
    /// As much later.
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

/// An access token that lives as long as Cyclr's do.
pub fn token(text: &str) -> Outcome {
    ok(format!(r#"{{"access_token":"{text}","expires_in":1209599}}"#))
}

/// A request that was sent.
#[derive(Clone, Debug)]
pub struct Sent {
    pub line: String,
    pub authorization: Option<String>,
    pub body: String,
    pub at: UtcTimestamp,
}

/// The transport; clones are the same one.
#[derive(Clone, Default)]
pub struct Script(Arc<Mutex<State>>, pub Wound);

#[derive(Default)]
struct State {
    answers: VecDeque<Outcome>,
    /// After the last of them.
    otherwise: Option<Outcome>,
    tokens: VecDeque<Outcome>,
    token_otherwise: Option<Outcome>,
    calls: Vec<Sent>,
    token_calls: Vec<Sent>,
    limits: Vec<usize>,
}

impl Script {
    pub fn new(answers: impl IntoIterator<Item = Outcome>) -> Self {
        Self::at(Wound::default(), answers)
    }

    pub fn at(clock: Wound, answers: impl IntoIterator<Item = Outcome>) -> Self {
        let script = Self(Arc::default(), clock);
        script.state().answers.extend(answers);
        script
    }

    /// For when the script is at its end; without, a request then is a mistake.
    pub fn otherwise(self, outcome: Outcome) -> Self {
        self.state().otherwise = Some(outcome);
        self
    }

    /// What requests for an access token are answered; without, each has a new one.
    pub fn tokens(self, answers: impl IntoIterator<Item = Outcome>) -> Self {
        self.state().tokens.extend(answers);
        self
    }

    pub fn tokens_otherwise(self, outcome: Outcome) -> Self {
        self.state().token_otherwise = Some(outcome);
        self
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap()
    }

    /// All requests but those for an access token.
    pub fn calls(&self) -> Vec<Sent> {
        self.state().calls.clone()
    }

    /// Method and path of all requests but those for an access token.
    pub fn lines(&self) -> Vec<String> {
        self.calls().into_iter().map(|sent| sent.line).collect()
    }

    pub fn token_calls(&self) -> Vec<Sent> {
        self.state().token_calls.clone()
    }

    pub fn limits(&self) -> Vec<usize> {
        self.state().limits.clone()
    }

    pub fn builder(
        &self,
    ) -> ClientBuilder<Client, ApiDomain, cyclr_oauth::client::ClientCredentials, ServiceDomain>
    {
        Client::with_transport(self.clone(), self.1.clone())
            .api_domain(ApiDomain::US)
            .client_credentials("client-id", Secret::from("client-s3cr3t"))
            .service_domain(ServiceDomain::from_static("app-h.cyclr.com"))
            .retry(Retry::default().seed(7))
    }

    pub fn client(&self) -> Client {
        self.builder().build().unwrap()
    }

    pub fn blocking(&self) -> blocking::Client {
        blocking::Client::with_transport(self.clone(), self.1.clone())
            .api_domain(ApiDomain::US)
            .client_credentials("client-id", Secret::from("client-s3cr3t"))
            .service_domain(ServiceDomain::from_static("app-h.cyclr.com"))
            .retry(Retry::default().seed(7))
            .build()
            .unwrap()
    }

    /// Records the request, and says what becomes of it.
    fn next(&self, request: &Request<Body>, max_body: usize) -> Outcome {
        let authorization = request.headers().get("authorization");
        let sent = Sent {
            line: format!("{} {}", request.method(), request.uri().path_and_query().unwrap()),
            authorization: authorization.map(|value| value.to_str().unwrap().to_owned()),
            body: String::from_utf8(request.body().as_bytes().to_vec()).unwrap(),
            at: self.1.now(),
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
        let line = sent.line.clone();
        state.calls.push(sent);
        assert!(state.calls.len() < 5_000, "there is no end to it");
        let next = state.answers.pop_front().or_else(|| state.otherwise.clone());
        next.unwrap_or_else(|| panic!("nobody expected {line}"))
    }
}

impl HttpTransport for Script {
    async fn send(
        &self,
        request: Request<Body>,
        max_body: usize,
    ) -> Result<Response<Body>, TransportError> {
        let mut outcome = self.next(&request, max_body);
        while let Outcome::Late(by, then) = outcome {
            self.1.sleep(by).await;
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
            Outcome::Broken => Err(TransportError::broken(source())),
            Outcome::Timeout => Err(TransportError::timeout(source())),
            Outcome::TooLong => Err(BodyTooLong::new(max_body).into()),
            Outcome::Never | Outcome::Late(..) => std::future::pending().await,
        }
    }
}

/// Which kind of failure it is, by the predicates, of which one holds.
pub fn class(error: &Error) -> String {
    let kinds = [
        (error.is_timeout(), "timeout"),
        (error.is_transport(), "transport"),
        (error.is_decode(), "decode"),
    ];
    let kinds: Vec<_> =
        kinds.iter().filter(|(is, _)| *is).map(|(_, kind)| (*kind).to_owned()).collect();
    match (&*kinds, error.status()) {
        ([kind], _) => kind.clone(),
        ([], Some(status)) => status.as_str().to_owned(),
        other => panic!("{other:?} of {error:?}"),
    }
}
