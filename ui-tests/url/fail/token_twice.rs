use cyclr_oauth::{ConnectorAuthUrl, ServiceDomain, SignInToken, TargetOrigin};

fn url(service_domain: &ServiceDomain, token: SignInToken, other: SignInToken, target: TargetOrigin) -> ConnectorAuthUrl {
    ConnectorAuthUrl::builder(service_domain)
        .id(1234)
        .token(token)
        .target_origin(target)
        .token(other)
        .build()
}

fn main() {}
