use cyclr_oauth::AccountConnector;

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/acne.json")]
struct Acme {
    sub_domain: String,
}

fn main() {}
