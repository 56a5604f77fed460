//! The time limits of a try and of a call, and the size limit.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::{Duration, SystemTime};

use cyclr_oauth::client::{Clock, Retry};
use cyclr_oauth::{AuthValue, Client, Error, UtcTimestamp};

use crate::clock::TestClock;
use crate::script::{Outcome, Script, account, class, late, ok, status, token, token_error, with};

/// How much longer than requested a tokio sleep may take.
const TICK: Duration = Duration::from_millis(1);

async fn read(client: &Client) -> Result<(), Error> {
    client.account(&account()).properties(1).await.map(|_| ())
}

#[tokio::test(start_paused = true)]
async fn a_try_is_given_up_after_ten_seconds() {
    let script = Script::new([late(9, ok("[]"))]);
    read(&script.client()).await.unwrap();

    let script = Script::new([late(11, ok("[]")), ok("[]")]);
    read(&script.client()).await.unwrap();
    let calls = script.calls();
    let waited = calls[1].at - calls[0].at;
    assert!(waited >= Duration::from_secs(10) && waited <= Duration::from_millis(10_200));
}

#[tokio::test(start_paused = true)]
async fn a_sign_in_token_whose_answer_does_not_come_is_not_asked_for_again() {
    let script = Script::new([Outcome::Never]);
    let client = script.client();
    let error = client.sign_in_token(&account(), "user").await.unwrap_err();
    insta::assert_snapshot!(error, @"POST /v1.0/accounts/{account}/signintoken: no response within 10s");
    assert_eq!((script.calls().len(), script.elapsed()), (1, Duration::from_secs(10)));
}

#[tokio::test(start_paused = true)]
async fn the_deadline_is_for_all_tries_together_and_is_never_exceeded() {
    for seconds in [1, 9, 10, 11, 25, 30, 45] {
        let deadline = Duration::from_secs(seconds);
        for fault in [Outcome::Never, late(4, Outcome::Broken), late(9, status(500))] {
            let script = Script::new([]).otherwise(fault.clone());
            let retry = Retry::default().tries(100).seed(1);
            let client = script.builder().deadline(deadline).retry(retry).build().unwrap();
            let error = read(&client).await.unwrap_err();
            let elapsed = script.elapsed();
            assert!(elapsed <= deadline + TICK, "{seconds} s, {fault:?}: {elapsed:?}");
            assert!(script.calls().len() as u64 <= 1 + seconds / 4, "{error}");
            assert!(["timeout", "transport", "500"].contains(&&*class(&error)));
            // The time left is used: no try with time left is given up.
            if matches!(fault, Outcome::Never) {
                assert_eq!(class(&error), "timeout");
                assert!(elapsed + Duration::from_secs(5) >= deadline, "{elapsed:?}");
            }
        }
    }
}

/// A clock that goes back by an hour whenever the time of day is read.
struct SetBack(TestClock, AtomicU64);

impl Clock for SetBack {
    fn now(&self) -> UtcTimestamp {
        let hours = 1_000_000 - self.1.fetch_add(1, Relaxed);
        UtcTimestamp::from(SystemTime::UNIX_EPOCH + Duration::from_secs(3600 * hours))
    }

    fn monotonic(&self) -> Duration {
        self.0.monotonic()
    }

    fn sleep(&self, duration: Duration) -> impl Future<Output = ()> + Send {
        self.0.sleep(duration)
    }
}

#[tokio::test(start_paused = true)]
async fn a_clock_that_is_set_back_moves_no_deadline() {
    let half_an_hour = || with("retry-after", 1800, status(429));
    for fault in [half_an_hour(), late(3, half_an_hour()), Outcome::Never, late(4, status(500))] {
        let script = Script::new([]).otherwise(fault);
        let clock = SetBack(script.1.clone(), AtomicU64::new(0));
        let retry = Retry::default().tries(1000);
        let client = script.builder().clock(clock).retry(retry).build().unwrap();
        let _ = client.now();
        read(&client).await.unwrap_err();
        assert!(script.elapsed() <= Duration::from_secs(30) + TICK, "{:?}", script.elapsed());
    }
}

#[tokio::test(start_paused = true)]
async fn the_time_that_the_access_token_takes_counts() {
    let script = Script::new([Outcome::Never]).tokens([late(8, token("t"))]);
    let client = script.builder().deadline(Duration::from_secs(12)).build().unwrap();
    let error = read(&client).await.unwrap_err();
    assert!(error.is_timeout());
    assert_eq!(script.elapsed(), Duration::from_secs(12));
}

#[tokio::test(start_paused = true)]
async fn an_access_token_that_does_not_come_is_waited_for_until_the_deadline() {
    let script = Script::new([]).tokens_otherwise(Outcome::Never);
    let error = read(&script.client()).await.unwrap_err();
    assert!(token_error(&error).is_timeout(), "{error:?}");
    assert!(script.elapsed() <= Duration::from_secs(30) + TICK);
    let asked: Vec<_> = script.token_calls().iter().map(|sent| sent.at.as_secs()).collect();
    assert_eq!(asked, [0, 10, 15, 20, 25]);
}

#[tokio::test(start_paused = true)]
async fn a_response_above_the_limit_is_an_error() {
    let limit = 1_000;
    let body = |length: usize| ok(format!("[{}]", " ".repeat(length - 2)));
    for (length, is_read) in [(999, true), (1_000, true), (1_001, false), (100_000, false)] {
        let script = Script::new([body(length)]);
        let client = script.builder().max_body(limit).build().unwrap();
        let result = read(&client).await;
        assert_eq!(result.is_ok(), is_read, "{length}");
        if let Err(error) = result {
            assert_eq!(class(&error), "decode");
            assert_eq!(
                error.to_string(),
                "GET /v1.0/account/connectors/{id}/properties: the response is longer than 1000 bytes"
            );
        }
        assert_eq!(script.limits(), [limit, limit]);
    }
    let script = Script::new([ok("[]")]);
    read(&script.client()).await.unwrap();
    assert_eq!(script.limits(), [8 << 20, 8 << 20]);
}

#[tokio::test(start_paused = true)]
async fn nothing_is_sent_before_the_first_call() {
    let script = Script::new([]);
    let client = script.client();
    let scope = client.account(&account());
    drop(scope.set_auth_value(1, &AuthValue::empty()));
    drop(scope.connectors());
    assert!(script.calls().is_empty() && script.token_calls().is_empty());
    insta::assert_snapshot!(format!("{client:?}"), @"Client { api_domain: ApiDomain(https://api.cyclr.com), service_domain: ServiceDomain(https://app-h.cyclr.com), .. }");
    let blocking = script.blocking();
    assert_eq!(format!("{blocking:?}"), format!("{client:?}"));
    assert_eq!(blocking.service_domain().to_string(), client.service_domain().to_string());
    assert_eq!(blocking.account(&account()).id(), scope.id());
}
