use cyclr_oauth::AccountConnector;

#[derive(AccountConnector)]
struct Acme {
    #[cyclr(with = |rate: &f64| rate.to_string())]
    rate: f64,
    #[cyclr(skip_if = str::is_empty())]
    region: String,
}

fn main() {}
