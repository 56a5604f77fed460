use cyclr_oauth::ConnectorAuthUrl;

fn text(secret: &ConnectorAuthUrl) -> String {
    format!("{secret}")
}

fn main() {}
