//! The access token: fetched once, by one caller for all who wait.

use std::time::Duration;

use cyclr_oauth::AccountId;
use cyclr_oauth::api::Property;
use cyclr_oauth::client::Clock;
use cyclr_oauth::{Client, Error};

use crate::clock::{Task, poll_once, run, run_all};
use crate::script::{Outcome, Script, late, ok, status, token};

fn account() -> AccountId {
    AccountId::new("Acme-42").unwrap()
}

fn read(client: &Client) -> Task<'static, Result<Vec<Property>, Error>> {
    let scope = client.account(&account());
    Box::pin(async move { scope.properties(1).await })
}

fn many(client: &Client) -> impl Iterator<Item = Task<'static, Result<Vec<Property>, Error>>> {
    let client = client.clone();
    (0..1000).map(move |_| read(&client))
}

#[test]
fn it_is_asked_for_by_the_credentials_in_a_form() {
    let script = Script::new([ok("[]")]);
    run(&script.1, read(&script.client())).unwrap();
    let sent = &script.token_calls()[0];
    assert_eq!(
        sent.body,
        "grant_type=client_credentials&client_id=client-id&client_secret=client-s3cr3t"
    );
    assert_eq!(script.calls()[0].authorization.as_deref(), Some("Bearer t0k3n-1"));
}

#[test]
fn a_thousand_callers_at_the_first_use_cause_one_request() {
    let script = Script::new([]).otherwise(ok("[]")).tokens([late(2, token("t"))]);
    let client = script.client();
    assert!(run_all(&script.1, many(&client)).iter().all(Result::is_ok));
    assert_eq!((script.token_calls().len(), script.calls().len()), (1, 1000));
    assert!(script.calls().iter().all(|sent| sent.authorization.as_deref() == Some("Bearer t")));
}

#[test]
fn a_thousand_callers_after_the_end_of_the_token_cause_one_request() {
    let script = Script::new([]).otherwise(ok("[]")).tokens([token("t"), late(2, token("u"))]);
    let client = script.client();
    run(&script.1, read(&client)).unwrap();
    script.1.advance(Duration::from_secs(1_300_000));
    assert!(run_all(&script.1, many(&client)).iter().all(Result::is_ok));
    assert_eq!(script.token_calls().len(), 2);
    assert_eq!(script.calls().last().unwrap().authorization.as_deref(), Some("Bearer u"));
}

#[test]
fn a_thousand_callers_whose_token_is_refused_cause_one_renewal() {
    let refused = (0..1000).map(|_| late(1, status(401)));
    let script = Script::new(refused).otherwise(ok("[]")).tokens([token("t"), late(2, token("u"))]);
    let client = script.client();
    assert!(run_all(&script.1, many(&client)).iter().all(Result::is_ok));
    assert_eq!((script.token_calls().len(), script.calls().len()), (2, 2000));
}

#[test]
fn callers_whose_token_is_refused_one_after_the_other_cause_one_renewal() {
    let refused =
        (0..1000).map(|n| Outcome::Late(Duration::from_millis(10 + 5 * n), Box::new(status(401))));
    let script = Script::new(refused).otherwise(ok("[]")).tokens([token("t"), late(1, token("u"))]);
    let client = script.client();
    assert!(run_all(&script.1, many(&client)).iter().all(Result::is_ok));
    assert_eq!(script.token_calls().len(), 2);
}

#[test]
fn clones_share_the_token_and_clients_do_not() {
    let script = Script::new([]).otherwise(ok("[]"));
    let client = script.client();
    run(&script.1, read(&client)).unwrap();
    run(&script.1, read(&client.clone())).unwrap();
    assert_eq!(script.token_calls().len(), 1);
    run(&script.1, read(&script.client())).unwrap();
    assert_eq!(script.token_calls().len(), 2);
}

#[test]
fn when_it_fails_all_who_waited_fail_and_the_next_tries_anew() {
    let refused = || late(1, status(400));
    let script = Script::new([]).otherwise(ok("[]")).tokens([refused(), refused()]);
    let client = script.client();
    let results = run_all(&script.1, many(&client));
    for result in &results {
        let error = result.as_ref().unwrap_err();
        assert_eq!((error.status().unwrap().as_u16(), error.message()), (400, Some("no")));
    }
    insta::assert_snapshot!(results[7].as_ref().unwrap_err(), @"GET /v1.0/account/connectors/{id}/properties: no access token: POST /oauth/token: 400 Bad Request: no");
    assert_eq!((script.token_calls().len(), script.calls().len()), (1, 0));
    run(&script.1, read(&client)).unwrap_err();
    assert_eq!(script.token_calls().len(), 2);
    run(&script.1, read(&client)).unwrap();
    assert_eq!((script.token_calls().len(), script.calls().len()), (3, 1));
}

