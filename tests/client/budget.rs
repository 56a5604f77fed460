//! Retries while Cyclr fails for all calls.

use std::time::Duration;

use cyclr_oauth::{Client, Error};
use tokio::time::{Instant, sleep_until};

use crate::calls::Fixture;
use crate::script::{Outcome, Script, account, all, class, late, ok, status};

const SECOND: Duration = Duration::from_secs(1);

/// A hundred calls a second for this long, each with the time at which it ended.
async fn load(client: &Client, seconds: u32, install: bool) -> Vec<(Instant, Result<(), Error>)> {
    let start = Instant::now();
    all((0..100 * seconds).map(|number| {
        let scope = client.account(&account());
        async move {
            sleep_until(start + number * SECOND / 100).await;
            let result = if install {
                scope.install(7, &()).await.map(drop)
            } else {
                scope.properties(1).await.map(drop)
            };
            (Instant::now(), result)
        }
    }))
    .await
}

#[tokio::test(start_paused = true)]
async fn a_server_that_is_out_of_order_gets_a_fifth_more_requests_than_there_are_calls() {
    let faults =
        [Outcome::Connect, Outcome::Broken, status(500), status(429), late(3, status(503))];
    for fault in faults {
        let script = Script::new([]).otherwise(fault.clone());
        let client = script.client();
        client.check().await.unwrap();
        let calls = load(&client, 20, false).await;
        assert!(calls.iter().all(|(_, result)| result.is_err()));
        let sent = script.calls().len();
        // The reserve is ten.
        assert!(sent <= 2_000 * 12 / 10 + 10, "{fault:?}: {sent}");
        assert!(sent > 2_300, "{fault:?}: the budget is used: {sent}");
    }
}

#[tokio::test(start_paused = true)]
async fn the_error_counts_the_requests_that_were_sent() {
    let script = Script::new([]).otherwise(status(500));
    let client = script.client();
    let scope = client.account(&account());
    let mut said = 0;
    for _ in 0..20 {
        let error = scope.properties(1).await.unwrap_err();
        let text = error.to_string();
        let tries = text.split_once("(after ").map_or("1", |(_, after)| &after[..1]);
        said += tries.parse::<usize>().unwrap();
    }
    assert_eq!(said, script.calls().len());
    // Ten from the reserve, and one for every five calls, except the first five: the budget is full
    // then.
    assert_eq!(said, 20 + 10 + 19 / 5);
}

#[tokio::test(start_paused = true)]
async fn a_server_that_restarts_within_a_second_is_not_noticed_under_load() {
    let fixture = Fixture::new("Acme-42", "s3cr3t");
    let installed = fixture.calls().into_iter().find(|call| call.name == "install").unwrap().answer;
    // Calls that are safe to repeat, and calls that are repeated only if there was no connection.
    for (install, faults) in [
        (false, vec![Outcome::Connect, Outcome::Broken, status(502)]),
        (true, vec![Outcome::Connect]),
    ] {
        for fault in faults {
            let answer = ok(if install { &installed } else { "[]" });
            let script = Script::new([])
                .otherwise(Outcome::Late(Duration::from_millis(20), Box::new(answer)))
                .out_of_order(3 * SECOND..4 * SECOND, fault.clone());
            let calls = load(&script.client(), 10, install).await;
            for (_, result) in &calls {
                assert!(result.is_ok(), "{fault:?}: {result:?}");
            }
        }
    }
}

#[tokio::test(start_paused = true)]
async fn sequential_calls_are_retried_while_most_succeed() {
    // Every fifth request fails, which never uses up the budget.
    let outcomes = (0..4_000).map(|number| if number % 5 == 4 { status(503) } else { ok("[]") });
    let script = Script::new(outcomes);
    let scope = script.client().account(&account());
    for _ in 0..3_000 {
        scope.properties(1).await.unwrap();
    }
}

#[tokio::test(start_paused = true)]
async fn calls_succeed_as_soon_as_the_outage_is_over() {
    let script = Script::new([]).otherwise(ok("[]")).out_of_order(SECOND..15 * SECOND, status(500));
    let client = script.client();
    let start = Instant::now();
    let calls = load(&client, 20, false).await;
    let over = start + 15 * SECOND;
    let failed = calls.iter().filter(|(_, result)| result.is_err());
    for (ended, result) in failed {
        assert_eq!(class(result.as_ref().unwrap_err()), "500");
        // Its last pause began before the end.
        assert!(*ended < over + 5 * SECOND);
    }
    let late = calls[1_500..].iter().filter(|(_, result)| result.is_err());
    assert_eq!(late.count(), 0, "what comes after the outage");
}
