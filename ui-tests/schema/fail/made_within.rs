use cyclr_oauth::{AccountConnector, Secret};

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/acme.json")]
struct Constant {
    sub_domain: String,
    #[cyclr(flatten)]
    inner: ConstantRegion,
}

#[derive(AccountConnector)]
#[cyclr(property("Region" = "asia"))]
struct ConstantRegion {}

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/acme.json")]
struct Computed {
    sub_domain: String,
    #[cyclr(flatten)]
    inner: ComputedRegion,
}

#[derive(AccountConnector)]
struct ComputedRegion {
    #[cyclr(with = number)]
    region: String,
}

fn number(_: &str) -> u8 {
    7
}

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/acme.json")]
struct LeftOut {
    #[cyclr(flatten)]
    inner: Generic<String>,
}

trait Host {
    fn host(&self) -> Option<String>;
}

impl Host for String {
    fn host(&self) -> Option<String> {
        None
    }
}

#[derive(AccountConnector)]
struct Generic<T: Host> {
    #[cyclr(with = T::host, not_secret)]
    sub_domain: T,
}

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/acme.json")]
struct SecretAndSkipped {
    #[cyclr(flatten)]
    inner: Skipped,
}

#[derive(AccountConnector)]
struct Skipped {
    #[cyclr(secret, skip_if = str::is_empty)]
    sub_domain: String,
    password: Secret,
}

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/acme.json")]
struct Shown {
    sub_domain: String,
    #[cyclr(flatten)]
    inner: Password,
}

#[derive(AccountConnector)]
struct Password {
    #[cyclr(with = str::to_owned)]
    password: String,
}

fn main() {}
