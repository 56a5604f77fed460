use cyclr_oauth::AccountConnector;

#[derive(AccountConnector)]
struct Both {
    #[cyclr(with = text, secret, not_secret)]
    key: String,
}

#[derive(AccountConnector)]
struct WithoutWith {
    #[cyclr(not_secret)]
    key: String,
}

#[derive(AccountConnector)]
struct Anything<T: ToString> {
    #[cyclr(with = T::to_string)]
    key: T,
    #[cyclr(with = text)]
    keys: Option<Vec<T>>,
}

fn text<T>(_: &T) -> String {
    String::new()
}

fn main() {}
