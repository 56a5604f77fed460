use cyclr_oauth::AccountConnector;

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/fields.json", allow("Compny" = "chosen by the user later"))]
struct Ledger {
    username: String,
}

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/fields.json", allow("Theme" = "chosen by the user later"))]
struct Other {
    username: String,
    company: String,
}

fn main() {}
