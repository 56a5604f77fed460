use cyclr_oauth::AccountConnector;

#[derive(AccountConnector)]
#[cyclr]
struct Acme {
    #[cyclr = "SubDomain"]
    subdomain: String,
}

fn main() {}
