//! When the access token is renewed, and what happens if it can't be.

use std::time::Duration;

use cyclr_oauth::AccountId;

use crate::clock::run;
use crate::script::{Outcome, Script, class, ok, status};

fn token(lifetime: &str) -> Outcome {
    ok(format!(r#"{{"access_token":"t"{lifetime}}}"#))
}

fn lives(seconds: u64) -> Outcome {
    token(&format!(r#","expires_in":{seconds}"#))
}

/// How many tokens have been asked for when calls are made at these seconds.
fn asked(script: &Script, at: &[u64]) -> Vec<usize> {
    let (account, client) = (AccountId::new("Acme-42").unwrap(), script.client());
    let scope = client.account(&account);
    at.iter()
        .map(|seconds| {
            script.1.advance(Duration::from_secs(*seconds).saturating_sub(script.1.elapsed()));
            run(&script.1, scope.properties(1)).unwrap();
            script.token_calls().len()
        })
        .collect()
}

fn answering(answer: Outcome) -> Script {
    Script::new([]).otherwise(ok("[]")).tokens_otherwise(answer)
}

#[test]
fn a_token_is_renewed_five_minutes_before_its_end() {
    let script = answering(lives(1_209_599));
    let end = 1_209_599;
    assert_eq!(asked(&script, &[0, 1, end - 301, end - 300, end]), [1, 1, 1, 2, 2]);
}

#[test]
fn a_token_that_lives_short_is_renewed_when_a_tenth_of_its_life_is_left() {
    assert_eq!(asked(&answering(lives(1000)), &[0, 899, 900, 1799, 1800]), [1, 1, 2, 2, 3]);
    assert_eq!(asked(&answering(lives(10)), &[0, 8, 9]), [1, 1, 2]);
}

#[test]
fn its_life_begins_when_it_is_asked_for_and_not_when_it_comes() {
    let script = answering(crate::script::late(5, lives(1000)));
    assert_eq!(asked(&script, &[0, 899, 900]), [1, 1, 2]);
}

#[test]
fn a_token_of_unknown_lifetime_is_used_for_an_hour() {
    for unknown in ["", r#","expires_in":null"#, r#","expires_in":-1"#, r#","expires_in":"soon""#] {
        let script = answering(token(unknown));
        assert_eq!(asked(&script, &[0, 3299, 3300, 3301]), [1, 1, 2, 2], "{unknown}");
    }
}

#[test]
fn a_lifetime_may_be_a_text() {
    let script = answering(token(r#","expires_in":"1000""#));
    assert_eq!(asked(&script, &[0, 899, 900]), [1, 1, 2]);
}

#[test]
fn a_token_that_lives_no_time_serves_the_call_that_asked_for_it() {
    assert_eq!(asked(&answering(lives(0)), &[0, 0, 1]), [1, 2, 3]);
}

#[test]
fn a_token_that_lives_for_ever_is_not_renewed() {
    assert_eq!(asked(&answering(lives(u64::MAX)), &[0, 100_000_000_000]), [1, 1]);
}

#[test]
fn while_it_lives_the_old_token_serves_on_if_it_cannot_be_renewed() {
    for fault in [status(400), Outcome::Connect, ok("<html>")] {
        let script = Script::new([])
            .otherwise(ok("[]"))
            .tokens([lives(10_000)])
            .tokens_otherwise(fault.clone());
        // Within the last five minutes it is tried anew every thirty seconds, and no more often.
        let tries = if matches!(fault, Outcome::Connect) { 4 } else { 1 };
        let asked = asked(&script, &[0, 9_700, 9_701, 9_729, 9_735, 9_740, 9_990]);
        let expected = [0, 1, 1, 1, 2, 2, 3].map(|renewals| 1 + renewals * tries);
        assert_eq!(asked, expected, "{fault:?}");
        assert!(
            script.calls().iter().all(|sent| sent.authorization.as_deref() == Some("Bearer t"))
        );
    }
}

#[test]
fn a_token_that_is_dead_serves_nobody() {
    let script =
        Script::new([]).otherwise(ok("[]")).tokens([lives(10_000)]).tokens_otherwise(status(400));
    assert_eq!(asked(&script, &[0, 9_995]), [1, 2]);
    let account = AccountId::new("Acme-42").unwrap();
    let client = script.client();
    let fresh = Script::at(script.1.clone(), [])
        .otherwise(ok("[]"))
        .tokens([lives(100)])
        .tokens_otherwise(status(400));
    let other = fresh.client();
    run(&fresh.1, other.account(&account).properties(1)).unwrap();
    fresh.1.advance(Duration::from_secs(100));
    let error = run(&fresh.1, other.account(&account).properties(1)).unwrap_err();
    assert_eq!(class(&error), "400");
    assert_eq!(fresh.calls().len(), 1, "the dead token is not sent");
    drop(client);
}

#[test]
fn the_old_token_rests_until_its_end_and_not_beyond() {
    let script =
        Script::new([]).otherwise(ok("[]")).tokens([lives(10_000)]).tokens_otherwise(status(400));
    let (account, client) = (AccountId::new("Acme-42").unwrap(), script.client());
    let scope = client.account(&account);
    run(&script.1, scope.properties(1)).unwrap();
    script.1.advance(Duration::from_secs(9_990));
    run(&script.1, scope.properties(1)).unwrap();
    script.1.advance(Duration::from_secs(10));
    assert_eq!(class(&run(&script.1, scope.properties(1)).unwrap_err()), "400");
    assert_eq!(script.calls().len(), 2);
}

#[test]
fn a_refused_token_is_not_used_again_though_its_renewal_failed() {
    let script =
        Script::new([status(401)]).otherwise(ok("[]")).tokens([lives(10_000), status(400)]);
    let (account, client) = (AccountId::new("Acme-42").unwrap(), script.client());
    let scope = client.account(&account);
    assert_eq!(class(&run(&script.1, scope.properties(1)).unwrap_err()), "400");
    run(&script.1, scope.properties(1)).unwrap();
    let tokens: Vec<_> = script.calls().into_iter().filter_map(|sent| sent.authorization).collect();
    assert_eq!(tokens, ["Bearer t", "Bearer t0k3n-3"]);
}

#[test]
fn a_refused_token_is_not_sent_again_though_its_rest_began_meanwhile() {
    // A renewal fails while a request with the old token is on its way, which is then refused.
    let refused = crate::script::late(5, status(401));
    let script =
        Script::new([ok("[]"), refused]).otherwise(ok("[]")).tokens([lives(10_000), status(400)]);
    let (account, client) = (AccountId::new("Acme-42").unwrap(), script.client());
    let scope = client.account(&account);
    run(&script.1, scope.properties(1)).unwrap();
    script.1.advance(Duration::from_secs(9_699));
    let (first, clock) = (scope.clone(), script.1.clone());
    let second = scope.clone();
    let tasks: [crate::clock::Task<'_, bool>; 2] = [
        Box::pin(async move { first.properties(1).await.is_ok() }),
        Box::pin(async move {
            cyclr_oauth::client::Clock::sleep(&clock, Duration::from_secs(2)).await;
            second.properties(1).await.is_ok()
        }),
    ];
    assert_eq!(crate::clock::run_all(&script.1, tasks), [true, true]);
    let tokens: Vec<_> = script.calls().into_iter().filter_map(|sent| sent.authorization).collect();
    assert_eq!(tokens, ["Bearer t", "Bearer t", "Bearer t", "Bearer t0k3n-3"]);
}
