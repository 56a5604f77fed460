use cyclr_oauth::{AccountConnector, Secret};

#[derive(AccountConnector)]
struct Acme {
    client_s_ecret: Secret,
    #[cyclr(rename = "Client_Secret")]
    other: Secret,
}

fn main() {}
