use cyclr_oauth::{AccountConnector, Secret};

#[derive(AccountConnector)]
struct Acme {
    #[cyclr(access_token)]
    access: Secret,
    #[cyclr(expires)]
    expires: u64,
    #[cyclr(refresh_expires)]
    refresh_expires: Option<String>,
}

fn main() {}
