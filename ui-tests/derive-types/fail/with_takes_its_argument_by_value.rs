use cyclr_oauth::AccountConnector;

#[derive(AccountConnector)]
struct Acme {
    #[cyclr(with = percent, skip_if = is_zero)]
    rate: f64,
}

fn percent(rate: f64) -> String {
    format!("{rate} %")
}

fn is_zero(rate: f64) -> bool {
    rate == 0.0
}

fn main() {}
