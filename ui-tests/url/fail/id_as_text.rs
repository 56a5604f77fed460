use cyclr_oauth::{ConnectorAuthUrl, ServiceDomain};

fn builder(domain: &ServiceDomain) {
    let _ = ConnectorAuthUrl::builder(domain).id("1234");
}

fn main() {}
