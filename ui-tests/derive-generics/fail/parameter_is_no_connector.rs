use cyclr_oauth::AccountConnector;

#[derive(AccountConnector)]
struct Acme<T> {
    #[cyclr(flatten)]
    inner: T,
}

fn main() {
    let acme = Acme { inner: String::new() };
    acme.payload();
}
