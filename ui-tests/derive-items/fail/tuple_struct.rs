use cyclr_oauth::AccountConnector;

#[derive(AccountConnector)]
struct Acme(#[cyclr(rename = "ClientId")] String, #[cyclr(skp)] String);

fn main() {}
