use cyclr_oauth::{ConnectorAuthUrl, ServiceDomain, TargetOrigin};

fn url(service_domain: &ServiceDomain, target: TargetOrigin) -> ConnectorAuthUrl {
    ConnectorAuthUrl::builder(service_domain)
        .target_origin(target)
        .build()
}

fn main() {}
