use cyclr_oauth::{ApiDomain, Client, Secret, ServiceDomain};

fn main() {
    const DOMAIN: ServiceDomain = ServiceDomain::from_static("app-h.cyclr.com");
    let _ = Client::builder()
        .api_domain(ApiDomain::US)
        .client_credentials("id", Secret::from("s3cr3t"))
        .service_domain(DOMAIN)
        .build();
}
