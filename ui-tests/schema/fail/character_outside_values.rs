use cyclr_oauth::AccountConnector;

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/acme.json")]
struct Acme {
    sub_domain: String,
    region: char,
}

fn main() {}
