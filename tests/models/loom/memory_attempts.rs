//! The memory store: each entry is taken once, claimed once, and the room is never exceeded.

use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use cyclr_oauth::UtcTimestamp;
use cyclr_oauth::completion::{AttemptStore, BoxError, MemoryAttempts, StoreEntry, StoreFuture};
use loom::thread;

use crate::play::every_schedule;

const MINUTE: Duration = Duration::from_secs(60);

fn start() -> UtcTimestamp {
    "2021-10-01T00:00:00Z".parse().unwrap()
}

/// What the store returns; it never waits but for its lock.
fn now<T>(future: StoreFuture<'_, T>) -> Result<T, BoxError> {
    let mut future = pin!(future);
    match future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(result) => result,
        Poll::Pending => panic!("the store waits"),
    }
}

fn insert(store: &MemoryAttempts, account: &str, key: &str, value: &str) -> Result<(), BoxError> {
    let (due, keep_until) = (start().saturating_add(MINUTE), start().saturating_add(60 * MINUTE));
    now(store.insert(StoreEntry { key, value, account, now: start(), due, keep_until }))
}

fn take(store: &MemoryAttempts, key: &str) -> Option<String> {
    now(store.take(key)).unwrap()
}

fn claim(store: &MemoryAttempts, limit: usize) -> Vec<String> {
    let (at, until) = (start().saturating_add(MINUTE), start().saturating_add(11 * MINUTE));
    let claimed = now(store.claim_due(at, until, limit)).unwrap();
    claimed.into_iter().map(|(key, _)| key).collect()
}

/// The keys of all entries, if the store's tables agree.
fn keys(store: &MemoryAttempts) -> Vec<String> {
    let late = start().saturating_add(59 * MINUTE);
    let claimed = now(store.claim_due(late, late.saturating_add(MINUTE), 100)).unwrap();
    let mut keys: Vec<_> = claimed.into_iter().map(|(key, _)| key).collect();
    keys.sort();
    for key in &keys {
        assert!(now(store.get(key)).unwrap().is_some(), "{key} is due, and has no value");
    }
    keys
}

#[test]
fn one_of_three_takes_an_attempt() {
    every_schedule("three take", || {
        let store = MemoryAttempts::default();
        insert(&store, "A", "k", "v").unwrap();
        let others =
            [store.clone(), store.clone()].map(|store| thread::spawn(move || take(&store, "k")));
        let own = take(&store, "k");
        let taken = others.map(|other| other.join().unwrap());
        let count = taken.iter().chain([&own]).filter(|value| value.is_some()).count();
        assert_eq!(count, 1);
        assert!(keys(&store).is_empty());
    });
}

#[test]
fn one_of_two_claims_each_of_two_entries_and_a_third_takes_one() {
    every_schedule("two claim, one takes", || {
        let store = MemoryAttempts::default();
        insert(&store, "A", "k1", "v").unwrap();
        insert(&store, "A", "k2", "v").unwrap();
        let sweeps =
            [store.clone(), store.clone()].map(|store| thread::spawn(move || claim(&store, 2)));
        assert!(take(&store, "k1").is_some());
        let mut claimed: Vec<_> = sweeps.map(|sweep| sweep.join().unwrap()).concat();
        claimed.sort();
        assert!(claimed == ["k2"] || claimed == ["k1", "k2"], "{claimed:?}");
        assert_eq!(keys(&store), ["k2"]);
    });
}

#[test]
fn an_entry_is_claimed_or_replaced_but_never_doubled() {
    every_schedule("claim, replace and read", || {
        let store = MemoryAttempts::default();
        insert(&store, "A", "k", "v1").unwrap();
        let sweep = thread::spawn({
            let store = store.clone();
            move || claim(&store, 1)
        });
        let reader = thread::spawn({
            let store = store.clone();
            move || now(store.get("k")).unwrap()
        });
        insert(&store, "A", "k", "v2").unwrap();
        let read = reader.join().unwrap();
        assert!(matches!(read.as_deref(), Some("v1" | "v2")), "replaced at once: {read:?}");
        assert_eq!(sweep.join().unwrap(), ["k"]);
        assert_eq!(keys(&store), ["k"]);
        assert_eq!(take(&store, "k").as_deref(), Some("v2"));
        assert!(keys(&store).is_empty());
    });
}

#[test]
fn two_accounts_never_have_more_than_all_the_room() {
    every_schedule("three insert where two fit", || {
        let store = MemoryAttempts::with_capacity(2).per_account(1);
        let others = [("A", "a1"), ("B", "b1")].map(|(account, key)| {
            let store = store.clone();
            thread::spawn(move || insert(&store, account, key, "v").is_ok())
        });
        let third = insert(&store, "C", "c1", "v").is_ok();
        let [first, second] = others.map(|other| other.join().unwrap());
        let inserted = [("a1", first), ("b1", second), ("c1", third)];
        let inserted = inserted.into_iter().filter(|(_, is_in)| *is_in).map(|(key, _)| key);
        let kept = keys(&store);
        assert_eq!(kept.len(), 2);
        assert_eq!(kept, inserted.collect::<Vec<_>>());
    });
}

#[test]
fn the_oldest_of_an_account_makes_room_and_is_taken_once() {
    every_schedule("one inserts, one takes the oldest", || {
        let store = MemoryAttempts::with_capacity(9).per_account(1);
        insert(&store, "A", "old", "v").unwrap();
        let takers = [store.clone(), store.clone()]
            .map(|store| thread::spawn(move || take(&store, "old").is_some()));
        insert(&store, "A", "new", "v").unwrap();
        let taken = takers.map(|taker| taker.join().unwrap());
        assert!(taken != [true, true]);
        assert_eq!(keys(&store), ["new"]);
    });
}
