//! The access token that callers share, as in the models of `shuttle`, but in every schedule and with the memory orderings
//! that the code asks for.

use cyclr_oauth::Client;
use loom::future::block_on;
use loom::thread::{Builder, JoinHandle};

use crate::cyclr::{Cyclr, call};
use crate::play::every_schedule_with;

/// A call in a separate thread, whose stack is large enough for it: its size is in words.
fn caller(client: &Client) -> JoinHandle<()> {
    let client = client.clone();
    let work = move || block_on(call(&client)).unwrap();
    Builder::new().stack_size(1 << 16).spawn(work).unwrap()
}

#[test]
fn callers_ask_for_one_token_together() {
    every_schedule_with(2, "two callers, no token", || {
        let cyclr = Cyclr::default();
        let client = cyclr.client();
        let callers = [caller(&client), caller(&client)];
        callers.into_iter().for_each(|caller| caller.join().unwrap());
        assert_eq!(cyclr.token_requests(), 1);
    });
}

#[test]
fn a_refused_token_is_replaced_once() {
    every_schedule_with(1, "two callers, a refused token", || {
        let cyclr = Cyclr::default();
        let client = cyclr.client();
        caller(&client).join().unwrap();
        cyclr.pass(20);
        cyclr.refuse(1);
        let callers = [caller(&client), caller(&client)];
        callers.into_iter().for_each(|caller| caller.join().unwrap());
        assert_eq!(cyclr.token_requests(), 2);
    });
}
