use cyclr_oauth::{AccountConnector, Secret, UtcTimestamp};

#[derive(AccountConnector)]
struct Acme {
    #[cyclr(refresh_token)]
    refresh: Secret,
    #[cyclr(expires)]
    expires: UtcTimestamp,
}

fn main() {}
