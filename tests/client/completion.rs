//! From the beginning of an attempt to connect to its one completion.

use std::collections::HashMap;
use std::convert::Infallible;
use std::fmt::Debug;
use std::io;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use cyclr_oauth::{
    AccountId, AttemptError, AttemptStore, Attempts, Completed, ConnectAttempt, MemoryAttempts,
    blocking,
};

use crate::clock::{Task, Wound, run, run_all};
use crate::script::{Outcome, Script, ok, status};

const SESSION: &str = "the session's cookie";

fn account() -> AccountId {
    AccountId::new("Acme-42").unwrap()
}

fn attempt() -> ConnectAttempt {
    ConnectAttempt::new(&account(), 1234, SESSION)
}

fn connector(authenticated: bool) -> Outcome {
    ok(format!(
        r#"{{"Id":1234,"Name":"Docusign","AuthValue":null,"Authenticated":{authenticated},"Connector":{{"Id":77}}}}"#
    ))
}

/// An attempt that has begun, and what Cyclr says from then on.
struct Begun<S = MemoryAttempts> {
    script: Script,
    attempts: Attempts<S>,
    text: String,
}

impl Begun {
    fn new(was: bool, then: impl IntoIterator<Item = Outcome>) -> Self {
        Self::of(&attempt(), Attempts::in_memory(), was, then)
    }
}

impl<S: AttemptStore> Begun<S> {
    fn of(
        attempt: &ConnectAttempt,
        attempts: Attempts<S>,
        was: bool,
        then: impl IntoIterator<Item = Outcome>,
    ) -> Self {
        let script = Script::new(std::iter::once(connector(was)).chain(then));
        run(&script.1, attempts.begin(attempt, &script.client())).unwrap();
        Self { script, attempts, text: attempt.expose_secret().to_owned() }
    }

    fn complete(&self) -> Result<Completed, AttemptError> {
        self.complete_as(SESSION)
    }

    fn complete_as(&self, session: &str) -> Result<Completed, AttemptError> {
        self.present(&self.text, session)
    }

    fn present(&self, presented: &str, session: &str) -> Result<Completed, AttemptError> {
        let client = self.script.client();
        run(&self.script.1, self.attempts.complete(presented, session, &client))
    }

    fn check(&self) -> Result<bool, AttemptError> {
        let client = self.script.client();
        run(&self.script.1, self.attempts.check(&self.text, SESSION, &client))
    }

    /// How often Cyclr was asked since the beginning.
    fn asked(&self) -> usize {
        self.script.calls().len() - 1
    }
}

/// The name of the error.
fn kind<T: Debug>(result: Result<T, AttemptError>) -> &'static str {
    match result.unwrap_err() {
        AttemptError::NotAuthenticated => "not authenticated",
        AttemptError::Unknown => "unknown",
        AttemptError::OtherSession { .. } => "other session",
        AttemptError::Expired => "expired",
        AttemptError::Cyclr(_) => "cyclr",
        AttemptError::Store(_) => "store",
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_completion_says_whether_anything_has_changed() {
    for was in [false, true] {
        let begun = Begun::new(was, [connector(true)]);
        let completed = begun.complete().unwrap();
        assert_eq!(completed.account, account());
        assert_eq!(completed.id, 1234.into());
        assert_eq!(completed.was_authenticated, was);
        assert_eq!(completed.state.name, "Docusign");
        let call = "GET /v1.0/account/connectors/1234";
        assert_eq!(begun.script.lines(), [call, call]);
    }
}

#[test]
fn an_attempt_is_completed_once() {
    let begun = Begun::new(false, [connector(true)]);
    begun.complete().unwrap();
    assert_eq!(kind(begun.complete()), "unknown");
    assert_eq!(kind(begun.complete_as("another session")), "unknown");
    assert_eq!(kind(begun.check()), "unknown");
    assert_eq!(begun.asked(), 1, "what is over is not asked about");
}

fn complete<'a>(
    begun: &'a Begun,
    client: &'a cyclr_oauth::Client,
) -> Task<'a, Result<Completed, AttemptError>> {
    Box::pin(begun.attempts.complete(&begun.text, SESSION, client))
}

#[test]
fn of_many_at_once_one_completes_an_attempt() {
    let begun = Begun::new(false, []);
    let script = begun.script.clone().otherwise(connector(true));
    let client = script.client();
    let results = run_all(&script.1, (0..64).map(|_| complete(&begun, &client)));
    assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1);
    assert!(results.into_iter().filter(Result::is_err).all(|it| kind(it) == "unknown"));
}

#[test]
fn of_many_threads_one_completes_an_attempt() {
    for _ in 0..50 {
        let script = Script::at(Wound::at_once(), []).otherwise(connector(true));
        let (attempts, client) = (blocking::Attempts::in_memory(), script.blocking());
        let attempt = attempt();
        attempts.begin(&attempt, &client).unwrap();
        let complete = || attempts.complete(attempt.expose_secret(), SESSION, &client).is_ok();
        let done = thread::scope(|scope| {
            let threads: Vec<_> = (0..8).map(|_| scope.spawn(complete)).collect();
            threads.into_iter().map(|it| usize::from(it.join().unwrap())).sum::<usize>()
        });
        assert_eq!(done, 1);
    }
}

