use cyclr_oauth::SignInToken;

fn equal(a: &SignInToken, b: &SignInToken) -> bool {
    a == b
}

fn main() {}
