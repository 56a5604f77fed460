use cyclr_oauth::{AccountConnector, PropertyValue};

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/acme.json")]
struct Acme {
    sub_domain: String,
    region: Region,
}

#[derive(PropertyValue)]
#[cyclr(rename_all = "lowercase")]
enum Region {
    A,
    B,
    C,
    D,
    E,
    F,
    G,
    H,
    I,
    J,
    K,
    L,
    M,
    N,
}

fn main() {}