#[test]
fn who_comes_after_a_failure_does_not_inherit_it() {
    let script =
        Script::new([]).otherwise(ok("[]")).tokens([late(1, status(400)), late(1, token("t"))]);
    let client = script.client();
    let late_comer = {
        let (client, clock) = (client.clone(), script.1.clone());
        async move {
            cyclr_oauth::client::Clock::sleep(&clock, Duration::from_secs(2)).await;
            read(&client).await
        }
    };
    let results = run_all(&script.1, [read(&client), read(&client), Box::pin(late_comer)]);
    assert_eq!(results.iter().map(Result::is_ok).collect::<Vec<_>>(), [false, false, true]);
}

#[test]
fn a_request_for_a_token_is_repeated_and_its_failure_is_not_repeated_again() {
    let script =
        Script::new([]).otherwise(ok("[]")).tokens([Outcome::Broken, status(500), token("t")]);
    run(&script.1, read(&script.client())).unwrap();
    assert_eq!(script.token_calls().len(), 3);

    let script = Script::new([]).tokens_otherwise(Outcome::Broken);
    let error = run(&script.1, read(&script.client())).unwrap_err();
    assert_eq!(script.token_calls().len(), 4);
    assert!(error.is_transport(), "{error:?}");
    for (answer, says) in [
        (status(401), "401"),
        (ok("<html>"), "decode"),
        (ok(r#"{"access_token":"a\nb"}"#), "decode"),
    ] {
        let script = Script::new([]).tokens([answer]);
        let error = run(&script.1, read(&script.client())).unwrap_err();
        assert_eq!(crate::script::class(&error), says);
        assert_eq!(error.is_unauthorized(), says == "401");
    }
}

#[test]
fn when_the_one_who_asks_goes_away_the_next_takes_over() {
    let script =
        Script::new([]).otherwise(ok("[]")).tokens([late(1, token("t")), late(1, token("u"))]);
    let client = script.client();
    let mut leader = read(&client);
    assert!(poll_once(&mut leader).is_none());
    let mut others: Vec<_> = many(&client).collect();
    assert!(others.iter_mut().all(|other| poll_once(other).is_none()));
    assert_eq!(script.token_calls().len(), 1);
    drop(leader);
    assert!(run_all(&script.1, others).iter().all(Result::is_ok));
    assert_eq!(script.token_calls().len(), 2);
    assert_eq!(script.calls()[0].authorization.as_deref(), Some("Bearer u"));
}

#[test]
fn who_waits_for_a_token_waits_no_longer_than_its_deadline() {
    let script = Script::new([]).otherwise(ok("[]")).tokens_otherwise(Outcome::Never);
    let client = script.client();
    let results = run_all(&script.1, many(&client).take(3));
    assert!(results.iter().all(|result| result.as_ref().is_err_and(Error::is_timeout)));
    assert!(script.1.elapsed() <= Duration::from_secs(30), "{:?}", script.1.elapsed());
    assert!(script.calls().is_empty());
}

#[test]
fn who_waits_does_not_fail_because_another_runs_out_of_time() {
    let tokens = [Outcome::Never, Outcome::Never, Outcome::Never, token("t")];
    let script = Script::new([]).otherwise(ok("[]")).tokens(tokens);
    let client = script.client();
    let (clock, late) = (script.1.clone(), read(&client));
    let late: Task<'_, _> = Box::pin(async move {
        clock.sleep(Duration::from_secs(25)).await;
        late.await
    });
    let results = run_all(&script.1, [read(&client), late]);
    assert!(results[0].as_ref().is_err_and(Error::is_timeout));
    assert!(results[1].is_ok(), "{:?}", results[1]);
}

#[test]
fn a_new_token_of_the_same_text_is_a_new_one() {
    let refused = (0..1000).map(|_| late(1, status(401)));
    let script = Script::new(refused).otherwise(ok("[]")).tokens_otherwise(token("t"));
    let client = script.client();
    assert!(run_all(&script.1, many(&client)).iter().all(Result::is_ok));
    assert_eq!(script.token_calls().len(), 2);
}
