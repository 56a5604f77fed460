use cyclr_oauth::{AccountConnector, Secret};

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/acme.json")]
struct ByValue {
    #[cyclr(with = by_value)]
    sub_domain: f64,
    password: Secret,
}

fn by_value(value: f64) -> String {
    value.to_string()
}

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/acme.json")]
struct OfAnother {
    #[cyclr(with = of_another)]
    sub_domain: f64,
    password: Secret,
}

fn of_another(value: &u8) -> String {
    value.to_string()
}

fn main() {}
