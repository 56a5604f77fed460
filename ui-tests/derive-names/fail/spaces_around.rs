use cyclr_oauth::AccountConnector;

#[derive(AccountConnector)]
#[cyclr(property("ApiVersion " = "2"))]
struct Acme {
    #[cyclr(rename = " SubDomain")]
    subdomain: String,
    #[cyclr(rename = " Region", exact)]
    region: String,
}

fn main() {}
