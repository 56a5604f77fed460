use cyclr_oauth::{ConnectorAuthUrl, ServiceDomain, SignInToken};

fn url(service_domain: &ServiceDomain, token: SignInToken) -> ConnectorAuthUrl {
    ConnectorAuthUrl::builder(service_domain)
        .id(1234)
        .token(token)
        .build()
}

fn main() {}
