use cyclr_oauth::AccountConnector;

#[derive(AccountConnector)]
struct Acme {
    #[cyclr(exact)]
    subdomain: String,
    #[cyclr(exact)]
    client_id: String,
}

fn main() {}
