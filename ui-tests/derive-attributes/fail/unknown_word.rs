use cyclr_oauth::AccountConnector;

#[derive(AccountConnector)]
#[cyclr(nam = "Acme", colour = "red")]
struct Acme {
    #[cyclr(renam = "SubDomain")]
    subdomain: String,
    #[cyclr(default)]
    region: String,
}

fn main() {}
