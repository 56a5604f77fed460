use cyclr_oauth::AccountConnector;

#[derive(AccountConnector)]
#[cyclr(rename_all = "camelCase")]
enum Held {
    One(One),
    #[cyclr(property("Mode" = "none"))]
    Nothing,
}

#[derive(AccountConnector)]
#[cyclr(deny_unknown)]
enum Read {
    Key {
        #[cyclr(with = f64::to_string, parse_with = str::parse)]
        rate: f64,
    },
}

#[derive(AccountConnector)]
struct One {
    client_id: String,
}

fn main() {}
