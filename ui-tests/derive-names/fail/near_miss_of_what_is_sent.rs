use cyclr_oauth::AccountConnector;

#[derive(AccountConnector)]
#[cyclr(property("ClientSecret" = "2"))]
struct Acme {
    client_id: String,
    #[cyclr(rename = "ClientID")]
    id: String,
    #[cyclr(rename = "clientSecret")]
    secret: String,
}

fn main() {}
