use cyclr_oauth::AccountConnector;

#[derive(AccountConnector)]
struct Acme<I> {
    client_id: String,
    #[cyclr(flatten)]
    inner: I,
}

#[derive(AccountConnector)]
struct Inner {
    client_id: String,
}

const _: &[&str] = Acme::<Inner>::PROPERTY_NAMES;

fn main() {}
