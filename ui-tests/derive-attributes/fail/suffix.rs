use cyclr_oauth::AccountConnector;

#[derive(AccountConnector)]
#[cyclr(name = "Acme"x, property("Region"a = "eu"b))]
#[cyclr(schema = "connectors/acme.json", connector_id = 77u8)]
struct Acme {
    #[cyclr(rename = r"SubDomain"text)]
    subdomain: String,
}

fn main() {}
