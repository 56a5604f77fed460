use cyclr_oauth::AccountConnector;

#[derive(AccountConnector)]
struct Acme<'a> {
    #[cyclr(rename = "Wörter \"Ω\"")]
    first: &'a str,
    #[cyclr(flatten)]
    inner: Inner<'a>,
}

#[derive(AccountConnector)]
struct Inner<'a> {
    #[cyclr(rename = "Wörter \"Ω\"")]
    second: &'a str,
}

fn main() {}
