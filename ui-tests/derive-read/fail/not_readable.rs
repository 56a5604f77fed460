use cyclr_oauth::FromAccountConnector;

#[derive(FromAccountConnector)]
struct Acme {
    rate: f64,
    #[cyclr(flatten)]
    inner: Inner,
    #[cyclr(auth_value)]
    key: String,
    #[cyclr(skip)]
    row: Row,
}

struct Inner;

struct Row;

fn main() {}
