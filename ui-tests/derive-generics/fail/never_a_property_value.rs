use cyclr_oauth::AccountConnector;
use std::collections::HashMap;

#[derive(AccountConnector)]
struct Acme<'a, T> {
    list: Vec<T>,
    nested: Option<&'a [T; 3]>,
}

type Map<T> = HashMap<String, T>;

#[derive(AccountConnector)]
enum Ways<T> {
    Alias { map: Map<T> },
    Fine { text: Option<T> },
}

fn main() {}
