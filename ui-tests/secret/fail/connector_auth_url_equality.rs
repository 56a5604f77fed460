use cyclr_oauth::ConnectorAuthUrl;

fn equal(a: &ConnectorAuthUrl, b: &ConnectorAuthUrl) -> bool {
    a == b
}

fn main() {}
