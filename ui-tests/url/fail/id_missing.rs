use cyclr_oauth::{ConnectorAuthUrl, ServiceDomain, SignInToken, TargetOrigin};

fn url(service_domain: &ServiceDomain, token: SignInToken, target: TargetOrigin) -> ConnectorAuthUrl {
    ConnectorAuthUrl::builder(service_domain)
        .token(token)
        .target_origin(target)
        .build()
}

fn main() {}
