use cyclr_oauth::AccountConnector;

#[derive(AccountConnector)]
enum Acme {
    Key(Key, Key),
    Basic { client_id: String },
}

#[derive(AccountConnector)]
struct Key {
    client_id: String,
}

fn main() {}
