use cyclr_oauth::AccountConnector;

#[derive(AccountConnector)]
struct Acme {
    #[cyclr(skip)]
    row_id: i64,
    #[cyclr(skip)]
    note: String,
}

fn main() {}
