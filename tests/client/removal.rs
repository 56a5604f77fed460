//! A removal with an unknown outcome. With one fault before the 404, it is a row of `retry_table`.

use crate::script::{Outcome, Script, account, ok, status, with};

#[tokio::test(start_paused = true)]
async fn a_lost_response_still_counts_after_a_try_that_was_not_done() {
    let busy = || with("retry-after", 1, status(503));
    for not_done in [Outcome::Connect, status(429), busy(), status(401)] {
        let script = Script::new([Outcome::Broken, not_done.clone(), status(404)]);
        let client = script.client();
        client.check().await.unwrap();
        // Old enough for a 401 to renew it.
        tokio::time::advance(std::time::Duration::from_secs(10)).await;
        let result = client.account(&account()).delete(1).await;
        assert!(result.is_ok(), "{not_done:?}: {result:?}");
        assert_eq!(script.lines(), ["DELETE /v1.0/account/connectors/1"; 3]);
    }
}

#[tokio::test(start_paused = true)]
async fn a_removal_that_succeeds_on_a_later_try_succeeds() {
    let script = Script::new([Outcome::Broken, status(500), Outcome::Connect, ok("")]);
    script.client().account(&account()).delete(1).await.unwrap();
    assert_eq!(script.calls().len(), 4);
}
