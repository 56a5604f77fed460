use cyclr_oauth::{AccountConnector, Secret};

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/acme.json")]
#[cyclr(allow("SubDomain" = "a reason"), allow("Password" = "a reason"))]
struct Acme {
    sub_domain: String,
    password: Option<Secret>,
}

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/acme.json", allow("SubDomain" = "a number"))]
struct Number {
    sub_domain: u8,
}

fn main() {}
