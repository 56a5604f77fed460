use cyclr_oauth::AccountConnector;

#[derive(AccountConnector)]
#[cyclr(property("Api\u{ad}Version" = "2"))]
struct Acme {
    #[cyclr(rename = "Client\u{200b}Id")]
    zero_width: String,
    #[cyclr(rename = "\u{feff}Region")]
    byte_order_mark: String,
    #[cyclr(rename = "\u{200d}")]
    nothing_else: String,
    #[cyclr(rename = "Sub\u{2060}Domain", exact)]
    meant: String,
}

fn main() {}
