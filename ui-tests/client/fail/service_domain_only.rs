use cyclr_oauth::client::Clock;
use cyclr_oauth::{Client, Error, HttpTransport, ServiceDomain};

fn client(transport: impl HttpTransport, clock: impl Clock) -> Result<Client, Error> {
    Client::with_transport(transport, clock)
        .service_domain(ServiceDomain::from_static("app-h.cyclr.com"))
        .build()
}

fn main() {}
