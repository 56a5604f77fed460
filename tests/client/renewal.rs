//! When the client renews the access token, and what it does if it can't.

use std::time::Duration;

use tokio::time::{advance, sleep};

use crate::script::{Outcome, Script, account, all, class, late, ok, status, token_error};

fn token(lifetime: &str) -> Outcome {
    ok(format!(r#"{{"access_token":"t"{lifetime}}}"#))
}

fn lives(seconds: u64) -> Outcome {
    token(&format!(r#","expires_in":{seconds}"#))
}

/// How many tokens calls at these seconds after the start request.
async fn asked(script: &Script, at: &[u64]) -> Vec<usize> {
    let scope = script.client().account(&account());
    let mut asked = Vec::new();
    for seconds in at {
        advance(Duration::from_secs(*seconds).saturating_sub(script.elapsed())).await;
        scope.properties(1).await.unwrap();
        asked.push(script.token_calls().len());
    }
    asked
}

fn answering(answer: Outcome) -> Script {
    Script::new([]).otherwise(ok("[]")).tokens_otherwise(answer)
}

#[tokio::test(start_paused = true)]
async fn a_token_is_renewed_five_minutes_before_its_end() {
    let script = answering(lives(1_209_599));
    let end = 1_209_599;
    assert_eq!(asked(&script, &[0, 1, end - 301, end - 300, end]).await, [1, 1, 1, 2, 2]);
}

/// The call with the old token polls the request for the new one.
#[tokio::test(start_paused = true)]
async fn a_renewal_goes_on_during_the_call_with_the_old_token() {
    let of = |name: &str| ok(format!(r#"{{"access_token":"{name}","expires_in":1000}}"#));
    let script = Script::new([]).otherwise(late(5, ok("[]")));
    let script = script.tokens([of("old"), late(1, late(1, of("new")))]);
    assert_eq!(asked(&script, &[0, 900, 905]).await, [1, 2, 2]);
    assert_eq!(script.bearers(), ["Bearer old", "Bearer old", "Bearer new"]);
}

#[tokio::test(start_paused = true)]
async fn a_short_lived_token_is_renewed_when_a_tenth_of_its_life_is_left() {
    let script = answering(lives(1000));
    assert_eq!(asked(&script, &[0, 899, 900, 1799, 1800]).await, [1, 1, 2, 2, 3]);
}

#[tokio::test(start_paused = true)]
async fn a_token_is_used_for_ten_seconds_however_short_it_lives() {
    for seconds in [0, 1, 10, 11] {
        let script = answering(lives(seconds));
        assert_eq!(asked(&script, &[0, 9, 10, 19, 20]).await, [1, 1, 2, 2, 3], "{seconds}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_token_of_unknown_lifetime_is_used_for_an_hour() {
    for unknown in ["", r#","expires_in":null"#, r#","expires_in":-1"#, r#","expires_in":"soon""#] {
        let script = answering(token(unknown));
        assert_eq!(asked(&script, &[0, 3299, 3300, 3301]).await, [1, 1, 2, 2], "{unknown}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_lifetime_may_be_a_text() {
    let script = answering(token(r#","expires_in":"1000""#));
    assert_eq!(asked(&script, &[0, 899, 900]).await, [1, 1, 2]);
}

#[tokio::test(start_paused = true)]
async fn a_token_that_lives_for_ever_is_not_renewed() {
    assert_eq!(asked(&answering(lives(u64::MAX)), &[0, 100_000_000_000]).await, [1, 1]);
}

#[tokio::test(start_paused = true)]
async fn while_it_lives_the_old_token_is_used_on_if_it_cannot_be_renewed() {
    for fault in [status(400), Outcome::Connect, ok("<html>")] {
        let script = Script::new([])
            .otherwise(ok("[]"))
            .tokens([lives(10_000)])
            .tokens_otherwise(fault.clone());
        // In the last five minutes, renewal is retried after one second, then two, then four, then
        // six, each up to a quarter longer.
        let at = [0, 9_700, 9_701, 9_702, 9_703, 9_705, 9_708, 9_710, 9_715, 9_718, 9_990];
        let asked = asked(&script, &at).await;
        assert_eq!(asked, [1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 7], "{fault:?}");
        assert_eq!(script.bearers(), ["Bearer t"; 11]);
    }
}

#[tokio::test(start_paused = true)]
async fn a_token_that_could_not_be_renewed_is_used_until_its_end_and_not_beyond() {
    // With and without an attempt to renew it ten seconds before its end.
    for at in [&[0, 9_990][..], &[0]] {
        let script = answering(status(400)).tokens([lives(10_000)]);
        asked(&script, at).await;
        let scope = script.client().account(&account());
        advance(Duration::from_secs(10_000) - script.elapsed()).await;
        let error = scope.properties(1).await.unwrap_err();
        assert_eq!(class(token_error(&error)), "400");
        assert_eq!(script.calls().len(), at.len(), "the dead token is not sent");
    }
}

#[tokio::test(start_paused = true)]
async fn a_token_that_is_refused_to_one_call_serves_others_while_it_cannot_be_renewed() {
    let script =
        Script::new([status(401)]).otherwise(ok("[]")).tokens([lives(10_000), status(400)]);
    let client = script.client();
    client.check().await.unwrap();
    advance(Duration::from_secs(10)).await;
    let scope = client.account(&account());
    let error = scope.properties(1).await.unwrap_err();
    assert_eq!(class(token_error(&error)), "400");
    insta::assert_snapshot!(error, @"GET /v1.0/account/connectors/{id}/properties: the access token was refused (401), and there is no other: POST /oauth/token: 400 Bad Request: no");
    scope.properties(1).await.unwrap();
    assert_eq!(script.bearers(), ["Bearer t", "Bearer t"]);
}

#[tokio::test(start_paused = true)]
async fn a_valid_token_is_used_at_once_during_a_slow_renewal() {
    for renewal in [Outcome::Never, late(9, token(r#","expires_in":10000"#))] {
        let comes = !matches!(renewal, Outcome::Never);
        let script = answering(renewal.clone()).tokens([lives(10_000)]);
        let scope = script.client().account(&account());
        scope.properties(1).await.unwrap();
        advance(Duration::from_secs(9_701)).await;
        // With 299 s left, and a call every second.
        for second in 0..200 {
            let began = script.elapsed();
            scope.properties(1).await.unwrap();
            assert_eq!(script.elapsed(), began, "{second}: {renewal:?}");
            advance(Duration::from_secs(1)).await;
        }
        // Each token request has had its ten seconds, five of them alone.
        assert!(script.token_calls().len() <= if comes { 2 } else { 1 + 200 / 5 });
    }
}

#[tokio::test(start_paused = true)]
async fn a_refused_token_is_not_sent_again_though_its_renewal_failed_meanwhile() {
    // The renewal fails during a request with the old token, which Cyclr then refuses.
    let script = Script::new([ok("[]"), late(5, status(401))])
        .otherwise(ok("[]"))
        .tokens([lives(10_000), status(400)]);
    let scope = script.client().account(&account());
    scope.properties(1).await.unwrap();
    advance(Duration::from_secs(9_699)).await;
    let results = all([0, 2].map(|seconds| {
        let scope = scope.clone();
        async move {
            sleep(Duration::from_secs(seconds)).await;
            scope.properties(1).await.is_ok()
        }
    }));
    assert_eq!(results.await, [true, true]);
    assert_eq!(script.bearers(), ["Bearer t", "Bearer t", "Bearer t", "Bearer t0k3n-3"]);
}
