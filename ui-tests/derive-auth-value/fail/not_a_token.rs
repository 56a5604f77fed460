use cyclr_oauth::AccountConnector;

#[derive(AccountConnector)]
struct Acme {
    #[cyclr(access_token)]
    access: u64,
    #[cyclr(refresh_token)]
    refresh: Option<Vec<u8>>,
}

fn main() {}
