//! Definitions come page by page, from servers of every kind.

use std::sync::atomic::{AtomicUsize, Ordering};

use connector_schema::fetch_all;
use cyclr_oauth::api::Body;
use cyclr_oauth::client::SystemClock;
use cyclr_oauth::{
    AccountId, ApiDomain, Client, HttpTransport, Secret, ServiceDomain, TransportError,
};
use http::{Request, Response};

/// Sends the same full page, whichever is asked for.
struct Repeats(AtomicUsize);

impl HttpTransport for Repeats {
    async fn send(
        &self,
        request: Request<Body>,
        _: usize,
    ) -> Result<Response<Body>, TransportError> {
        if request.uri().path() == "/oauth/token" {
            return Ok(Response::new(Body::from(br#"{"access_token":"t0k3n"}"#.to_vec())));
        }
        assert!(self.0.fetch_add(1, Ordering::Relaxed) < 10, "the same page is asked for again");
        let page: Vec<_> =
            (1..=100).map(|id| format!(r#"{{"Id":{id},"AuthType":"ApiKey","Odd":[1]}}"#)).collect();
        Ok(Response::new(Body::from(format!("[{}]", page.join(",")).into_bytes())))
    }
}

#[tokio::test]
async fn a_page_that_repeats_ends_the_list() {
    const DOMAIN: ServiceDomain = ServiceDomain::from_static("app-h.cyclr.com");
    let cyclr = Client::with_transport(Repeats(AtomicUsize::new(0)), SystemClock)
        .api_domain(ApiDomain::US)
        .client_credentials("id", Secret::from("s3cr3t"))
        .service_domain(DOMAIN)
        .build()
        .unwrap();
    let all = fetch_all(&cyclr, &AccountId::new("Acme-42").unwrap()).await.unwrap();
    assert_eq!(all.len(), 100);
}
