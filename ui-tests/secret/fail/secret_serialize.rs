use cyclr_oauth::Secret;

fn json(secret: &Secret) -> serde_json::Result<String> {
    serde_json::to_string(secret)
}

fn main() {}
