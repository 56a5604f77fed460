use cyclr_oauth::AccountConnector;

#[derive(AccountConnector)]
#[cyclr(property("ApiVersion" = "2"))]
struct Acme {
    #[cyclr(skip)]
    row_id: i64,
}

fn main() {}
