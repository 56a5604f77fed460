use cyclr_oauth::{ConnectorAuthUrl, ServiceDomain};

fn url(service_domain: &ServiceDomain) -> ConnectorAuthUrl {
    ConnectorAuthUrl::builder(service_domain)
        .build()
}

fn main() {}
