//! The content of a store of attempts, and the effects of a store that fails.

use std::collections::BTreeMap;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use cyclr_oauth::completion::{AttemptStore, StoreEntry, StoreFuture};
use cyclr_oauth::{Attempts, UtcTimestamp, blocking};

use crate::attempt::{SESSION, Started, attempts, connector, kind, session};
use crate::script::{Script, account, configured};

/// A store that shows its content, and fails on demand.
#[derive(Clone, Default)]
pub(crate) struct Glass(Arc<Mutex<Inside>>);

#[derive(Default)]
struct Inside {
    rows: BTreeMap<String, Row>,
    /// The number of reads.
    gets: usize,
    fails: Option<&'static str>,
    yields: bool,
    sleeps: bool,
}

#[derive(Clone)]
struct Row {
    value: String,
    account: String,
    times: [UtcTimestamp; 3],
}

impl Glass {
    /// The number of reads.
    pub(crate) fn gets(&self) -> usize {
        self.0.lock().unwrap().gets
    }

    pub(crate) fn failing(self, call: &'static str) -> Self {
        self.0.lock().unwrap().fails = Some(call);
        self
    }

    /// Waits before each of its calls.
    pub(crate) fn yielding(self) -> Self {
        self.0.lock().unwrap().yields = true;
        self
    }

    /// Needs tokio for each of its calls, as stores behind a network do.
    fn sleeping(self) -> Self {
        self.0.lock().unwrap().sleeps = true;
        self
    }

    pub(crate) fn len(&self) -> usize {
        self.0.lock().unwrap().rows.len()
    }

    async fn call(&self, name: &'static str) -> io::Result<MutexGuard<'_, Inside>> {
        let (yields, sleeps) = {
            let inside = self.0.lock().unwrap();
            (inside.yields, inside.sleeps)
        };
        if yields {
            tokio::task::yield_now().await;
        }
        if sleeps {
            tokio::spawn(tokio::time::sleep(Duration::from_millis(1))).await.unwrap();
        }
        let inside = self.0.lock().unwrap();
        match inside.fails {
            Some(fails) if fails == name => Err(io::Error::other("the store is on fire")),
            _ => Ok(inside),
        }
    }

    /// All rows: key, value, account.
    pub(crate) fn rows(&self) -> Vec<[String; 3]> {
        let inside = self.0.lock().unwrap();
        let row =
            |(key, row): (&String, &Row)| [key.clone(), row.value.clone(), row.account.clone()];
        inside.rows.iter().map(row).collect()
    }

    pub(crate) fn works_again(&self) {
        self.0.lock().unwrap().fails = None;
    }

    /// The only entry.
    fn only(&self) -> (String, Row) {
        let inside = self.0.lock().unwrap();
        assert_eq!(inside.rows.len(), 1);
        let (key, row) = inside.rows.first_key_value().unwrap();
        (key.clone(), row.clone())
    }

    fn put(&self, text: &str) {
        let mut inside = self.0.lock().unwrap();
        text.clone_into(&mut inside.rows.values_mut().next().unwrap().value);
    }
}

impl AttemptStore for Glass {
    fn insert<'a>(&'a self, entry: StoreEntry<'a>) -> StoreFuture<'a, ()> {
        Box::pin(async move {
            let row = Row {
                value: entry.value.to_owned(),
                account: entry.account.to_owned(),
                times: [entry.now, entry.due, entry.keep_until],
            };
            self.call("insert").await?.rows.insert(entry.key.to_owned(), row);
            Ok(())
        })
    }

    fn get<'a>(&'a self, key: &'a str) -> StoreFuture<'a, Option<String>> {
        Box::pin(async move {
            let mut inside = self.call("get").await?;
            inside.gets += 1;
            Ok(inside.rows.get(key).map(|row| row.value.clone()))
        })
    }

    fn take<'a>(&'a self, key: &'a str) -> StoreFuture<'a, Option<String>> {
        Box::pin(async move { Ok(self.call("take").await?.rows.remove(key).map(|row| row.value)) })
    }

