use cyclr_oauth::AccountConnector;

#[derive(AccountConnector)]
#[cyclr(property("ApiVersion" = "2"))]
struct Acme {
    api_version: String,
}

fn main() {}
