use cyclr_oauth::AccountConnector;

#[derive(AccountConnector)]
#[cyclr(name("Acme"))]
struct Acme {
    #[cyclr(rename("SubDomain"))]
    subdomain: String,
    #[cyclr(with(path))]
    rate: f64,
}

fn main() {}
