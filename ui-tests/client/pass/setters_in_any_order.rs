use std::time::Duration;

use cyclr_oauth::api::Body;
use cyclr_oauth::client::{Clock, Retry};
use cyclr_oauth::{
    ApiDomain, Client, HttpTransport, Secret, ServiceDomain, TransportError, UtcTimestamp,
};
use http::{Request, Response};

struct Offline;

impl HttpTransport for Offline {
    async fn send(&self, _: Request<Body>, _: usize) -> Result<Response<Body>, TransportError> {
        Err(TransportError::connect("offline"))
    }
}

#[derive(Clone)]
struct Now;

impl Clock for Now {
    fn now(&self) -> UtcTimestamp {
        UtcTimestamp::now()
    }

    fn monotonic(&self) -> Duration {
        Duration::ZERO
    }

    async fn sleep(&self, _: Duration) {}
}

fn main() {
    const DOMAIN: ServiceDomain = ServiceDomain::from_static("app-h.cyclr.com");
    let clients = [
        Client::with_transport(Offline, Now)
            .api_domain(ApiDomain::US)
            .client_credentials("id", "s3cr3t")
            .service_domain(DOMAIN)
            .build(),
        Client::with_transport(Offline, Now)
            .service_domain(DOMAIN)
            .client_credentials("id".to_owned(), Secret::from("s3cr3t"))
            .api_domain(ApiDomain::EU)
            .build(),
        // What is optional may stand anywhere, and be set again.
        Client::with_transport(Offline, Now)
            .retry(Retry::never())
            .client_credentials("id", "s3cr3t".to_owned())
            .timeout(Duration::from_secs(5))
            .deadline(Duration::from_secs(5))
            .api_domain(ApiDomain::UK)
            .max_body(1 << 20)
            .user_agent("acme-portal/2.1")
            .account_tokens(true)
            .clock(Now)
            .retry(Retry::default().tries(2).base(Duration::ZERO).cap(Duration::ZERO))
            .service_domain(DOMAIN)
            .build(),
    ];
    assert!(clients.iter().all(Result::is_ok));
}
