use cyclr_oauth::AccountConnector;

#[derive(AccountConnector)]
struct Acme {
    api_version: String,
    #[allow(non_snake_case)]
    api__version: String,
}

fn main() {}