#[test]
fn the_blocking_client_completes_as_the_async_one_does() {
    let script =
        Script::at(Wound::at_once(), [connector(false), connector(false), connector(true)])
            .otherwise(connector(true));
    let (attempts, client) = (blocking::Attempts::in_memory(), script.blocking());
    let attempt = attempt();
    let text = attempt.expose_secret();
    attempts.begin(&attempt, &client).unwrap();
    assert!(!attempts.check(text, SESSION, &client).unwrap());
    assert!(attempts.check(text, SESSION, &client).unwrap());
    assert_eq!(kind(attempts.complete(text, "other", &client)), "other session");
    assert!(!attempts.complete(text, SESSION, &client).unwrap().was_authenticated);
    assert_eq!(kind(attempts.complete(text, SESSION, &client)), "unknown");
}

#[test]
fn what_cyclr_does_not_confirm_is_not_completed_and_stays() {
    let begun = Begun::new(false, [connector(false), connector(false), connector(true)]);
    assert_eq!(kind(begun.complete()), "not authenticated");
    assert_eq!(kind(begun.complete()), "not authenticated");
    assert!(begun.complete().is_ok());
}

#[test]
fn while_cyclr_cannot_be_asked_nothing_is_lost() {
    for fault in [status(403), status(400), ok("<html>")] {
        let begun = Begun::new(false, [fault, connector(true)]);
        assert_eq!(kind(begun.complete()), "cyclr");
        assert!(begun.complete().is_ok());
    }
    // Tried again until the client gives up.
    let begun = Begun::new(false, []);
    let script = begun.script.clone().otherwise(Outcome::Never);
    assert_eq!(kind(begun.complete()), "cyclr");
    let _ = script.otherwise(connector(true));
    assert!(begun.complete().is_ok());
}

#[test]
fn an_attempt_does_not_begin_unless_cyclr_knows_the_connector() {
    let script = Script::new([status(404)]).otherwise(connector(true));
    let (attempts, client, attempt) = (Attempts::in_memory(), script.client(), attempt());
    let error = run(&script.1, attempts.begin(&attempt, &client)).unwrap_err();
    assert!(matches!(&error, AttemptError::Cyclr(error) if error.is_not_found()), "{error:?}");
    let result = run(&script.1, attempts.complete(attempt.expose_secret(), SESSION, &client));
    assert_eq!(kind(result), "unknown");
}

#[test]
fn only_its_own_session_completes_an_attempt() {
    let begun = Begun::new(false, [connector(true)]);
    let (half, double) = (&SESSION[..10], SESSION.repeat(2));
    for session in ["", " ", "another", half, &double, &SESSION.to_uppercase()] {
        match begun.complete_as(session).unwrap_err() {
            AttemptError::OtherSession { account: of, id, was_authenticated } => {
                assert_eq!(
                    (of, id, was_authenticated),
                    (account(), 1234.into(), false),
                    "{session}"
                );
            }
            other => panic!("{session}: {other:?}"),
        }
    }
    assert_eq!(begun.asked(), 0, "others learn nothing of how it stands");
    assert!(begun.complete().is_ok(), "and do no harm");
}

#[test]
fn an_attempt_without_a_session_is_never_completed() {
    let attempt = ConnectAttempt::new(&account(), 1234, "");
    let begun = Begun::of(&attempt, Attempts::in_memory(), false, []);
    for session in ["", SESSION] {
        assert_eq!(kind(begun.complete_as(session)), "other session");
    }
}

#[test]
fn what_is_no_attempt_is_unknown_and_nobody_is_asked() {
    let glass = Glass::default();
    let begun = Begun::of(&attempt(), Attempts::new(glass.clone()), false, []);
    let (text, other) = (&begun.text, attempt());
    let texts = [
        String::new(),
        text[..21].to_owned(),
        format!("{text}="),
        format!(" {text}"),
        format!("{text}\n"),
        format!("{text}{text}"),
        text.to_lowercase() + "A",
        text.replace(|_: char| true, "+"),
        "é".repeat(11),
        "\0".repeat(22),
        "x".repeat(1 << 20),
        other.expose_secret().to_owned(),
    ];
    for presented in texts {
        assert_eq!(kind(begun.present(&presented, SESSION)), "unknown", "{presented:.40}");
    }
    assert_eq!(begun.asked(), 0);
    // The store is asked for those that could be one.
    assert_eq!(glass.0.lock().unwrap().gets, 1);
}

