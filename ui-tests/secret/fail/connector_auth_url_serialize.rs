use cyclr_oauth::ConnectorAuthUrl;

fn json(secret: &ConnectorAuthUrl) -> serde_json::Result<String> {
    serde_json::to_string(secret)
}

fn main() {}
