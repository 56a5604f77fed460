use cyclr_oauth::AccountConnector;

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/list.json")]
struct NotSaid {
    base_url: String,
}

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/list.json", connector = "Ledger")]
struct Several {
    base_url: String,
}

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/list.json", connector = "ledgers")]
struct Near {
    base_url: String,
}

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/list.json", connector = "Acme CRM")]
struct None {
    base_url: String,
}

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/list.json", connector_id = 7)]
struct NoneOfThatId {
    base_url: String,
}

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/acme.json", connector = "Acme")]
struct Another {
    sub_domain: String,
}

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/list.json", connector_id = "6")]
struct InQuotes {
    base_url: String,
}

fn main() {}
