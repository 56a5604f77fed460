use cyclr_oauth::{ConnectorAuthUrl, ServiceDomain, SignInToken, TargetOrigin};

fn url(service_domain: &ServiceDomain, token: SignInToken, target: TargetOrigin) -> ConnectorAuthUrl {
    ConnectorAuthUrl::builder(service_domain)
        .id(1234)
        .token(token)
        .id(5678)
        .target_origin(target)
        .build()
}

fn main() {}
