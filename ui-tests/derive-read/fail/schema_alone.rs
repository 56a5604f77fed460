use cyclr_oauth::{AccountConnector, FromAccountConnector};

#[derive(FromAccountConnector)]
#[cyclr(schema = "connectors/fields.json")]
struct Ledger {
    username: String,
}

#[derive(AccountConnector, FromAccountConnector)]
#[cyclr(schema = "connectors/fields.json", allow("Company" = "chosen by the user later"))]
struct Checked {
    username: String,
}

fn main() {}
