use cyclr_oauth::{AccountConnector, FromAccountConnector};

#[derive(AccountConnector, FromAccountConnector)]
enum Acme {
    Fields {
        domain: Domain,
    },
    Held(Inner),
}

#[derive(AccountConnector)]
struct Inner {
    domain: String,
}

type Domain = &'static str;

#[derive(FromAccountConnector)]
enum Mistakes {
    With {
        #[cyclr(with = f64::to_string)]
        rate: f64,
    },
    #[cyclr(deny_unknown)]
    Nothing,
    Pair(String, String),
}

fn main() {
    let _ = Mistakes::from_account_connector;
}
