use cyclr_oauth::AccountConnector;

#[derive(AccountConnector)]
struct Acme {
    #[cyclr(rename = "ClientID")]
    first: String,
}

fn main() {}
