use cyclr_oauth::{AccountConnector, AuthValue};

#[derive(AccountConnector)]
enum Acme {
    Twice {
        #[cyclr(auth_value)]
        first: AuthValue,
        #[cyclr(auth_value)]
        second: AuthValue,
    },
    Flattened {
        #[cyclr(refresh_token)]
        refresh: String,
    },
    Once {
        #[cyclr(auth_value)]
        first: AuthValue,
    },
}

fn main() {}
