use cyclr_oauth::AccountConnector;

#[derive(AccountConnector)]
struct Acme {
    #[cyclr(with = percent)]
    rate: f64,
}

fn percent(rate: &u32) -> String {
    format!("{rate} %")
}

fn main() {}
