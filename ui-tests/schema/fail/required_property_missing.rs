use cyclr_oauth::{AccountConnector, AuthValue};

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/acme.json")]
struct Acme {
    client_id: String,
}

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/fields.json")]
struct Ledger {
    client_id: String,
}

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/acme.json")]
enum Ways {
    Application { client_id: String, sub_domain: String },
    Key {
        #[cyclr(auth_value)]
        key: AuthValue,
    },
}

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/acme.json", rename_all = "camelcase")]
struct PerhapsAllThere {
    sub_domain: String,
}

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/acme.json")]
struct PerhapsThere {
    #[cyclr(renam = "SubDomain")]
    region: Option<String>,
}

fn main() {}
