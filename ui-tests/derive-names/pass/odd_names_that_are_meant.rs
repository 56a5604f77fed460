use cyclr_oauth::AccountConnector;

#[derive(AccountConnector)]
struct Acme {
    #[cyclr(exact)]
    clientid: String,
    #[cyclr(rename = "ClientID", exact)]
    other: String,
    #[cyclr(exact)]
    auth_value: String,
}

fn main() {}
