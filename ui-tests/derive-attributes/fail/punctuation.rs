use cyclr_oauth::AccountConnector;

#[derive(AccountConnector)]
#[cyclr(name: "Acme"; version => "1.0")]
struct Acme {
    #[cyclr(secret; rename = "SubDomain")]
    subdomain: String,
    #[cyclr(rename == "Region")]
    region: String,
    #[cyclr(with = f64::to_string secret)]
    rate: f64,
}

fn main() {}
