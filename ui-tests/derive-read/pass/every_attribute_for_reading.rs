use cyclr_oauth::{AccountConnector, AuthValue, FromAccountConnector, PropertyValue, Secret};

#[derive(AccountConnector, FromAccountConnector)]
#[cyclr(name = "Acme CRM", rename_all = "camelCase", property("ApiVersion" = "2"), deny_unknown)]
struct Acme<T> {
    sub_domain: T,
    #[cyclr(rename = "client-secret", exact)]
    client_secret: Secret,
    #[cyclr(with = f64::to_string, parse_with = str::parse, secret)]
    rate: f64,
    #[cyclr(parse_with = str::parse)]
    hex: u8,
    #[cyclr(skip_if = Option::is_none)]
    region: Option<Region>,
    #[cyclr(auth_value)]
    key: Option<AuthValue>,
    #[cyclr(flatten)]
    inner: Inner,
    #[cyclr(skip)]
    row_id: i64,
}

#[derive(AccountConnector, FromAccountConnector)]
struct Inner {
    domain: String,
}

#[derive(PropertyValue)]
enum Region {
    Eu,
    Us,
}

fn main() {}
