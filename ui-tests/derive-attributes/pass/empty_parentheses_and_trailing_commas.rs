use cyclr_oauth::AccountConnector;

#[derive(AccountConnector)]
#[cyclr()]
struct Acme {
    #[cyclr(rename = "SubDomain",)]
    subdomain: String,
}

fn main() {}
