//! The one row of the table that the sandbox can't play, since it takes a server that is not there.

use std::time::Duration;

use cyclr_oauth::AccountId;
use cyclr_oauth_end_to_end::faults::{DEADLINE, Outcome, TRY_LIMIT, VirtualClock};
use cyclr_oauth_end_to_end::{AnyClient, Kind, Settings};
use cyclr_sandbox::{Fault, Sandbox};

#[tokio::test]
async fn without_a_connection_every_call_of_the_async_client_is_tried_again() {
    without_a_connection(Kind::Async).await;
}

#[test]
fn without_a_connection_every_call_of_the_blocking_client_is_tried_again() {
    pollster::block_on(without_a_connection(Kind::Blocking));
}

async fn without_a_connection(kind: Kind) {
    let sandbox = Sandbox::start_blocking();
    let account = AccountId::new("Acme-42").unwrap();
    sandbox.create_account(&account);
    let settings = Settings { timeout: TRY_LIMIT, deadline: DEADLINE, ..Settings::of(&sandbox) };
    // It never finds a request stuck: a limit that is reached would hang, and fail.
    let clock = VirtualClock::new(None);
    let client = AnyClient::with_clock(kind, settings, clock.clone());
    let scope = client.account(&account);
    // The client has an access token then, and no connection that is kept for later.
    let closing = || Fault::delay(Duration::ZERO).header("connection", "close");
    sandbox.faults().always("*", "**", closing());
    scope.connectors().await.unwrap();
    drop(sandbox);

    let results = [
        scope.connectors().await.map(drop),
        client.sign_in_token(&account, "ann").await.map(drop),
        scope.install(7.into(), &()).await.map(drop),
        scope.delete(7.into()).await,
    ];
    for result in results {
        assert_eq!(Outcome::of(&result), Outcome::Transport);
        assert!(result.unwrap_err().to_string().ends_with("no connection (after 4 tries)"));
    }
    assert_eq!(clock.pauses().len(), 4 * 3);
}
