use cyclr_oauth::AccountConnector;

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/acme.json")]
#[cyclr(property("isSandbox" = "True"), property("Region" = "asia"), property("Password" = "pw"))]
struct Acme {
    sub_domain: String,
}

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/acme.json", property("isSandbox" = "yes"))]
enum Ways {
    #[cyclr(property("Region" = "EU"))]
    One { sub_domain: String },
}

fn main() {}
