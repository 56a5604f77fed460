use cyclr_oauth::AccountConnector;

#[derive(AccountConnector)]
#[cyclr(connector = "Ledger", connector_id = 6, allow("Region" = "chosen later"))]
struct Acme {
    sub_domain: String,
}

fn main() {}
