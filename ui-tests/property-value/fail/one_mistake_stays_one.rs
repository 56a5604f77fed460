use cyclr_oauth::{AccountConnector, PropertyValue};

#[derive(PropertyValue)]
enum Region {
    Eu,
    Other(String),
}

#[derive(AccountConnector)]
struct Acme {
    region: Region,
    other: Option<Region>,
}

fn main() {
    Region::Eu.property_text();
}
