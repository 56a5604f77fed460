use cyclr_oauth::AccountConnector;

#[derive(AccountConnector)]
struct Acme {
    #[cyclr(auth_value)]
    token: String,
}

fn main() {}
