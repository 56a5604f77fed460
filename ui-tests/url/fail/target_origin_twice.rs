use cyclr_oauth::{ConnectorAuthUrl, ServiceDomain, SignInToken, TargetOrigin};

fn url(service_domain: &ServiceDomain, token: SignInToken, target: TargetOrigin) -> ConnectorAuthUrl {
    ConnectorAuthUrl::builder(service_domain)
        .target_origin(target.clone())
        .id(1234)
        .token(token)
        .target_origin(target)
        .build()
}

fn main() {}
