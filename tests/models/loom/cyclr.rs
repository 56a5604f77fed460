//! A Cyclr that answers each request at its second poll, and a clock that stands still.

use std::future::{pending, poll_fn};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::task::Poll;
use std::time::Duration;

use cyclr_oauth::api::Body;
use cyclr_oauth::client::Clock;
use cyclr_oauth::{
    AccountId, ApiDomain, Client, Error, HttpTransport, Secret, ServiceDomain, TransportError,
    UtcTimestamp,
};
use http::{Request, Response};

/// Its counters aren't part of the model.
#[derive(Clone, Default)]
pub struct Cyclr {
    token_requests: Arc<AtomicUsize>,
    seconds: Arc<AtomicUsize>,
    /// How many access tokens are refused, the first ones.
    refused: Arc<AtomicUsize>,
}

impl Cyclr {
    pub fn client(&self) -> Client {
        Client::with_transport(self.clone(), self.clone())
            .api_domain(ApiDomain::US)
            .client_credentials("id", Secret::from("client-s3cr3t"))
            .service_domain(ServiceDomain::from_static("app-h.cyclr.com"))
            .build()
            .unwrap()
    }

    pub fn token_requests(&self) -> usize {
        self.token_requests.load(SeqCst)
    }

    pub fn pass(&self, seconds: usize) {
        self.seconds.fetch_add(seconds, SeqCst);
    }

    pub fn refuse(&self, tokens: usize) {
        self.refused.store(tokens, SeqCst);
    }

    fn answer(&self, request: &Request<Body>) -> (u16, String) {
        if request.uri().path() == "/oauth/token" {
            let number = self.token_requests.fetch_add(1, SeqCst) + 1;
            return (200, format!(r#"{{"access_token":"{number}","expires_in":1000}}"#));
        }
        let token = request.headers()["authorization"].to_str().unwrap();
        let token: usize = token.trim_start_matches("Bearer ").parse().unwrap();
        if token <= self.refused.load(SeqCst) {
            return (401, String::new());
        }
        let state = r#"{"Id":1234,"Name":"Docusign","Authenticated":true,"Connector":{"Id":77}}"#;
        (200, state.to_owned())
    }
}

/// One call.
pub async fn call(client: &Client) -> Result<(), Error> {
    let account = AccountId::new("Acme-42").unwrap();
    client.account(&account).connector(1234).await.map(drop)
}

impl HttpTransport for Cyclr {
    async fn send(
        &self,
        request: Request<Body>,
        _: usize,
    ) -> Result<Response<Body>, TransportError> {
        let (status, body) = self.answer(&request);
        let mut is_first = true;
        poll_fn(|context| {
            if !std::mem::take(&mut is_first) {
                return Poll::Ready(());
            }
            context.waker().wake_by_ref();
            Poll::Pending
        })
        .await;
        Ok(Response::builder().status(status).body(Body::from(body.into_bytes())).unwrap())
    }
}

impl Clock for Cyclr {
    fn now(&self) -> UtcTimestamp {
        let start: UtcTimestamp = "2021-10-01T00:00:00Z".parse().unwrap();
        start.saturating_add(self.monotonic())
    }

    fn monotonic(&self) -> Duration {
        Duration::from_secs(self.seconds.load(SeqCst) as u64)
    }

    async fn sleep(&self, _: Duration) {
        pending().await
    }
}
