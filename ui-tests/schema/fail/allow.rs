use cyclr_oauth::AccountConnector;

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/acme.json")]
#[cyclr(allow("SubDomain" = " "), allow("Region" = "a reason"), allow("Colour" = "a reason"))]
#[cyclr(allow("Colour" = "another reason"), allow = "Region", allow("Region"))]
struct Acme {
    colour: String,
    region: String,
}

fn main() {}
