//! One request fetches the access token for all waiting callers.

use std::time::Duration;

use cyclr_oauth::api::Property;
use cyclr_oauth::client::Retry;
use cyclr_oauth::{AccountId, Client, Error};
use tokio::time::{Instant, advance, sleep, sleep_until};

use crate::script::{
    Outcome, Script, account, all, class, late, ok, status, token, token_error, with,
};

/// The age from which a 401 renews a token.
const OLD: Duration = Duration::from_secs(10);

async fn read(client: Client) -> Result<Vec<Property>, Error> {
    client.account(&account()).properties(1).await
}

/// Makes this many concurrent calls.
async fn many(calls: usize, client: &Client) -> Vec<Result<Vec<Property>, Error>> {
    all((0..calls).map(|_| read(client.clone()))).await
}

/// A client whose token is just old enough to be renewed.
async fn with_old_token(script: &Script) -> Client {
    let client = script.client();
    client.check().await.unwrap();
    advance(OLD).await;
    client
}

#[tokio::test(start_paused = true)]
async fn an_access_token_is_requested_by_a_form() {
    let script = Script::new([ok("[]")]);
    read(script.client()).await.unwrap();
    let sent = &script.token_calls()[0];
    assert_eq!(
        sent.body,
        "grant_type=client_credentials&client_id=client-id&client_secret=client-s3cr3t"
    );
    assert_eq!(script.bearers(), ["Bearer t0k3n-1"]);
}

#[tokio::test(start_paused = true)]
async fn a_thousand_callers_at_the_first_use_cause_one_request() {
    let script = Script::new([]).otherwise(ok("[]")).tokens([late(2, token("t"))]);
    assert!(many(1000, &script.client()).await.iter().all(Result::is_ok));
    assert_eq!(script.token_calls().len(), 1);
    assert_eq!(script.bearers(), ["Bearer t"; 1000]);
}

#[tokio::test(start_paused = true)]
async fn a_thousand_callers_after_the_end_of_the_token_cause_one_request() {
    let script = Script::new([]).otherwise(ok("[]")).tokens([token("t"), late(2, token("u"))]);
    let client = script.client();
    read(client.clone()).await.unwrap();
    advance(Duration::from_secs(1_300_000)).await;
    assert!(many(1000, &client).await.iter().all(Result::is_ok));
    assert_eq!(script.token_calls().len(), 2);
    assert_eq!(script.bearers()[1..], ["Bearer u"; 1000]);
}

#[tokio::test(start_paused = true)]
async fn a_thousand_callers_whose_token_is_refused_cause_one_renewal() {
    let script = Script::new((0..1000).map(|_| late(1, status(401))))
        .otherwise(ok("[]"))
        // The text is the same, but the token is new.
        .tokens([token("t"), late(2, token("t"))]);
    let client = with_old_token(&script).await;
    assert!(many(1000, &client).await.iter().all(Result::is_ok));
    assert_eq!((script.token_calls().len(), script.calls().len()), (2, 2000));
}

