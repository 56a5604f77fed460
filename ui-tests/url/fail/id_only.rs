use cyclr_oauth::{ConnectorAuthUrl, ServiceDomain};

fn url(service_domain: &ServiceDomain) -> ConnectorAuthUrl {
    ConnectorAuthUrl::builder(service_domain)
        .id(1234)
        .build()
}

fn main() {}
