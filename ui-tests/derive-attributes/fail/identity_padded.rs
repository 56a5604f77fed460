use cyclr_oauth::AccountConnector;

#[derive(AccountConnector)]
#[cyclr(name = " Acme \"CRM\" ", version = "1.0 ", authentication_id = "\t7")]
struct Acme {
    client_id: String,
}

fn main() {}
