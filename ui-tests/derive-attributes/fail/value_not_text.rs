use cyclr_oauth::AccountConnector;

#[derive(AccountConnector)]
#[cyclr(version = 1.0)]
struct Acme {
    #[cyclr(rename = 3)]
    subdomain: String,
    #[cyclr(rename = SubDomain)]
    other: String,
}

fn main() {}
