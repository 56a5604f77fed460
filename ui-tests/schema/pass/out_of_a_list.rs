use cyclr_oauth::{AccountConnector, AuthValue};

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/list.json", connector = "Mailer")]
struct ByName {
    #[cyclr(auth_value)]
    key: AuthValue,
}

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/list.json", connector_id = 6)]
struct ById {
    base_url: String,
}

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/list.json", connector = "Ledger", connector_id = 8)]
struct ByBoth {
    hostname: String,
}

fn main() {}
