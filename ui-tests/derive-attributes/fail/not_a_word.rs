use cyclr_oauth::AccountConnector;

#[derive(AccountConnector)]
struct Acme {
    #[cyclr("SubDomain")]
    subdomain: String,
    #[cyclr(rename = "Region",, secret)]
    region: String,
}

fn main() {}
