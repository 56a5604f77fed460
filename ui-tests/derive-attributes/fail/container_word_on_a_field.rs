use cyclr_oauth::AccountConnector;

#[derive(AccountConnector)]
struct Acme {
    #[cyclr(version = "1.0")]
    client_id: String,
    #[cyclr(name = "SubDomain")]
    subdomain: String,
    #[cyclr(rename_all = "camelCase")]
    region: String,
}

fn main() {}
