use cyclr_oauth::AccountConnector;

#[derive(AccountConnector)]
#[cyclr(rename_all = "camel_case")]
struct Acme {
    client_id: String,
}

fn main() {}
