//! The store in memory: its bounds, and that its size delays nobody.

use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use cyclr_oauth::UtcTimestamp;
use cyclr_oauth::completion::{AttemptStore, MemoryAttempts, StoreEntry, StoreFuture};

use crate::attempt::{Started, attempts, connector};

fn ready<T>(mut future: StoreFuture<'_, T>) -> T {
    match pin!(&mut future).as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(result) => result.unwrap(),
        Poll::Pending => unreachable!("memory is there at once"),
    }
}

fn at(seconds: u64) -> UtcTimestamp {
    let start: UtcTimestamp = "2021-10-01T00:00:00Z".parse().unwrap();
    start.saturating_add(Duration::from_secs(seconds))
}

/// Begun at this second, due after 10, and forgotten after 20.
fn entry<'a>(key: &'a str, account: &'a str, second: u64) -> StoreEntry<'a> {
    let (now, due, keep_until) = (at(second), at(second + 10), at(second + 20));
    StoreEntry { key, value: "value", account, now, due, keep_until }
}

fn insert(store: &MemoryAttempts, key: &str, account: &str, second: u64) {
    ready(store.insert(entry(key, account, second)));
}

fn held(store: &MemoryAttempts, key: &str) -> bool {
    ready(store.get(key)).is_some()
}

#[test]
fn an_account_at_its_limit_loses_its_own_oldest_attempt() {
    let store = MemoryAttempts::with_capacity(1000).per_account(3);
    insert(&store, "other", "B", 0);
    for key in 0..10 {
        insert(&store, &key.to_string(), "A", 0);
    }
    let kept = (0..10).filter(|key| held(&store, &key.to_string())).collect::<Vec<_>>();
    assert_eq!(kept, [7, 8, 9]);
    assert!(held(&store, "other"));
    // Taking an attempt has made room.
    assert_eq!(ready(store.take("7")).as_deref(), Some("value"));
    assert_eq!(ready(store.take("7")), None);
    insert(&store, "10", "A", 0);
    assert!(["8", "9", "10"].iter().all(|key| held(&store, key)));
    assert_eq!(
        format!("{store:?}"),
        "MemoryAttempts { attempts: 4, capacity: 1000, per_account: 3, .. }"
    );
}

#[tokio::test(start_paused = true)]
async fn the_oldest_attempt_of_a_full_account_can_be_completed() {
    let store = MemoryAttempts::with_capacity(1000).per_account(1);
    let started = Started::of(attempts(store), false, [connector(true)]).await;
    assert!(started.complete().await.is_ok());
}

#[test]
fn a_hundred_thousand_attempts_of_one_account_evict_no_other() {
    let store = MemoryAttempts::default();
    insert(&store, "other", "B", 0);
    for key in 0..100_000 {
        insert(&store, &key.to_string(), "A", 0);
    }
    assert!(held(&store, "other"));
    let store = MemoryAttempts::with_capacity(2).per_account(usize::MAX);
    insert(&store, "other", "B", 0);
    for key in 0..1000 {
        insert(&store, &key.to_string(), "A", 0);
        assert!(held(&store, "other") && held(&store, &key.to_string()));
    }
}

#[test]
fn a_full_store_refuses_an_account_that_has_nothing_to_give() {
    let store = MemoryAttempts::with_capacity(2);
    insert(&store, "a", "A", 0);
    insert(&store, "b", "B", 1);
    let mut refused = store.insert(entry("c", "C", 9));
    let mut context = Context::from_waker(Waker::noop());
    let Poll::Ready(Err(error)) = refused.as_mut().poll(&mut context) else { panic!() };
    assert_eq!(error.to_string(), "there is no room for another attempt to connect");
    drop(refused);
    assert!(held(&store, "a") && held(&store, "b"));
    // The expired attempt makes room; the other can still complete.
    insert(&store, "c", "C", 10);
    assert_eq!(["a", "b", "c"].map(|key| held(&store, key)), [false, true, true]);
}

#[test]
fn old_attempts_are_forgotten_as_new_ones_arrive() {
    let store = MemoryAttempts::with_capacity(usize::MAX);
    for key in ["a", "b", "c"] {
        insert(&store, key, key, 0);
    }
    insert(&store, "d", "d", 19);
    assert!(["a", "b", "c", "d"].iter().all(|key| held(&store, key)));
    insert(&store, "e", "e", 20);
    insert(&store, "f", "f", 20);
    let kept = ["a", "b", "c", "d", "e", "f"].map(|key| held(&store, key));
    assert_eq!(kept, [false, false, false, true, true, true]);
}

#[test]
fn an_insertion_replaces_what_has_the_same_key() {
    let store = MemoryAttempts::with_capacity(0);
    insert(&store, "a", "A", 0);
    ready(store.insert(StoreEntry { value: "new", ..entry("a", "B", 5) }));
    assert_eq!(ready(store.get("a")).as_deref(), Some("new"));
    assert!(format!("{store:?}").starts_with("MemoryAttempts { attempts: 1, capacity: 1,"));
    assert_eq!(ready(store.claim_due(at(14), at(99), 10)), []);
    let claimed = [("a".to_owned(), "new".to_owned())];
    assert_eq!(ready(store.claim_due(at(15), at(99), 10)), claimed);
}

#[test]
fn a_due_attempt_is_claimed_once_until_it_is_due_again() {
    let store = MemoryAttempts::default();
    for key in ["a", "b", "c"] {
        insert(&store, key, "A", 0);
    }
    insert(&store, "later", "A", 1);
    let keys = |claimed: Vec<(String, String)>| {
        claimed.into_iter().map(|(key, _)| key).collect::<Vec<_>>()
    };
    assert_eq!(keys(ready(store.claim_due(at(9), at(30), 10))), [""; 0]);
    assert_eq!(keys(ready(store.claim_due(at(10), at(30), 2))), ["a", "b"]);
    assert_eq!(keys(ready(store.claim_due(at(10), at(30), 2))), ["c"]);
    assert_eq!(keys(ready(store.claim_due(at(29), at(60), 10))), ["later"]);
    ready(store.take("a"));
    assert_eq!(keys(ready(store.claim_due(at(30), at(30), 10))), ["b", "c"]);
}
