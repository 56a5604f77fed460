//! The `User-Agent` of requests.

use crate::script::{Script, account, ok};

const OWN: &str = concat!("cyclr-oauth/", env!("CARGO_PKG_VERSION"));

#[tokio::test(start_paused = true)]
async fn every_request_names_the_library() {
    let script = Script::new([ok("[]")]);
    script.client().account(&account()).properties(1).await.unwrap();
    assert_eq!(script.token_calls()[0].user_agent, OWN);
    assert_eq!(script.calls()[0].user_agent, OWN);
}

#[tokio::test(start_paused = true)]
async fn a_product_comes_before_the_library() {
    let script = Script::new([ok("[]")]);
    let client = script.builder().user_agent("acme-portal/2.1").build().unwrap();
    client.account(&account()).properties(1).await.unwrap();
    let expected = format!("acme-portal/2.1 {OWN}");
    assert_eq!(script.token_calls()[0].user_agent, expected);
    assert_eq!(script.calls()[0].user_agent, expected);
}

#[test]
fn a_product_that_no_header_can_carry_is_an_error() {
    for product in ["acme\r\nx: y", "acme\0", "\u{7f}"] {
        let error = Script::at_once([]).builder().user_agent(product).build().unwrap_err();
        let sentence =
            "the client can't start: `user_agent` contains characters that a header can't carry";
        assert_eq!(error.to_string(), sentence, "{product:?}");
    }
}
