use cyclr_oauth::AccountConnector;

#[derive(AccountConnector)]
#[cyclr(crate = nowhere)]
struct Acme {
    client_id: String,
}

fn main() {}
