use cyclr_oauth::AccountConnector;

#[derive(AccountConnector)]
struct Acme<T> {
    value: T,
}

fn main() {
    let acme = Acme { value: 1.5 };
    acme.payload();
}
