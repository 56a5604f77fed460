use cyclr_oauth::AccountConnector;

#[derive(AccountConnector)]
#[cyclr(rename_all = "title")]
struct Acme {
    client_id: String,
    subdomain: String,
}

fn main() {}
