use cyclr_oauth::FromAccountConnector;

#[derive(FromAccountConnector)]
struct Acme {
    #[cyclr(parse_with = parse)]
    rate: f64,
}

fn parse(text: &str) -> Option<f64> {
    text.parse().ok()
}

fn main() {}
