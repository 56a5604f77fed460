use cyclr_oauth::AccountConnector;

#[derive(AccountConnector)]
struct Acme {
    regions: Vec<String>,
}

fn main() {}
