use cyclr_oauth::AccountConnector;

#[derive(AccountConnector)]
#[cyclr(property("ApiVersion" = "2"))]
#[cyclr(property("ApiVersion" = "3"))]
struct Acme {
    client_id: String,
}

fn main() {}
