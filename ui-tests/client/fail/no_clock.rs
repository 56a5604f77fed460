use std::time::SystemTime;

use cyclr_oauth::api::Body;
use cyclr_oauth::{Client, HttpTransport, TransportError};

struct Http;

impl HttpTransport for Http {
    async fn send(
        &self,
        _: http::Request<Body>,
        _: usize,
    ) -> Result<http::Response<Body>, TransportError> {
        Ok(http::Response::new(Body::default()))
    }
}

fn main() {
    let _ = Client::with_transport(Http, SystemTime::now());
}
