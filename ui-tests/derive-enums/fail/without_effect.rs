use cyclr_oauth::AccountConnector;

#[derive(AccountConnector)]
#[cyclr(rename_all = "camelCase")]
enum Held {
    One(One),
    #[cyclr(property("Mode" = "none"))]
    Nothing,
}

#[derive(AccountConnector)]
struct One {
    client_id: String,
}

fn main() {}
