use cyclr_oauth::{ConnectorAuthUrl, ServiceDomain, TargetOrigin};

fn url(service_domain: &ServiceDomain, target: TargetOrigin) -> ConnectorAuthUrl {
    ConnectorAuthUrl::builder(service_domain)
        .id(1234)
        .target_origin(target)
        .build()
}

fn main() {}
