use cyclr_oauth::AccountConnector;

#[derive(AccountConnector)]
#[cyclr(name = "Acme")]
struct Acme {}

fn main() {}
