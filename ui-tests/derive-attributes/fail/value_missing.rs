use cyclr_oauth::AccountConnector;

#[derive(AccountConnector)]
#[cyclr(name, rename_all =)]
struct Acme {
    #[cyclr(rename)]
    subdomain: String,
    #[cyclr(with)]
    rate: f64,
    #[cyclr(skip_if = )]
    region: String,
}

fn main() {}
