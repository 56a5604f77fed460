use cyclr_oauth::AccountConnector;

#[derive(AccountConnector)]
struct Acme<T> {
    #[cyclr(access_token)]
    access: (T, T),
    #[cyclr(expires)]
    expires: Option<Vec<T>>,
}

#[derive(AccountConnector)]
struct Whole<T> {
    #[cyclr(auth_value)]
    whole: Vec<T>,
}

fn main() {}
