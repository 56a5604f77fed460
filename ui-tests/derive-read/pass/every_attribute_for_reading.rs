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

#[derive(AccountConnector, FromAccountConnector)]
#[cyclr(name = "Acme CRM", deny_unknown, property("ApiVersion" = "2"), rename_all = "camelCase")]
enum Ways<T> {
    #[cyclr(authentication_id = "7", version = "2.0", rename_all = "PascalCase")]
    Fields {
        #[cyclr(with = f64::to_string, parse_with = str::parse)]
        rate: f64,
        #[cyclr(skip_if = String::is_empty)]
        region: String,
        #[cyclr(access_token)]
        access: Secret,
        #[cyclr(skip)]
        row_id: i64,
    },
    #[cyclr(property("Mode" = "inner"))]
    Held(Acme<T>),
    #[cyclr(property("Mode" = "none"))]
    Constant,
    Flattened {
        #[cyclr(flatten)]
        inner: Inner,
    },
}

fn main() {}
