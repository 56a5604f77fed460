use cyclr_oauth::AccountConnector;

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/acme.json", property("Regoin" = "eu"), property("Colour" = "red"))]
struct Acme {
    client_id: String,
    subdomain: String,
    sub_domain: String,
    #[cyclr(rename = "Is Sandbox?")]
    sandbox: bool,
    data_centre: String,
    page_size: u16,
    favourite: String,
}

fn main() {}
