use cyclr_oauth::AccountConnector;

#[derive(AccountConnector)]
#[cyclr(nam = "Acme")]
struct Acme;

fn main() {}
