use cyclr_oauth::client::Clock;
use cyclr_oauth::{ApiDomain, Client, Error, HttpTransport};

fn client(transport: impl HttpTransport, clock: impl Clock) -> Result<Client, Error> {
    Client::with_transport(transport, clock)
        .api_domain(ApiDomain::US)
        .build()
}

fn main() {}
