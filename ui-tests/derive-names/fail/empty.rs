use cyclr_oauth::AccountConnector;

#[derive(AccountConnector)]
#[cyclr(property("" = "2"))]
struct Acme {
    #[cyclr(rename = "")]
    first: String,
    #[cyclr(rename = " ")]
    second: String,
    __: String,
}

fn main() {}
