use cyclr_oauth::AccountConnector;

#[derive(AccountConnector)]
struct Acme<'a> {
    client_id: String,
    #[cyclr(flatten)]
    parent: &'a Acme<'a>,
}

#[derive(AccountConnector)]
enum Way {
    Nested {
        #[cyclr(flatten)]
        parent: &'static Self,
    },
    Held(&'static Way),
}

fn main() {}
