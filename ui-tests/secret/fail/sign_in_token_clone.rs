use cyclr_oauth::SignInToken;

fn second(token: &SignInToken) -> SignInToken {
    token.clone()
}

fn main() {}
