use cyclr_oauth::{AccountConnector, AuthValue};

#[derive(AccountConnector)]
enum Acme {
    Fine(Inner),
    Twice {
        #[cyclr(auth_value)]
        own: AuthValue,
        #[cyclr(flatten)]
        inner: Inner,
    },
}

#[derive(AccountConnector)]
enum Inner {
    Public { client_id: String },
    Key {
        #[cyclr(auth_value)]
        key: AuthValue,
    },
}

fn main() {}
