use cyclr_oauth::{AccountConnector, Secret};

#[derive(AccountConnector)]
#[cyclr(rename_all = "camelCase")]
struct Acme {
    client_id: String,
    client_secret: Secret,
}

fn main() {}
