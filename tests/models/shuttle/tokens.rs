//! The access token that all callers share.

use std::time::Duration;

use cyclr_oauth::{Client, Error, Secret};
use shuttle::future::block_on;
use shuttle::thread::{self, JoinHandle};

use crate::cyclr::{Cyclr, account};
use crate::play::{play, polled};

async fn call(client: &Client) -> Result<(), Error> {
    client.account(&account()).connector(1234).await.map(drop)
}

/// A thread that makes a call.
fn caller(client: &Client) -> JoinHandle<Result<(), Error>> {
    let client = client.clone();
    thread::spawn(move || block_on(call(&client)))
}

/// A thread that gives its call up after this many polls.
fn leaver(client: &Client, polls: usize) -> JoinHandle<()> {
    let client = client.clone();
    thread::spawn(move || drop(block_on(polled(polls, call(&client)))))
}

fn all<const N: usize>(callers: [JoinHandle<Result<(), Error>>; N]) {
    for caller in callers {
        caller.join().unwrap().unwrap();
    }
}

#[test]
fn callers_ask_for_one_token_together() {
    play("three callers, no token", || {
        let cyclr = Cyclr::default();
        let client = cyclr.client();
        all([caller(&client), caller(&client), caller(&client)]);
        assert_eq!(cyclr.token_requests(), 1);
        assert_eq!(cyclr.count("GET "), 3);
    });
}

#[test]
fn a_caller_that_leaves_hands_its_request_over() {
    fn model(polls: usize) {
        let cyclr = Cyclr::default();
        let client = cyclr.client();
        let leaver = leaver(&client, polls);
        let callers = [caller(&client), caller(&client)];
        leaver.join().unwrap();
        all(callers);
        // Who comes last finds everything in order.
        block_on(call(&client)).unwrap();
        assert_eq!(cyclr.token_requests(), 1);
    }
    play("two callers, one leaves after a poll", || model(1));
    play("two callers, one leaves after two polls", || model(2));
    play("two callers, one leaves after three polls", || model(3));
}

#[test]
fn if_all_leave_the_next_caller_finishes_their_request() {
    play("all leave, another comes", || {
        let cyclr = Cyclr::default();
        let client = cyclr.client();
        let leavers = [leaver(&client, 1), leaver(&client, 2)];
        leavers.into_iter().for_each(|leaver| leaver.join().unwrap());
        block_on(call(&client)).unwrap();
        assert_eq!(cyclr.token_requests(), 1);
    });
}

#[test]
fn a_refused_token_is_replaced_once() {
    play("two callers, a revoked token", || {
        let cyclr = Cyclr::default();
        let client = cyclr.client();
        block_on(call(&client)).unwrap();
        cyclr.pass(20);
        cyclr.state().revoked.push("first-1".to_owned());
        all([caller(&client), caller(&client)]);
        assert_eq!(cyclr.token_requests(), 2);
    });
}

#[test]
fn a_token_that_is_due_is_renewed_once_and_meanwhile_used() {
    play("two callers, a token to renew, one leaves", || {
        let cyclr = Cyclr::default();
        let client = cyclr.client();
        block_on(call(&client)).unwrap();
        cyclr.pass(950);
        let leaver = leaver(&client, 2);
        let callers = [caller(&client), caller(&client)];
        leaver.join().unwrap();
        all(callers);
        // A renewal that nobody has finished goes on.
        cyclr.pass(1);
        block_on(call(&client)).unwrap();
        assert_eq!(cyclr.token_requests(), 2);
        // Or else its time is over, and so is the old token's.
        cyclr.pass(60);
        block_on(call(&client)).unwrap();
        assert!(cyclr.token_requests() <= 3);
    });
}

#[test]
fn a_token_of_one_account_is_asked_for_once() {
    play("two callers, a token for their account, one leaves", || {
        let cyclr = Cyclr::default();
        let client = cyclr.client_of_accounts();
        let leaver = leaver(&client, 2);
        let callers = [caller(&client), caller(&client)];
        leaver.join().unwrap();
        all(callers);
        assert_eq!(cyclr.token_requests(), 1);
    });
}

#[test]
fn no_call_uses_a_token_of_credentials_that_were_replaced_before_it() {
    play("two callers, other credentials", || {
        let cyclr = Cyclr::default();
        let client = cyclr.client();
        let callers = [caller(&client), caller(&client)];
        client.set_client_credentials("second", Secret::from("other-s3cr3t"));
        let before = cyclr.state().requests.len();
        block_on(call(&client)).unwrap();
        assert!(cyclr.state().requests[before..].iter().any(|it| it.contains(" second-")));
        all(callers);
        let after = cyclr.state().requests.len();
        block_on(call(&client)).unwrap();
        assert!(cyclr.state().requests[after..].iter().all(|it| it.contains(" second-")));
        let tokens = cyclr.state().token_requests.clone();
        assert!(tokens.iter().filter(|id| *id == "first").count() <= 1, "{tokens:?}");
        assert_eq!(tokens.iter().filter(|id| *id == "second").count(), 1, "{tokens:?}");
    });
}

#[test]
fn a_failing_endpoint_is_asked_again_by_one_and_all_succeed() {
    play("two callers, one leaves, the endpoint fails once", || {
        let cyclr = Cyclr::default();
        cyclr.state().failing = 1;
        // The pause after a failure, but no try's limit.
        cyclr.state().fires = Duration::from_secs(2);
        let client = cyclr.client();
        let leaver = leaver(&client, 3);
        let callers = [caller(&client), caller(&client)];
        leaver.join().unwrap();
        all(callers);
        assert_eq!(cyclr.token_requests(), 2);
    });
}
