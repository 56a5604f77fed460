use cyclr_oauth::AccountConnector;

#[derive(AccountConnector)]
struct Acme {
    #[cyclr(skip_if = str::len)]
    region: String,
}

fn main() {}
