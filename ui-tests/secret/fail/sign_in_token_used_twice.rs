use cyclr_oauth::SignInToken;

fn twice(token: SignInToken) -> (SignInToken, SignInToken) {
    (token, token)
}

fn main() {}
