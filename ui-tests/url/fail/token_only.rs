use cyclr_oauth::{ConnectorAuthUrl, ServiceDomain, SignInToken};

fn url(service_domain: &ServiceDomain, token: SignInToken) -> ConnectorAuthUrl {
    ConnectorAuthUrl::builder(service_domain)
        .token(token)
        .build()
}

fn main() {}
