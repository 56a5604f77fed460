//! A removal that finds nothing has succeeded after a try whose answer was lost, and after no other.

use cyclr_oauth_end_to_end::faults::{Outcome, Stage, VirtualClock};
use cyclr_oauth_end_to_end::{Kind, World};
use cyclr_sandbox::Fault;

#[tokio::test]
async fn a_removal_with_the_async_client_succeeds_by_what_may_have_been_done() {
    removal(Kind::Async).await;
}

#[tokio::test]
async fn a_removal_with_the_blocking_client_succeeds_by_what_may_have_been_done() {
    removal(Kind::Blocking).await;
}

async fn removal(kind: Kind) {
    let stage = Stage::with_clock(kind, |_| VirtualClock::new(None));
    let World { sandbox, client, account, .. } = &stage.world;
    let scope = client.account(account);
    let not_found = Outcome::Status(404);
    let cases = [
        (Fault::status(500), Outcome::Success),
        (Fault::status(503), Outcome::Success),
        (Fault::reset(), Outcome::Success),
        // Cyclr did nothing, and says so.
        (Fault::status(429), not_found),
        (Fault::status(429).retry_after(1), not_found),
        (Fault::status(503).retry_after(1), not_found),
    ];
    for (fault, expected) in cases {
        let name = format!("{fault:?}");
        sandbox.faults().next("DELETE", "**", fault);
        let result = scope.delete(1.into()).await;
        assert_eq!(Outcome::of(&result), expected, "{name}");
    }
}
