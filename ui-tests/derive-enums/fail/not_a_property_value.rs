use cyclr_oauth::AccountConnector;

#[derive(AccountConnector)]
enum Acme {
    Key {
        rate: f64,
        #[cyclr(auth_value)]
        key: String,
    },
}

fn main() {}
