use cyclr_oauth::client::Clock;
use cyclr_oauth::{ApiDomain, Client, Error, HttpTransport, Secret};

fn client(transport: impl HttpTransport, clock: impl Clock) -> Result<Client, Error> {
    Client::with_transport(transport, clock)
        .api_domain(ApiDomain::US)
        .client_credentials("client-id", Secret::from("s3cr3t"))
        .build()
}

fn main() {}