    fn claim_due(
        &self,
        now: UtcTimestamp,
        until: UtcTimestamp,
        limit: usize,
    ) -> StoreFuture<'_, Vec<(String, String)>> {
        Box::pin(async move {
            let mut inside = self.call("claim_due").await?;
            let due = inside.rows.iter_mut().filter(|(_, row)| row.times[1] <= now).take(limit);
            Ok(due
                .map(|(key, row)| {
                    row.times[1] = until;
                    (key.clone(), row.value.clone())
                })
                .collect())
        })
    }
}

#[test]
fn a_store_that_needs_a_runtime_serves_blocking_code() {
    let client = configured(blocking::Client::builder()).build().unwrap();
    let attempts = blocking::Attempts::new(Glass::default().sleeping());
    assert_eq!(attempts.sweep(&client).unwrap().examined, 0);
    // Also where async code blocks, with nothing left of its task's budget.
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(async {
        while tokio::task::coop::has_budget_remaining() {
            tokio::task::consume_budget().await;
        }
        assert_eq!(attempts.sweep(&client).unwrap().examined, 0);
    });
}

#[tokio::test(start_paused = true)]
async fn stored_text_completes_nothing() {
    let glass = Glass::default();
    let started = Started::of(attempts(glass.clone()), false, []).await;
    let (key, row) = glass.only();
    for text in [&key, &row.value] {
        assert!(!text.contains(&started.text) && !text.contains(SESSION), "{text}");
    }
    assert_eq!(row.account, "Acme-42");
    let time = |text: &str| text.parse::<UtcTimestamp>().unwrap();
    let times = ["2021-10-01T00:00:00Z", "2021-10-01T00:15:00Z", "2021-10-01T01:15:00Z"];
    assert_eq!(row.times, times.map(time));
    assert_eq!(key.len(), 43);
    let value: serde_json::Value = serde_json::from_str(&row.value).unwrap();
    let session = value["session"].as_str().unwrap();
    assert_eq!(session.len(), 43);
    let all = serde_json::json!({
        "kind": "attempt",
        "account": "Acme-42",
        "id": 1234,
        "session": session,
        "was_authenticated": false,
        "begun": "2021-10-01T00:00:00Z",
        "expires": "2021-10-01T00:15:00Z",
        "swept": false,
    });
    assert_eq!(value, all);
    // The key in the store is not the attempt.
    assert_eq!(kind(started.present(&key[..22], SESSION).await), "unknown");
}

#[tokio::test(start_paused = true)]
async fn one_session_has_a_different_hash_in_each_attempt() {
    let mut sessions = Vec::new();
    for _ in 0..2 {
        let glass = Glass::default();
        let _started = Started::of(attempts(glass.clone()), false, []).await;
        let value: serde_json::Value = serde_json::from_str(&glass.only().1.value).unwrap();
        sessions.push(value["session"].clone());
    }
    assert_ne!(sessions[0], sessions[1]);
}

