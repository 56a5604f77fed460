use cyclr_oauth::AccountConnector;

#[derive(AccountConnector)]
#[cyclr(crate = "")]
struct Acme {
    #[cyclr(with = shown<u8, String>)]
    turbofish_missing: u8,
    #[cyclr(skip_if = Vec<u8>::is_empty, with = "Vec<u8>::len")]
    method: Vec<u8>,
    #[cyclr(with = "")]
    nothing: f64,
    #[cyclr(with = "|x| x")]
    closure_as_text: f64,
    #[cyclr(with = |a, b| a, secret)]
    closure: f64,
    #[cyclr(skip_if = String::is_empty())]
    call: String,
    #[cyclr(with = join(","))]
    call_with_arguments: String,
    #[cyclr(with = [u8; { let size = 4; size }])]
    array: f64,
    #[cyclr(with = { f64::to_string })]
    block: f64,
}

fn main() {}
