use cyclr_oauth::AccountConnector;

#[derive(AccountConnector)]
struct Acme {
    #[cyclr(with = percent)]
    rate: f64,
}

fn main() {}
