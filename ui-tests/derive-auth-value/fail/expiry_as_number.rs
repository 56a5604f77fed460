use cyclr_oauth::OAuthTokens;

fn main() {
    let _ = OAuthTokens::new("t0k3n").with_expires(1800);
}
