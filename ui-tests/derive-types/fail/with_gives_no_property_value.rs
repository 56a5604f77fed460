use cyclr_oauth::AccountConnector;

#[derive(AccountConnector)]
struct Acme {
    #[cyclr(with = percent)]
    rate: f64,
}

fn percent(rate: &f64) -> f64 {
    rate * 100.0
}

fn main() {}
