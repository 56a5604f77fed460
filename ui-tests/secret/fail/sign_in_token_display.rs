use cyclr_oauth::SignInToken;

fn text(secret: &SignInToken) -> String {
    format!("{secret}")
}

fn main() {}
