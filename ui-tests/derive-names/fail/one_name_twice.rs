use cyclr_oauth::AccountConnector;

#[derive(AccountConnector)]
struct Acme {
    subdomain: String,
    #[cyclr(rename = "Subdomain")]
    host: String,
}

fn main() {}
