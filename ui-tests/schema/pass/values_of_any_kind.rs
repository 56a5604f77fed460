use cyclr_oauth::{AccountConnector, PropertyValue};

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/values.json", property("ApiVersion" = "1"))]
struct Constant {
    hostname: String,
    sandbox: bool,
}

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/values.json")]
struct Chosen {
    hostname: String,
    api_version: ApiVersion,
    sandbox: bool,
}

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/values.json")]
struct OfOtherTypes {
    hostname: String,
    api_version: u8,
    sandbox: bool,
    level: i8,
    letter: char,
}

#[derive(PropertyValue)]
enum ApiVersion {
    #[cyclr(rename = "1")]
    First,
    #[cyclr(rename = "2-beta")]
    Second,
    #[cyclr(rename = "3")]
    Third,
}

fn main() {}
