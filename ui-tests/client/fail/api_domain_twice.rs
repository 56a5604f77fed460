use cyclr_oauth::client::Clock;
use cyclr_oauth::{ApiDomain, Client, Error, HttpTransport, Secret, ServiceDomain};

fn client(transport: impl HttpTransport, clock: impl Clock) -> Result<Client, Error> {
    Client::with_transport(transport, clock)
        .api_domain(ApiDomain::US)
        .client_credentials("client-id", Secret::from("s3cr3t"))
        .api_domain(ApiDomain::US)
        .service_domain(ServiceDomain::from_static("app-h.cyclr.com"))
        .build()
}

fn main() {}
