use cyclr_oauth::AccountConnector;

#[derive(AccountConnector)]
struct Acme {
    #[cyclr(rename = "Region" secret)]
    region: String,
    #[cyclr(skip secret)]
    row_id: i64,
}

fn main() {}
