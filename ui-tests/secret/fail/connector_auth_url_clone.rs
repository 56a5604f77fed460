use cyclr_oauth::ConnectorAuthUrl;

fn second(url: &ConnectorAuthUrl) -> ConnectorAuthUrl {
    url.clone()
}

fn main() {}
