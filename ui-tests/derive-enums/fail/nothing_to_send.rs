use cyclr_oauth::AccountConnector;

#[derive(AccountConnector)]
enum Acme {
    Key { client_id: String },
    Unit,
    NoFields {},
    NoHeld(),
    Skipped {
        #[cyclr(skip)]
        row_id: i64,
    },
    #[cyclr(property("ApiVersion" = "2"))]
    Constant,
}

fn main() {}
