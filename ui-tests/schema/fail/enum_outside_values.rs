use cyclr_oauth::{AccountConnector, PropertyValue};

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/acme.json")]
struct Acme<'a> {
    sub_domain: String,
    region: Option<&'a Region>,
}

#[derive(PropertyValue)]
#[cyclr(rename_all = "lowercase")]
enum Region {
    Eu,
    Us,
    Asia,
}

fn main() {}
