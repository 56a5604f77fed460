use cyclr_oauth::AccountConnector;

#[derive(AccountConnector)]
struct Acme {
    #[cyclr(flatten, with = path)]
    inner: Inner,
    #[cyclr(rename = "Other", flatten)]
    other: Inner,
}

#[derive(AccountConnector)]
struct Inner {
    client_id: String,
}

fn main() {}
