use cyclr_oauth::{AccountConnector, Secret, UtcTimestamp};

#[derive(AccountConnector)]
#[cyclr(name = "Acme CRM", version = "1.0", authentication_id = "7")]
#[cyclr(rename_all = "PascalCase", property("ApiVersion" = "2"), property("Dc" = ""))]
#[cyclr(crate = cyclr_oauth)]
struct Acme {
    client_id: String,
    #[cyclr(rename = "client-secret", exact)]
    client_secret: Secret,
    #[cyclr(rename = "isSandbox")]
    sandbox: bool,
    #[cyclr(skip)]
    row_id: Opaque,
    #[cyclr(skip_if = str::is_empty)]
    region: String,
    #[cyclr(skip_if = Option::is_none, secret)]
    password: Option<String>,
    #[cyclr(with = percent)]
    rate: f64,
    #[cyclr(with = percent, secret, skip_if = is_zero, rename = "SecretRate")]
    secret_rate: f64,
    #[cyclr(flatten)]
    inner: Inner,
    #[cyclr(access_token)]
    access: Secret,
    #[cyclr(refresh_token)]
    refresh: Option<String>,
    #[cyclr(expires)]
    expires: UtcTimestamp,
    #[cyclr(refresh_expires)]
    refresh_expires: Option<UtcTimestamp>,
}

#[derive(AccountConnector)]
struct Inner {
    subdomain: String,
}

struct Opaque;

fn percent(rate: &f64) -> String {
    format!("{rate} %")
}

fn is_zero(rate: &f64) -> bool {
    *rate == 0.0
}

fn main() {}
