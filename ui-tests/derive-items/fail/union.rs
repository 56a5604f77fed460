use cyclr_oauth::AccountConnector;

#[derive(AccountConnector)]
union Acme {
    client_id: u64,
    #[cyclr(rename = 3)]
    other: u32,
}

fn main() {}
