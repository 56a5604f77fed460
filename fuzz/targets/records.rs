//! Whatever a store returns is an attempt, a link, or an error: never a panic, and nothing is completed by it.
#![no_main]

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, SystemTime};

use cyclr_oauth::api::Body;
use cyclr_oauth::client::{Clock, Retry};
use cyclr_oauth::completion::{AttemptStore, StoreEntry, StoreFuture};
use cyclr_oauth::{
    ApiDomain, Attempts, Client, HttpTransport, Returned, ServiceDomain, SessionKey, TransportError, UtcTimestamp,
};
use libfuzzer_sys::fuzz_target;

/// Returns one value for every key, and has it to sweep once.
struct Same(String, AtomicBool);

impl AttemptStore for Same {
    fn insert<'a>(&'a self, _: StoreEntry<'a>) -> StoreFuture<'a, ()> {
        Box::pin(async { Ok(()) })
    }

    fn get<'a>(&'a self, _: &'a str) -> StoreFuture<'a, Option<String>> {
        Box::pin(async { Ok(Some(self.0.clone())) })
    }

    fn take<'a>(&'a self, key: &'a str) -> StoreFuture<'a, Option<String>> {
        self.get(key)
    }

    fn claim_due(
        &self,
        _: UtcTimestamp,
        _: UtcTimestamp,
        _: usize,
    ) -> StoreFuture<'_, Vec<(String, String)>> {
        let claimed = self.1.swap(true, Ordering::Relaxed);
        let due = (!claimed).then(|| ("key".to_owned(), self.0.clone()));
        Box::pin(async { Ok(due.into_iter().collect()) })
    }
}

struct Nobody;

impl HttpTransport for Nobody {
    async fn send(
        &self,
        _: http::Request<Body>,
        _: usize,
    ) -> Result<http::Response<Body>, TransportError> {
        Err(TransportError::broken("nobody is there"))
    }
}

struct Noon;

impl Clock for Noon {
    fn now(&self) -> UtcTimestamp {
        (SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000)).into()
    }

    fn monotonic(&self) -> Duration {
        Duration::ZERO
    }

    async fn sleep(&self, _: Duration) {}
}

fuzz_target!(|value: &str| {
    let cyclr = Client::with_transport(Nobody, Noon)
        .api_domain(ApiDomain::US)
        .client_credentials("id", "secret")
        .service_domain(ServiceDomain::from_static("https://app-h.cyclr.com"))
        .retry(Retry::never())
        .build()
        .expect("a client");
    let attempts = Attempts::new(Same(value.to_owned(), AtomicBool::new(false)));
    let session = SessionKey::new("a session of 16 bytes").expect("a key");
    let request = http::Request::get("/done?cyclr_attempt=AAAAAAAAAAAAAAAAAAAAAA");
    let (request, ()) = request.body(()).expect("a request").into_parts();
    let returned = || Returned::by_navigation(&request).expect("an attempt");
    pollster::block_on(async {
        let error = attempts.complete(&cyclr, returned(), &session).await.expect_err("completed");
        assert!(format!("{error:?} {error}").len() < 4096);
        let _ = attempts.check(&cyclr, returned(), &session).await;
        let _ = attempts.cancel(&cyclr, returned(), &session).await;
        let _ = attempts.sweep(&cyclr).await;
        let link = http::Request::get("/invite?cyclr_link=AAAAAAAAAAAAAAAAAAAAAA");
        let (link, ()) = link.body(()).expect("a request").into_parts();
        let account = "Acme-42".parse().expect("an account");
        let _ = attempts.open_link(&cyclr, &link, &account, "user").await;
    });
});
