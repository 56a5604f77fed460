use cyclr_oauth::AccountConnector;

#[derive(AccountConnector)]
enum Acme {
    Key { client_id: String },
    Tokens,
}

fn main() {}
