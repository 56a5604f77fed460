use cyclr_oauth::client::Clock;
use cyclr_oauth::{Client, Error, HttpTransport, Secret, ServiceDomain};

fn client(transport: impl HttpTransport, clock: impl Clock) -> Result<Client, Error> {
    Client::with_transport(transport, clock)
        .client_credentials("client-id", Secret::from("s3cr3t"))
        .service_domain(ServiceDomain::from_static("app-h.cyclr.com"))
        .build()
}

fn main() {}
