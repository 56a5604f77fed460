use cyclr_oauth::AccountConnector;

#[derive(AccountConnector)]
#[cyclr(name = "", version = " ", authentication_id = "\n")]
struct Acme {
    client_id: String,
}

fn main() {}
