//! What is in a store of attempts, and what comes of a store that fails.

use std::collections::HashMap;
use std::convert::Infallible;
use std::io;
use std::pin::pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use cyclr_oauth::Attempts;
use cyclr_oauth::completion::{AttemptStore, MemoryAttempts};

use crate::completion::{Begun, SESSION, attempt, connector, kind};
use crate::script::Script;

/// A store that shows what it is given, and fails on demand.
#[derive(Clone, Default)]
pub(crate) struct Glass(Arc<Mutex<Inside>>);

#[derive(Default)]
struct Inside {
    values: HashMap<String, String>,
    lifetimes: Vec<Duration>,
    /// How often it was asked for a value.
    gets: usize,
    fails: Option<&'static str>,
}

impl Glass {
    /// How often it was asked for a value.
    pub(crate) fn gets(&self) -> usize {
        self.0.lock().unwrap().gets
    }

    fn failing(self, call: &'static str) -> Self {
        self.0.lock().unwrap().fails = Some(call);
        self
    }

    fn call(&self, name: &'static str) -> io::Result<std::sync::MutexGuard<'_, Inside>> {
        let inside = self.0.lock().unwrap();
        match inside.fails {
            Some(fails) if fails == name => Err(io::Error::other("the store is on fire")),
            _ => Ok(inside),
        }
    }
}

impl AttemptStore for Glass {
    type Error = io::Error;

    async fn insert(&self, key: &str, value: &str, time_to_live: Duration) -> io::Result<()> {
        let mut inside = self.call("insert")?;
        inside.lifetimes.push(time_to_live);
        assert_eq!(inside.values.insert(key.to_owned(), value.to_owned()), None);
        Ok(())
    }

    async fn get(&self, key: &str) -> io::Result<Option<String>> {
        let mut inside = self.call("get")?;
        inside.gets += 1;
        Ok(inside.values.get(key).cloned())
    }

