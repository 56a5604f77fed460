use cyclr_oauth::AccountConnector;

#[derive(AccountConnector)]
struct Acme<T> {
    #[cyclr(flatten)]
    inner: Option<T>,
}

fn main() {}
