use cyclr_oauth::AccountConnector;

#[derive(AccountConnector)]
struct Acme {
    #[cyclr(skip_if = str::is_empty)]
    region: Option<String>,
}

fn main() {}
