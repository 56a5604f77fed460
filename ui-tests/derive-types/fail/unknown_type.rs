use cyclr_oauth::AccountConnector;

#[derive(AccountConnector)]
struct Acme {
    client_id: Strng,
}

fn main() {}
