use cyclr_oauth::AccountConnector;

#[derive(AccountConnector)]
#[cyclr(rename = "acme", skip, auth_value)]
struct Acme {
    client_id: String,
}

fn main() {}
