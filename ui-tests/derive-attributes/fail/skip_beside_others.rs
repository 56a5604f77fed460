use cyclr_oauth::AccountConnector;

#[derive(AccountConnector)]
struct Acme {
    #[cyclr(skip, rename = "RowId", secret)]
    row_id: i64,
    client_id: String,
}

fn main() {}
