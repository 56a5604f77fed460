use cyclr_oauth::AccountConnector;

#[derive(AccountConnector)]
enum Acme {}

fn main() {}
