use cyclr_oauth::AccountConnector;

#[derive(AccountConnector)]
#[cyclr(crate = "cyclr_oauth")]
struct Acme {
    #[cyclr(with = "f64::to_string")]
    rate: f64,
    #[cyclr(skip_if = "str::is_empty")]
    region: String,
}

fn main() {}