#[tokio::test(start_paused = true)]
async fn completions_on_two_account_connectors_are_two_entries() {
    let (glass, script) = (Glass::default(), Script::new([]).otherwise(connector(true)));
    let (attempts, client, own) = (attempts(glass.clone()), script.client(), session(SESSION));
    for (account, id) in [("Acme-1", 23), ("Acme-12", 3)] {
        let account = account.parse().unwrap();
        drop(attempts.begin(&client, &account, id, &own).await.unwrap());
        let presented = crate::attempt::returned(&crate::attempt::last());
        assert!(attempts.complete(&client, presented, &own).await.is_ok());
    }
    // The same in each release, or one would not find what the other stored.
    let keys: Vec<String> = glass.rows().into_iter().map(|[key, ..]| key).collect();
    assert_eq!(
        keys,
        [
            "PpFeGy9D_KiuQBvTAlUjZ-q0KzLW5-20EWa4LwoxRUc",
            "jMHZR6bakpYDql9LNDpvOpc6FRbyvV9mIgVy9q0B4vo"
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn a_store_that_fails_completes_nothing() {
    let script = Script::new([]).otherwise(connector(true));
    let client = script.client();
    let failing = attempts(Glass::default().failing("insert"));
    let result = failing.begin(&client, &account(), 1234, &session(SESSION)).await;
    assert_eq!(kind(result), "store");
    let failing = attempts(Glass::default().failing("claim_due"));
    assert_eq!(kind(failing.sweep(&client).await), "store");

    for call in ["get", "insert", "take"] {
        let glass = Glass::default();
        let started = Started::of(attempts(glass.clone()), false, []).await;
        let _ = started.script.clone().otherwise(connector(true));
        let glass = glass.failing(call);
        let error = started.complete().await.unwrap_err();
        assert_eq!(error.to_string(), "the store of attempts to connect can't be asked");
        let source = std::error::Error::source(&error).unwrap();
        assert_eq!(source.to_string(), "the store is on fire");
        glass.0.lock().unwrap().fails = None;
        assert!(started.complete().await.is_ok(), "after {call}");
    }
}

#[tokio::test(start_paused = true)]
async fn an_unreadable_record_is_an_error_and_not_a_panic() {
    let texts = [
        "",
        "null",
        "{}",
        "[1]",
        "\u{0}",
        r#"{"kind":"attempt"}"#,
        r#"{"kind":"other","account":"A","id":1234,"session":null,"was_authenticated":false,"begun":"2021-10-01T00:00:00Z","expires":"2021-10-01T00:15:00Z"}"#,
        r#"{"kind":"attempt","account":"","id":1234,"session":null,"was_authenticated":false,"begun":"2021-10-01T00:00:00Z","expires":"2021-10-01T00:15:00Z"}"#,
        r#"{"kind":"attempt","account":"A","id":-1,"session":null,"was_authenticated":false,"begun":"2021-10-01T00:00:00Z","expires":"2021-10-01T00:15:00Z"}"#,
        r#"{"kind":"attempt","account":"A","id":1234,"session":null,"was_authenticated":false,"begun":"2021-10-01T00:00:00Z","expires":"soon"}"#,
    ];
    for text in texts {
        let glass = Glass::default();
        let started = Started::of(attempts(glass.clone()), false, []).await;
        glass.put(text);
        assert_eq!(kind(started.complete().await), "store", "{text}");
    }
    // An error doesn't repeat what somebody else has put there.
    let glass = Glass::default();
    let started = Started::of(attempts(glass.clone()), false, []).await;
    glass.put(r#"["s3cr3t"]"#);
    let error = started.complete().await.unwrap_err();
    assert!(!format!("{error:?}").contains("s3cr3t"), "{error:?}");
    let source = std::error::Error::source(&error).unwrap();
    assert_eq!(source.to_string(), "an entry can't be read, line 1 column 9");

    let glass = Glass::default();
    let started = Started::of(attempts(glass.clone()), false, []).await;
    glass.put(r#"{"kind":"completion","at":"2021-10-01T00:00:00Z"}"#);
    assert_eq!(kind(started.complete().await), "unknown");
    // An invalid session hash belongs to no session.
    for hash in ["null", r#""""#, r#""AAAA""#] {
        let glass = Glass::default();
        let started = Started::of(attempts(glass.clone()), false, []).await;
        glass.put(&format!(
            r#"{{"kind":"attempt","account":"A","id":1,"session":{hash},"was_authenticated":false,"begun":"2021-10-01T00:00:00Z","expires":"2021-10-01T00:15:00Z"}}"#
        ));
        assert_eq!(kind(started.complete().await), "other session", "{hash}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_store_may_be_a_trait_object_that_is_shared() {
    let glass = Glass::default();
    let store: Arc<dyn AttemptStore> = Arc::new(glass.clone());
    let here = Attempts::new(Arc::clone(&store));
    let there = attempts(store).with_lifetime(Duration::from_secs(60));
    let started = Started::of(there, false, []).await;
    let _ = started.script.clone().otherwise(connector(true));
    assert_eq!(glass.len(), 1);
    let client = started.script.client();
    let presented = crate::attempt::returned(&started.text);
    assert!(here.complete(&client, presented, &session(SESSION)).await.is_ok());
    assert_eq!(kind(started.complete().await), "unknown");
}
