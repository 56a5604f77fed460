use cyclr_oauth::FromAccountConnector;

#[derive(FromAccountConnector)]
struct Acme<'a, T> {
    list: Vec<T>,
    #[cyclr(flatten)]
    inner: Option<T>,
    #[cyclr(auth_value)]
    whole: Vec<T>,
    borrowed: &'a T,
}

#[derive(FromAccountConnector)]
struct Parts<T> {
    #[cyclr(access_token)]
    access: Option<Vec<T>>,
    #[cyclr(expires)]
    expires: Vec<T>,
}

fn main() {}
