use cyclr_oauth::{AccountConnector, Secret, UtcTimestamp};

#[derive(AccountConnector)]
struct Acme {
    #[cyclr(access_token)]
    access: Secret,
    #[cyclr(access_token)]
    other: Secret,
    #[cyclr(expires)]
    expires: UtcTimestamp,
    #[cyclr(expires)]
    other_expires: UtcTimestamp,
}

fn main() {}
