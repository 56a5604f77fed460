use cyclr_oauth::{ConnectorAuthUrl, ServiceDomain};

fn builder(domain: &ServiceDomain) {
    let _ = ConnectorAuthUrl::builder(domain)
        .token("ABCD12340000000000000=")
        .target_origin("https://yourapplication.com")
        .callback_message("completed");
}

fn main() {}