#[tokio::test(start_paused = true)]
async fn callers_whose_token_is_refused_one_after_the_other_cause_one_renewal() {
    let refused = |n: u64| Outcome::Late(Duration::from_millis(10 + 5 * n), Box::new(status(401)));
    let script = Script::new((0..1000).map(refused))
        .otherwise(ok("[]"))
        .tokens([token("t"), late(1, token("u"))]);
    let client = with_old_token(&script).await;
    assert!(many(1000, &client).await.iter().all(Result::is_ok));
    assert_eq!(script.token_calls().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_token_younger_than_ten_seconds_is_not_renewed_after_a_401() {
    let script = Script::new([status(401), status(401)]).otherwise(ok("[]"));
    let client = script.client();
    assert!(read(client.clone()).await.unwrap_err().is_unauthorized());
    advance(OLD - Duration::from_millis(1)).await;
    assert!(read(client.clone()).await.unwrap_err().is_unauthorized());
    assert_eq!((script.calls().len(), script.token_calls().len()), (2, 1));
}

#[tokio::test(start_paused = true)]
async fn fifty_calls_in_turn_that_are_always_refused_cost_one_token() {
    let script = Script::new([]).otherwise(status(401));
    let client = script.client();
    for _ in 0..50 {
        assert!(read(client.clone()).await.unwrap_err().is_unauthorized());
    }
    assert_eq!((script.calls().len(), script.token_calls().len()), (50, 1));
    // Over a minute, one every ten seconds.
    for _ in 0..60 {
        advance(Duration::from_secs(1)).await;
        read(client.clone()).await.unwrap_err();
    }
    assert_eq!(script.token_calls().len(), 1 + 6);
}

#[tokio::test(start_paused = true)]
async fn many_callers_share_a_token_that_claims_to_live_no_time() {
    for lifetime in [0, 1, 9] {
        let short = format!(r#"{{"access_token":"t","expires_in":{lifetime}}}"#);
        let script = Script::new([]).otherwise(ok("[]")).tokens_otherwise(late(1, ok(short)));
        let client = script.client();
        assert!(many(500, &client).await.iter().all(Result::is_ok));
        assert_eq!(script.token_calls().len(), 1, "{lifetime}");
        advance(OLD).await;
        assert!(many(500, &client).await.iter().all(Result::is_ok));
        assert_eq!(script.token_calls().len(), 2, "{lifetime}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_single_try_renews_a_refused_token_all_the_same() {
    let script = Script::new([status(401), ok("[]"), Outcome::Connect]);
    let client = script.builder().retry(Retry::never()).build().unwrap();
    client.check().await.unwrap();
    advance(OLD).await;
    read(client.clone()).await.unwrap();
    assert_eq!(class(&read(client).await.unwrap_err()), "transport");
}

#[tokio::test(start_paused = true)]
async fn clones_share_the_token_and_clients_do_not() {
    let script = Script::new([]).otherwise(ok("[]"));
    let client = script.client();
    read(client.clone()).await.unwrap();
    read(client).await.unwrap();
    assert_eq!(script.token_calls().len(), 1);
    read(script.client()).await.unwrap();
    assert_eq!(script.token_calls().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn all_waiting_callers_share_a_failure_and_the_next_caller_tries_again() {
    let script = Script::new([]).otherwise(ok("[]")).tokens([late(1, status(400)), status(400)]);
    let client = script.client();
    let results = many(1000, &client).await;
    for result in &results {
        let error = result.as_ref().unwrap_err();
        assert_eq!(error.message(), None, "that is the call's");
        assert_eq!(token_error(error).message(), Some("no"));
    }
    insta::assert_snapshot!(results[7].as_ref().unwrap_err(), @"GET /v1.0/account/connectors/{id}/properties: no access token, so nothing was sent: POST /oauth/token: 400 Bad Request: no");
    assert_eq!((script.token_calls().len(), script.calls().len()), (1, 0));
    // The failure lasts one second, then two: the second request fails at once.
    for (asked, pause) in [(1, 1_250), (2, 2_500)] {
        let errors = many(1000, &client).await;
        assert!(errors.iter().all(|error| class(error.as_ref().unwrap_err()) == "no access token"));
        assert_eq!(script.token_calls().len(), asked);
        advance(Duration::from_millis(pause)).await;
        if asked == 1 {
            read(client.clone()).await.unwrap_err();
        }
    }
    read(client).await.unwrap();
    assert_eq!((script.token_calls().len(), script.calls().len()), (3, 1));
}

#[tokio::test(start_paused = true)]
async fn a_caller_after_a_failure_does_not_inherit_it() {
    let tokens = [late(1, status(400)), late(1, token("t"))];
    let script = Script::new([]).otherwise(ok("[]")).tokens(tokens);
    let client = script.client();
    let results = all([0, 0, 2].map(|seconds| {
        let client = client.clone();
        async move {
            sleep(Duration::from_secs(seconds)).await;
            read(client).await.is_ok()
        }
    }));
    assert_eq!(results.await, [false, false, true]);
}

#[tokio::test(start_paused = true)]
async fn a_request_for_a_token_is_repeated_and_its_failure_is_not_repeated_again() {
    let tokens = [Outcome::Broken, status(500), token("t")];
    let script = Script::new([]).otherwise(ok("[]")).tokens(tokens);
    read(script.client()).await.unwrap();
    assert_eq!(script.token_calls().len(), 3);

    let script = Script::new([]).tokens_otherwise(Outcome::Broken);
    let error = read(script.client()).await.unwrap_err();
    assert_eq!(script.token_calls().len(), 4);
    assert!(token_error(&error).is_transport(), "{error:?}");
}

/// A failure counts with those before it, until a token arrives or nobody has asked for a while.
#[tokio::test(start_paused = true)]
async fn one_failure_after_an_outage_is_retried_like_the_first() {
    let short = ok(r#"{"access_token":"short","expires_in":1}"#);
    for between in [vec![short], vec![]] {
        let outage = vec![status(500); 4];
        let tokens = [outage, between.clone(), vec![status(500), token("t")]].concat();
        let script = Script::new([]).otherwise(ok("[]")).tokens(tokens);
        let client = script.client();
        read(client.clone()).await.unwrap_err();
        assert_eq!(script.token_calls().len(), 4);
        if between.is_empty() {
            sleep(Duration::from_secs(60)).await;
        } else {
            sleep(Duration::from_secs(8)).await;
            read(client.clone()).await.unwrap();
            // The token has expired, before a failure would be forgotten.
            sleep(OLD).await;
        }
        read(client).await.unwrap();
        assert_eq!(script.token_calls().len(), 6 + between.len());
    }
}

/// The token endpoint's response describes the token request, not the call.
#[tokio::test(start_paused = true)]
async fn without_a_token_no_other_predicate_describes_the_call() {
    let busy = with("retry-after", 3600, status(429));
    for (answer, says) in [
        (status(401), "401"),
        // As for an API domain that belongs to another host.
        (status(404), "404"),
        (busy, "429"),
        (status(503), "503"),
        (Outcome::Connect, "transport"),
        (Outcome::Never, "timeout"),
        (ok("<html>"), "decode"),
        (ok(r#"{"access_token":"a\nb"}"#), "decode"),
    ] {
        let script = Script::new([]).tokens_otherwise(answer);
        let error = read(script.client()).await.unwrap_err();
        assert_eq!(class(token_error(&error)), says);
        assert!(error.is_no_access_token() && !token_error(&error).is_no_access_token());
        assert!(!error.is_unauthorized() && !error.is_not_found() && !error.is_rate_limited());
        assert!(!error.is_unavailable() && error.retry_after().is_none());
        assert!(error.status().is_none() && error.expose_body().is_none());
        assert!(script.calls().is_empty());
    }
}

#[tokio::test(start_paused = true)]
async fn the_request_of_a_caller_that_leaves_serves_the_others() {
    let script = Script::new([]).otherwise(ok("[]")).tokens([late(1, token("t"))]);
    let client = script.client();
    let first = tokio::spawn(read(client.clone()));
    let others = tokio::spawn(async move { many(1000, &client).await });
    sleep(Duration::from_millis(500)).await;
    first.abort();
    assert!(others.await.unwrap().iter().all(Result::is_ok));
    assert_eq!(script.token_calls().len(), 1);
    assert_eq!(script.bearers(), ["Bearer t"; 1000]);
}

#[tokio::test(start_paused = true)]
async fn a_request_in_which_the_transport_panics_is_given_up() {
    let script = Script::new([]).otherwise(ok("[]")).tokens([Outcome::Panic]);
    let client = script.client();
    assert!(tokio::spawn(read(client.clone())).await.unwrap_err().is_panic());
    read(client).await.unwrap();
    assert_eq!((script.token_calls().len(), script.elapsed()), (2, Duration::ZERO));
}

/// A caller that leaves while its token is on the way, and another that comes so many seconds later.
async fn left_for(seconds: u64, tokens: impl IntoIterator<Item = Outcome>) -> Script {
    let script = Script::new([]).otherwise(ok("[]")).tokens(tokens);
    let client = script.client();
    let left = tokio::spawn(read(client.clone()));
    sleep(Duration::from_millis(500)).await;
    left.abort();
    sleep(Duration::from_secs(seconds)).await;
    read(client).await.unwrap();
    script
}

#[tokio::test(start_paused = true)]
async fn after_all_callers_leave_the_next_one_uses_the_token_that_arrived() {
    // Long after the request's limit: its response arrived some time ago.
    for seconds in [1, 5, 60, 3000] {
        let script = left_for(seconds, [late(1, token("t"))]).await;
        assert_eq!(script.token_calls().len(), 1, "{seconds}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_token_that_expired_before_anybody_came_is_not_used() {
    let lived = |seconds: u64| ok(format!(r#"{{"access_token":"t","expires_in":{seconds}}}"#));
    let unknown = ok(r#"{"access_token":"t"}"#);
    for (first, seconds) in [(lived(20), 20), (lived(3600), 9000), (unknown, 3600)] {
        let script = left_for(seconds, [late(1, first), token("t2")]).await;
        assert_eq!(script.token_calls().len(), 2, "{seconds}");
        assert_eq!(script.bearers(), ["Bearer t2"], "{seconds}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_request_that_all_callers_have_left_ends_at_its_limit() {
    let script = Script::new([]).otherwise(ok("[]")).tokens([Outcome::Never]);
    let client = script.client();
    let left = tokio::spawn(read(client.clone()));
    sleep(Duration::from_secs(1)).await;
    left.abort();
    sleep(Duration::from_secs(8)).await;
    let began = script.elapsed();
    read(client).await.unwrap();
    // One second until the request has used its ten.
    let waited = script.elapsed() - began;
    assert!(waited <= Duration::from_millis(1002), "{waited:?}");
    assert_eq!(script.token_calls().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_caller_without_time_left_requests_nothing() {
    // The second try of the call has an eleventh of its time left, and then a twentieth.
    for (seconds, asked) in [(2600, 2), (2850, 1)] {
        let fault = Outcome::Late(Duration::from_millis(seconds), Box::new(status(401)));
        let script = Script::new([fault]).otherwise(ok("[]"));
        let client = script.builder().deadline(Duration::from_secs(3)).build().unwrap();
        client.check().await.unwrap();
        advance(OLD).await;
        assert_eq!(read(client.clone()).await.is_ok(), asked == 2);
        assert_eq!(script.token_calls().len(), asked);
        // The next caller doesn't wait for it either.
        read(client).await.unwrap();
    }
}

#[tokio::test(start_paused = true)]
async fn a_caller_waits_for_a_token_no_longer_than_its_deadline() {
    let script = Script::new([]).otherwise(ok("[]")).tokens_otherwise(Outcome::Never);
    for result in many(3, &script.client()).await {
        assert!(token_error(&result.unwrap_err()).is_timeout());
    }
    assert!(script.elapsed() <= Duration::from_secs(30), "{:?}", script.elapsed());
    assert!(script.calls().is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_caller_does_not_fail_because_another_runs_out_of_time() {
    let script = Script::new([]).otherwise(ok("[]")).tokens(vec![Outcome::Never; 5]);
    let client = script.client();
    let results = all([0, 25].map(|seconds| {
        let client = client.clone();
        async move {
            sleep(Duration::from_secs(seconds)).await;
            read(client).await
        }
    }))
    .await;
    assert!(token_error(results[0].as_ref().unwrap_err()).is_timeout());
    assert!(results[1].is_ok(), "{:?}", results[1]);
}

#[tokio::test(start_paused = true)]
async fn a_client_with_zero_deadline_requests_nothing() {
    let script = Script::new([]);
    let client = script.builder().deadline(Duration::ZERO).build().unwrap();
    assert!(token_error(&read(client).await.unwrap_err()).is_timeout());
    assert!(script.token_calls().is_empty());
}

/// Five calls a second in one account that Cyclr always answers with 401, and calls in all others.
#[tokio::test(start_paused = true)]
async fn an_account_that_is_always_refused_slows_no_other() {
    let fixed = |by, outcome| Outcome::Late(Duration::from_millis(by), Box::new(outcome));
    let script = Script::new([]).otherwise(fixed(20, ok("[]")));
    let script = script.tokens_otherwise(fixed(200, token("t")));
    let script = script.refuse("Suspended");
    let client = script.client();
    client.check().await.unwrap();
    let refused = AccountId::new("Suspended").unwrap();
    let start = Instant::now();
    let calls = (0..600_u32).flat_map(|number| {
        let at = start + Duration::from_millis(200) * number;
        [account(), refused.clone()].map(|account| {
            let client = client.clone();
            async move {
                sleep_until(at).await;
                let began = Instant::now();
                let result = client.account(&account).properties(1).await;
                (account, began.elapsed(), result)
            }
        })
    });
    for (account, took, result) in all(calls).await {
        if account == refused {
            assert!(result.unwrap_err().is_unauthorized());
        } else {
            result.unwrap();
            assert!(took <= Duration::from_millis(22), "{took:?}");
        }
    }
    // In two minutes, one every ten seconds.
    assert!(script.token_calls().len() <= 13, "{}", script.token_calls().len());
}
