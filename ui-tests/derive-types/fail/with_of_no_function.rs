use cyclr_oauth::AccountConnector;

#[derive(AccountConnector)]
struct Acme {
    #[cyclr(with = two)]
    first: f64,
    #[cyclr(with = none)]
    second: f64,
    #[cyclr(with = NUMBER)]
    third: f64,
    #[cyclr(with = mutable, skip_if = unchecked)]
    fourth: f64,
}

const NUMBER: u8 = 1;

fn two(rate: &f64, digits: usize) -> String {
    format!("{rate:.digits$}")
}

fn none() -> String {
    String::new()
}

fn mutable(rate: &mut f64) -> String {
    rate.to_string()
}

unsafe fn unchecked(_: &f64) -> bool {
    false
}

fn main() {}
