use cyclr_oauth::AccountConnector;

#[derive(AccountConnector)]
#[cyclr(property("client id" = "7"), property("auth-value" = "{}"))]
struct Acme {
    subdomain: String,
}

fn main() {}
