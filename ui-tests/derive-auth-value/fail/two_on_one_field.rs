use cyclr_oauth::{AccountConnector, Secret};

#[derive(AccountConnector)]
struct Acme {
    #[cyclr(access_token, refresh_token)]
    token: Secret,
}

fn main() {}
