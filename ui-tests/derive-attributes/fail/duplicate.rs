use cyclr_oauth::AccountConnector;

#[derive(AccountConnector)]
#[cyclr(name = "Acme", name = "Acme CRM")]
struct Acme {
    #[cyclr(rename = "A", rename = "B")]
    subdomain: String,
    #[cyclr(secret)]
    #[cyclr(secret)]
    password: String,
}

fn main() {}
