use cyclr_oauth::SignInToken;

fn json(secret: &SignInToken) -> serde_json::Result<String> {
    serde_json::to_string(secret)
}

fn main() {}
