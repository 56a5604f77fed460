use cyclr_oauth::AccountConnector;

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/acme.json")]
struct Acme {
    sub_domain: String,
    sub_domains: String,
    subdomain: String,
    is_sandbox: bool,
}

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/fields.json", property("Company" = "Acme"))]
struct Ledger {
    username: String,
    user: String,
    companies: String,
}

fn main() {}
