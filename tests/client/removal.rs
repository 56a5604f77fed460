//! A removal whose answer was lost, and that finds nothing when it is repeated.

use cyclr_oauth::AccountId;
use cyclr_oauth::api::DeleteProperty;

use crate::clock::{Wound, run};
use crate::script::{Outcome, Script, class, ok, status, with};

fn delete(script: &Script) -> Result<(), cyclr_oauth::Error> {
    let account = AccountId::new("Acme-42").unwrap();
    run(&script.1, script.client().account(&account).delete(1))
}

#[test]
fn a_removal_that_finds_nothing_after_a_lost_answer_has_succeeded() {
    for lost in [
        Outcome::Broken,
        Outcome::Timeout,
        Outcome::Never,
        status(500),
        status(502),
        status(503),
        status(504),
        status(408),
    ] {
        let script = Script::new([lost.clone(), status(404)]);
        delete(&script).unwrap();
        assert_eq!(script.calls().len(), 2, "{lost:?}");

        let account = AccountId::new("Acme-42").unwrap();
        let call = DeleteProperty { account: &account, id: 1.into(), property: 2.into() };
        let script = Script::at(Wound::at_once(), [lost, status(404)]);
        script.blocking().call(&call).unwrap();
    }
}

#[test]
fn a_removal_that_finds_nothing_has_failed_if_no_try_can_have_been_done() {
    for not_done in [Outcome::Connect, status(429), status(401)] {
        let script = Script::new([not_done.clone(), status(404)]);
        assert_eq!(class(&delete(&script).unwrap_err()), "404", "{not_done:?}");
    }
    assert_eq!(class(&delete(&Script::new([status(404)])).unwrap_err()), "404");
}

#[test]
fn a_lost_answer_is_not_forgotten_over_a_try_that_was_not_done() {
    for not_done in
        [Outcome::Connect, status(429), with("retry-after", 1, status(429)), status(401)]
    {
        let script = Script::new([Outcome::Broken, not_done.clone(), status(404)]);
        let result = delete(&script);
        assert!(result.is_ok(), "{not_done:?}: {result:?}");
    }
}

#[test]
fn a_removal_that_succeeds_at_last_has_succeeded() {
    let script = Script::new([Outcome::Broken, status(500), Outcome::Connect, ok("")]);
    delete(&script).unwrap();
    assert_eq!(script.lines(), ["DELETE /v1.0/account/connectors/1"; 4]);
}

#[test]
fn only_a_removal_takes_not_found_for_success() {
    let account = AccountId::new("Acme-42").unwrap();
    let script = Script::new([Outcome::Broken, status(404)]);
    let error = run(&script.1, script.client().account(&account).deauthenticate(1)).unwrap_err();
    assert!(error.is_not_found());
    let script = Script::new([Outcome::Broken, status(404)]);
    let error = run(&script.1, script.client().account(&account).connector(1)).unwrap_err();
    assert!(error.is_not_found());
    insta::assert_snapshot!(error, @"GET /v1.0/account/connectors/{id}: 404 Not Found: no (after 2 tries)");
}