#[test]
fn an_attempt_ends_with_its_time() {
    let minutes = |minutes: u64| Duration::from_secs(60 * minutes);
    let attempts = [(attempt(), minutes(15)), (attempt().with_lifetime(minutes(2)), minutes(2))];
    for (attempt, lifetime) in attempts {
        assert_eq!(attempt.lifetime(), lifetime);
        let begun = Begun::of(&attempt, Attempts::in_memory(), false, [connector(false)]);
        begun.script.1.advance(lifetime - Duration::from_nanos(1));
        assert_eq!(kind(begun.complete()), "not authenticated");
        assert_eq!(kind(begun.complete_as("another")), "other session");
        begun.script.1.advance(Duration::from_nanos(1));
        assert_eq!(kind(begun.complete()), "expired");
        assert_eq!(kind(begun.check()), "expired");
        assert_eq!(kind(begun.complete_as("another")), "expired");
        assert_eq!(begun.asked(), 1);
    }
    let forever = attempt().with_lifetime(Duration::MAX);
    let begun = Begun::of(&forever, Attempts::in_memory(), false, [connector(true)]);
    begun.script.1.advance(minutes(60 * 24 * 365 * 100));
    assert!(begun.complete().is_ok());
}

#[test]
fn a_check_is_true_only_of_what_has_changed_and_changes_nothing() {
    let begun = Begun::new(false, [connector(false), connector(true), connector(true)]);
    assert!(!begun.check().unwrap());
    assert!(begun.check().unwrap());
    assert!(begun.complete().is_ok());

    // It looks as it did.
    let begun = Begun::new(true, [connector(true), connector(true)]);
    assert!(!begun.check().unwrap());
    assert!(begun.complete().unwrap().was_authenticated);

    let begun = Begun::new(false, [status(403)]);
    assert_eq!(kind(begun.check()), "cyclr");
}

/// A store that shows what it is given, and fails on demand.
#[derive(Clone, Default)]
struct Glass(Arc<Mutex<Inside>>);

#[derive(Default)]
struct Inside {
    values: HashMap<String, String>,
    lifetimes: Vec<Duration>,
    /// How often it was asked for a value.
    gets: usize,
    fails: Option<&'static str>,
}

impl Glass {
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

#[test]
fn who_reads_the_store_can_complete_nothing() {
    let glass = Glass::default();
    let begun = Begun::of(&attempt(), Attempts::new(glass.clone()), false, []);
    let inside = glass.0.lock().unwrap();
    assert_eq!(inside.lifetimes, [Duration::from_secs(2 * 15 * 60)]);
    let (key, value) = inside.values.iter().next().unwrap();
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
    // The key as it stands in the store is no attempt.
    let key = key.clone();
    drop(inside);
    assert_eq!(kind(begun.present(&key, SESSION)), "unknown");
    assert_eq!(kind(begun.present(&key[..22], SESSION)), "unknown");
}

#[test]
fn the_same_session_looks_different_in_each_attempt() {
    let glass = Glass::default();
    for _ in 0..2 {
        Begun::of(&attempt(), Attempts::new(glass.clone()), false, []);
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

#[test]
fn a_store_that_fails_is_an_error_and_no_completion() {
    let script = Script::new([]).otherwise(connector(true));
    let client = script.client();
    let attempts = Attempts::new(Glass::default().failing("insert"));
    let result = run(&script.1, attempts.begin(&attempt(), &client));
    assert_eq!(kind(result), "store");

    for call in ["get", "take"] {
        let glass = Glass::default();
        let begun = Begun::of(&attempt(), Attempts::new(glass.clone()), false, []);
        let _ = begun.script.clone().otherwise(connector(true));
        let glass = glass.failing(call);
        let error = begun.complete().unwrap_err();
        assert_eq!(error.to_string(), "the store of attempts to connect can't be asked");
        let source = std::error::Error::source(&error).unwrap();
        assert_eq!(source.to_string(), "the store is on fire");
        glass.0.lock().unwrap().fails = None;
        assert!(begun.complete().is_ok(), "after {call}");
    }
}

#[test]
fn what_else_is_in_the_store_is_an_error_and_no_panic() {
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
        let begun = Begun::of(&attempt(), Attempts::new(glass.clone()), false, []);
        text.clone_into(glass.0.lock().unwrap().values.values_mut().next().unwrap());
        assert_eq!(kind(begun.complete()), "store", "{text}");
    }
    // A session's hash that is none belongs to no session.
    for hash in ["null", r#""""#, r#""AAAA""#] {
        let glass = Glass::default();
        let begun = Begun::of(&attempt(), Attempts::new(glass.clone()), false, []);
        let mut inside = glass.0.lock().unwrap();
        let value = inside.values.values_mut().next().unwrap();
        *value = format!(
            r#"{{"account":"Acme-42","id":1234,"session":{hash},"was_authenticated":false,"expires":"2021-10-01T00:15:00Z"}}"#
        );
        drop(inside);
        assert_eq!(kind(begun.complete()), "other session", "{hash}");
    }
}

#[test]
fn memory_is_bounded_and_the_oldest_makes_room() {
    fn ready<T>(future: impl Future<Output = Result<T, Infallible>> + Send) -> T {
        run(&Wound::default(), future).unwrap()
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
