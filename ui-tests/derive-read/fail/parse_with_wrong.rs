use cyclr_oauth::FromAccountConnector;

#[derive(FromAccountConnector)]
struct Acme {
    #[cyclr(parse_with = parse)]
    first: f64,
    #[cyclr(parse_with = "parse")]
    second: f64,
    #[cyclr(deny_unknown)]
    third: String,
}

fn parse(text: &str) -> Option<f64> {
    text.parse().ok()
}

fn main() {}
