use cyclr_oauth::{AccountConnector, Secret, UtcTimestamp};

#[derive(AccountConnector)]
struct Acme {
    #[cyclr(access_token, secret)]
    access: Secret,
    #[cyclr(with = path, expires)]
    expires: UtcTimestamp,
}

fn main() {}
