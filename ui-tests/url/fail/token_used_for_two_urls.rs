use cyclr_oauth::{ConnectorAuthUrl, ServiceDomain, SignInToken, TargetOrigin};

fn urls(domain: &ServiceDomain, token: SignInToken, target: TargetOrigin) -> [ConnectorAuthUrl; 2] {
    let first = ConnectorAuthUrl::builder(domain).id(1).token(token).target_origin(target.clone());
    let second = ConnectorAuthUrl::builder(domain).id(2).token(token).target_origin(target);
    [first.build(), second.build()]
}

fn main() {}
