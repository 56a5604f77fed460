//! A pause that would end after the deadline is not begun.

use cyclr_oauth::client::Clock as _;
use cyclr_oauth_end_to_end::Kind;
use cyclr_oauth_end_to_end::faults::{DEADLINE, Outcome, Stage, VirtualClock};
use cyclr_sandbox::Fault;

#[tokio::test]
async fn the_async_client_does_not_wait_beyond_its_deadline() {
    too_long_a_pause(Kind::Async).await;
}

#[tokio::test]
async fn the_blocking_client_does_not_wait_beyond_its_deadline() {
    too_long_a_pause(Kind::Blocking).await;
}

async fn too_long_a_pause(kind: Kind) {
    let stage = Stage::with_clock(kind, |_| VirtualClock::new(None));
    let (sandbox, scope) = (&stage.world.sandbox, stage.world.client.account(&stage.world.account));
    let beyond = DEADLINE * 2;
    let date = stage.clock.now().saturating_add(beyond);
    let faults = [
        Fault::status(429).retry_after(beyond.as_secs()),
        Fault::status(503).retry_after(beyond.as_secs()),
        Fault::status(429).retry_after_date(date),
    ];
    for fault in faults {
        sandbox.clear_requests();
        sandbox.faults().next("GET", "/v1.0/connectors", fault);
        let error = scope.definitions().await.unwrap_err();
        // So that the caller can wait where the client can't.
        assert_eq!(error.retry_after_at(stage.clock.now()), Some(beyond), "{error}");
        assert!(matches!(Outcome::of(&Err::<(), _>(error)), Outcome::Status(429 | 503)));
        assert_eq!(sandbox.request_count("GET", "/v1.0/connectors"), 1);
    }
    assert!(stage.clock.pauses().is_empty());
}