    async fn take(&self, key: &str) -> io::Result<Option<String>> {
        Ok(self.call("take")?.values.remove(key))
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_in_the_store_completes_nothing() {
    let glass = Glass::default();
    let begun = Begun::of(&attempt(), Attempts::new(glass.clone()), false, []).await;
    let (lifetimes, values) = {
        let inside = glass.0.lock().unwrap();
        (inside.lifetimes.clone(), inside.values.clone())
    };
    assert_eq!(lifetimes, [Duration::from_secs(2 * 15 * 60)]);
    let (key, value) = values.iter().next().unwrap();
    for text in [key, value] {
        assert!(!text.contains(&begun.text) && !text.contains(SESSION), "{text}");
    }
    assert_eq!(key.len(), 43);
    let value: serde_json::Value = serde_json::from_str(value).unwrap();
    let session = value["session"].as_str().unwrap();
    assert_eq!(session.len(), 43);
    let all = serde_json::json!({
        "account": "Acme-42",
        "id": 1234,
        "session": session,
        "was_authenticated": false,
        "expires": "2021-10-01T00:15:00Z",
    });
    assert_eq!(value, all);
    // The key in the store is not the attempt.
    assert_eq!(kind(begun.present(key, SESSION).await), "unknown");
    assert_eq!(kind(begun.present(&key[..22], SESSION).await), "unknown");
}

#[tokio::test(start_paused = true)]
async fn the_same_session_looks_different_in_each_attempt() {
    let glass = Glass::default();
    for _ in 0..2 {
        Begun::of(&attempt(), Attempts::new(glass.clone()), false, []).await;
    }
    let inside = glass.0.lock().unwrap();
    let sessions: Vec<_> = inside
        .values
        .values()
        .map(|value| serde_json::from_str::<serde_json::Value>(value).unwrap()["session"].clone())
        .collect();
    assert_eq!(sessions.len(), 2);
    assert_ne!(sessions[0], sessions[1]);
}

#[tokio::test(start_paused = true)]
async fn a_store_that_fails_completes_nothing() {
    let script = Script::new([]).otherwise(connector(true));
    let client = script.client();
    let attempts = Attempts::new(Glass::default().failing("insert"));
    let result = attempts.begin(&attempt(), &client).await;
    assert_eq!(kind(result), "store");

    for call in ["get", "take"] {
        let glass = Glass::default();
        let begun = Begun::of(&attempt(), Attempts::new(glass.clone()), false, []).await;
        let _ = begun.script.clone().otherwise(connector(true));
        let glass = glass.failing(call);
        let error = begun.complete().await.unwrap_err();
        assert_eq!(error.to_string(), "the store of attempts to connect can't be asked");
        let source = std::error::Error::source(&error).unwrap();
        assert_eq!(source.to_string(), "the store is on fire");
        glass.0.lock().unwrap().fails = None;
        assert!(begun.complete().await.is_ok(), "after {call}");
    }
}

#[tokio::test(start_paused = true)]
async fn anything_else_in_the_store_is_an_error_and_not_a_panic() {
    let texts = [
        "",
        "null",
        "{}",
        "[1]",
        "\u{0}",
        r#"{"account":"","id":1234,"session":null,"was_authenticated":false,"expires":"2021-10-01T00:15:00Z"}"#,
        r#"{"account":"Acme-42","id":-1,"session":null,"was_authenticated":false,"expires":"2021-10-01T00:15:00Z"}"#,
        r#"{"account":"Acme-42","id":1234,"session":null,"was_authenticated":false,"expires":"soon"}"#,
    ];
    for text in texts {
        let glass = Glass::default();
        let begun = Begun::of(&attempt(), Attempts::new(glass.clone()), false, []).await;
        text.clone_into(glass.0.lock().unwrap().values.values_mut().next().unwrap());
        assert_eq!(kind(begun.complete().await), "store", "{text}");
    }
    // A session's hash that is none belongs to no session.
    for hash in ["null", r#""""#, r#""AAAA""#] {
        let glass = Glass::default();
        let begun = Begun::of(&attempt(), Attempts::new(glass.clone()), false, []).await;
        let value = format!(
            r#"{{"account":"Acme-42","id":1234,"session":{hash},"was_authenticated":false,"expires":"2021-10-01T00:15:00Z"}}"#
        );
        value.clone_into(glass.0.lock().unwrap().values.values_mut().next().unwrap());
        assert_eq!(kind(begun.complete().await), "other session", "{hash}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_shared_store_is_the_same_one() {
    let glass = Arc::new(Glass::default());
    let begun = Begun::of(&attempt(), Attempts::new(Arc::clone(&glass)), false, []).await;
    let _ = begun.script.clone().otherwise(connector(true));
    assert_eq!(glass.0.lock().unwrap().values.len(), 1);
    assert!(begun.complete().await.is_ok());
    assert!(glass.0.lock().unwrap().values.is_empty());
    assert_eq!(kind(begun.complete().await), "unknown");
}

#[test]
fn memory_is_bounded_and_the_oldest_makes_room() {
    fn ready<T>(future: impl Future<Output = Result<T, Infallible>>) -> T {
        match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(result) => result.unwrap(),
            Poll::Pending => unreachable!("memory is there at once"),
        }
    }

    let store = MemoryAttempts::with_capacity(3);
    let hour = Duration::from_secs(3600);
    for key in 0..10 {
        ready(store.insert(&key.to_string(), "value", hour));
    }
    let held = |key: u32| ready(store.get(&key.to_string())).is_some();
    assert_eq!((0..10).filter(|key| held(*key)).collect::<Vec<_>>(), [7, 8, 9]);

    // What was taken has made room already.
    assert_eq!(ready(store.take("7")).as_deref(), Some("value"));
    assert_eq!(ready(store.take("7")), None);
    ready(store.insert("10", "value", hour));
    assert_eq!((0..11).filter(|key| held(*key)).collect::<Vec<_>>(), [8, 9, 10]);

    // Also after more comings and goings than it has room for.
    for key in 100..1000 {
        ready(store.insert(&key.to_string(), "value", hour));
        assert!(held(key));
        ready(store.take(&key.to_string()));
    }
    assert_eq!(format!("{store:?}"), "MemoryAttempts { attempts: 2, capacity: 3 }");

    // Those whose time is over go, although there is room.
    let store = MemoryAttempts::with_capacity(10);
    let lifetimes =
        [("a", Duration::ZERO), ("b", hour), ("c", Duration::MAX), ("d", Duration::ZERO)];
    for (key, time_to_live) in lifetimes {
        ready(store.insert(key, "value", time_to_live));
    }
    let held = |key: &str| ready(store.get(key)).is_some();
    assert_eq!(["a", "b", "c", "d"].map(held), [false, true, true, true]);

    let one = MemoryAttempts::with_capacity(0);
    ready(one.insert("a", "value", hour));
    assert!(ready(one.get("a")).is_some());
}
