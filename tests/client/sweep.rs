//! What a sweep does with attempts that nobody completed.

use std::time::Duration;

use cyclr_oauth::client::AccountScope;
use cyclr_oauth::completion::{
    AttemptStore, Decision, Leftover, MemoryAttempts, StoreEntry, StoreFuture, Swept,
};
use cyclr_oauth::{AccountConnectorId, AccountId, AttemptError, Attempts, UtcTimestamp};

use crate::attempt::{SESSION, Started, attempts, connector, kind, last, returned, session};
use crate::attempt_store::Glass;
use crate::script::{Script, account, all, late, ok, status};

const UNDONE: &str = "PUT /v1.0/account/connectors/1234/deauthenticate";

async fn minutes(minutes: u64) {
    tokio::time::advance(Duration::from_secs(60 * minutes)).await;
}

async fn sweep(started: &Started) -> Swept {
    started.attempts.sweep(&started.script.client()).await.unwrap()
}

fn undone(script: &Script) -> usize {
    script.lines().iter().filter(|line| *line == UNDONE).count()
}

#[tokio::test(start_paused = true)]
async fn a_connection_that_nobody_completed_is_deauthenticated() {
    let started = Started::new(false, [connector(true), ok("{}")]).await;
    let begun = started.script.client().now();
    assert_eq!(sweep(&started).await.examined, 0, "it has time left");
    minutes(15).await;
    let swept = sweep(&started).await;
    assert_eq!((swept.examined, swept.refused.len(), swept.accepted.len()), (1, 1, 0));
    let left = &swept.refused[0];
    assert_eq!((&left.account, left.id, left.begun), (&account(), 1234.into(), begun));
    assert_eq!(undone(&started.script), 1);
    minutes(600).await;
    assert_eq!(sweep(&started).await.examined, 0, "once");
    assert_eq!(kind(started.complete().await), "unknown");
}

#[tokio::test(start_paused = true)]
async fn a_connection_that_existed_before_is_left_alone() {
    let started = Started::new(true, []).await;
    minutes(15).await;
    let swept = sweep(&started).await;
    assert_eq!((swept.examined, swept.refused.len()), (1, 0));
    assert_eq!(started.asked(), 0);
}

#[tokio::test(start_paused = true)]
async fn a_consent_that_comes_late_is_found_half_an_hour_later() {
    let then = [connector(false), connector(true), ok("{}")];
    let started = Started::new(false, then).await;
    minutes(15).await;
    assert_eq!(sweep(&started).await.refused.len(), 0);
    assert_eq!(kind(started.complete().await), "expired", "the user still hears of it");
    minutes(29).await;
    assert_eq!(sweep(&started).await.examined, 0);
    minutes(1).await;
    assert_eq!(sweep(&started).await.refused.len(), 1);
}

#[tokio::test(start_paused = true)]
async fn after_a_second_look_an_attempt_is_forgotten() {
    let glass = Glass::default();
    let then = [connector(false), connector(false)];
    let started = Started::of(attempts(glass.clone()), false, then).await;
    minutes(15).await;
    assert_eq!(sweep(&started).await.examined, 1);
    minutes(30).await;
    assert_eq!(sweep(&started).await.examined, 1);
    assert_eq!(glass.len(), 0);
}

#[tokio::test(start_paused = true)]
async fn a_connection_that_another_attempt_completed_is_left_alone() {
    let started = Started::new(false, []).await;
    let Started { script, attempts, .. } = &started;
    let client = script.client();
    minutes(5).await;
    let _ = script.clone().then([connector(false), connector(true)]);
    let _begun = attempts.begin(&client, &account(), 1234, &session(SESSION)).await.unwrap();
    let _ = attempts.complete(&client, returned(&last()), &session(SESSION)).await.unwrap();
    minutes(10).await;
    let swept = sweep(&started).await;
    assert_eq!((swept.examined, swept.refused.len(), undone(script)), (1, 0, 0));

    // The sweep looks at an attempt that begins after that.
    let _ = script.clone().then([connector(false)]);
    let _begun = attempts.begin(&client, &account(), 1234, &session(SESSION)).await.unwrap();
    minutes(15).await;
    let _ = script.clone().then([connector(true), ok("{}")]);
    assert_eq!(sweep(&started).await.refused.len(), 1);
}

#[tokio::test(start_paused = true)]
async fn an_account_connector_that_is_gone_is_forgotten() {
    let glass = Glass::default();
    let started = Started::of(attempts(glass.clone()), false, [status(404)]).await;
    minutes(15).await;
    let swept = sweep(&started).await;
    assert_eq!((swept.examined, swept.unfinished.is_none(), glass.len()), (1, true, 0));
}

#[tokio::test(start_paused = true)]
async fn an_attempt_is_due_again_if_cyclr_cannot_be_reached() {
    for then in [vec![status(403)], vec![connector(true), status(403)]] {
        let started = Started::new(false, then).await;
        minutes(15).await;
        let swept = sweep(&started).await;
        assert_eq!(swept.unfinished.unwrap().status().unwrap(), 403);
        assert_eq!((swept.examined, swept.refused.len()), (0, 0));
        let _ = started.script.clone().then([connector(true), ok("{}")]);
        minutes(9).await;
        assert_eq!(sweep(&started).await.examined, 0, "another may be at it");
        minutes(1).await;
        assert_eq!(sweep(&started).await.refused.len(), 1);
    }
}

async fn begin(started: &Started) {
    let _ = started.script.clone().then([connector(false)]);
    let client = started.script.client();
    let _begun =
        started.attempts.begin(&client, &account(), 1234, &session(SESSION)).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_failing_account_does_not_stop_a_sweep() {
    let started = Started::new(false, []).await;
    begin(&started).await;
    minutes(15).await;
    let _ = started.script.clone().then([status(403), connector(true), ok("{}")]);
    let swept = sweep(&started).await;
    assert_eq!(swept.unfinished.unwrap().status().unwrap(), 403);
    assert_eq!((swept.examined, swept.refused.len()), (1, 1));
}

#[tokio::test(start_paused = true)]
async fn an_account_without_an_access_token_does_not_stop_a_sweep() {
    let started = Started::new(false, []).await;
    let _ = started.script.clone().then([connector(false)]);
    let (client, other) = (started.script.client(), AccountId::new("other").unwrap());
    let _begun = started.attempts.begin(&client, &other, 1234, &session(SESSION)).await.unwrap();
    minutes(15).await;
    // Cyclr refuses the token of whichever account comes first.
    let script = started.script.clone().tokens([status(400)]).then([connector(true), ok("{}")]);
    let client = script.builder().account_tokens(true).build().unwrap();
    let swept = started.attempts.sweep(&client).await.unwrap();
    assert!(swept.unfinished.unwrap().to_string().contains("no access token"));
    assert_eq!((swept.examined, swept.refused.len()), (1, 1));
}

#[tokio::test(start_paused = true)]
async fn a_sweep_ends_if_cyclr_cannot_be_reached() {
    let started = Started::new(false, []).await;
    begin(&started).await;
    minutes(15).await;
    let script = started.script.clone().otherwise(status(503));
    let before = script.calls().len();
    let _ = script.client().account(&account()).connector(1234).await.unwrap_err();
    let of_one_call = script.calls().len() - before;
    let swept = sweep(&started).await;
    assert_eq!(swept.unfinished.unwrap().status().unwrap(), 503);
    assert_eq!(script.calls().len() - before, 2 * of_one_call);
}

#[tokio::test(start_paused = true)]
async fn a_full_account_can_still_cancel_and_be_swept() {
    let tight = || attempts(MemoryAttempts::default().per_account(1));
    let started = Started::of(tight(), false, [connector(true), ok("{}")]).await;
    minutes(15).await;
    assert_eq!(sweep(&started).await.refused.len(), 1);
    assert_eq!(undone(&started.script), 1);

    let started = Started::of(tight(), false, [connector(true), ok("{}")]).await;
    let client = started.script.client();
    let presented = returned(&started.text);
    let cancelled = started.attempts.cancel(&client, presented, &session(SESSION)).await.unwrap();
    assert!(cancelled.deauthenticated);
}

#[tokio::test(start_paused = true)]
async fn a_sweep_carries_out_a_refusal_that_failed() {
    let refuse = async |_: AccountScope, _: AccountConnectorId| Ok(Decision::Refuse);
    // Even for a connection that existed before, unless the attempt is then completed.
    for completes in [false, true] {
        let started = Started::new(true, [connector(true), status(403)]).await;
        let client = started.script.client();
        let presented = returned(&started.text);
        let result =
            started.attempts.complete_if(&client, presented, &session(SESSION), refuse).await;
        assert_eq!(kind(result), "cyclr");
        if completes {
            let _ = started.script.clone().then([connector(true)]);
            let _completed = started.complete().await.unwrap();
        }
        minutes(10).await;
        let _ = started.script.clone().then([connector(true), ok("{}")]);
        let swept = sweep(&started).await;
        assert_eq!((swept.examined, swept.refused.len()), (1, usize::from(!completes)));
    }
}

#[tokio::test(start_paused = true)]
async fn a_completion_protects_its_connection_from_a_late_sweep() {
    let started = Started::new(false, [connector(false)]).await;
    minutes(15).await;
    assert_eq!(sweep(&started).await.examined, 1);
    // Another attempt completes before the second look.
    begin(&started).await;
    let _ = started.script.clone().then([connector(true)]);
    let client = started.script.client();
    let _ = started.attempts.complete(&client, returned(&last()), &session(SESSION)).await.unwrap();
    minutes(85).await;
    // An insertion removes expired entries.
    begin(&started).await;
    let swept = sweep(&started).await;
    assert_eq!((swept.examined, swept.refused.len(), undone(&started.script)), (1, 0, 0));
}

#[tokio::test(start_paused = true)]
async fn a_claim_keeps_an_entry_until_it_is_due_again() {
    let store = MemoryAttempts::default();
    let now = Script::new([]).client().now();
    let at = |seconds| now.saturating_add(Duration::from_secs(seconds));
    let entry = |key, now| StoreEntry {
        key,
        value: "{}",
        account: "A",
        now,
        due: at(10),
        keep_until: at(20),
    };
    store.insert(entry("k", now)).await.unwrap();
    assert_eq!(store.claim_due(at(15), at(100), 10).await.unwrap().len(), 1);
    store.insert(entry("other", at(99))).await.unwrap();
    assert!(store.get("k").await.unwrap().is_some());
    store.insert(entry("another", at(101))).await.unwrap();
    assert!(store.get("k").await.unwrap().is_none());
}

#[tokio::test(start_paused = true)]
async fn the_application_may_accept_an_abandoned_connection() {
    let started = Started::new(false, [connector(true)]).await;
    minutes(15).await;
    let client = started.script.client();
    let now = client.now();
    let accept = async |scope: AccountScope, left: Leftover| {
        assert_eq!((scope.id(), &left.account, left.id.get()), (&account(), &account(), 1234));
        assert_eq!(left.begun.saturating_add(Duration::from_secs(15 * 60)), now);
        Ok(Decision::Accept)
    };
    let swept = started.attempts.sweep_if(&client, accept).await.unwrap();
    assert_eq!((swept.accepted.len(), swept.refused.len()), (1, 0));
    assert_eq!(undone(&started.script), 0);
}

#[tokio::test(start_paused = true)]
async fn an_entry_that_cannot_be_read_is_forgotten() {
    let glass = Glass::default();
    let client = Script::new([]).client();
    let now = client.now();
    let entry = StoreEntry { key: "k", value: "{", account: "A", now, due: now, keep_until: now };
    glass.insert(entry).await.unwrap();
    let swept = attempts(glass.clone()).sweep(&client).await.unwrap();
    assert_eq!((swept.examined, glass.len()), (0, 0));
}

/// A store that writes to nowhere: what was taken is still there, and what was claimed is still due.
struct Stale(Glass);

impl AttemptStore for Stale {
    fn insert<'a>(&'a self, entry: StoreEntry<'a>) -> StoreFuture<'a, ()> {
        self.0.insert(entry)
    }

    fn get<'a>(&'a self, key: &'a str) -> StoreFuture<'a, Option<String>> {
        self.0.get(key)
    }

    fn take<'a>(&'a self, key: &'a str) -> StoreFuture<'a, Option<String>> {
        self.0.get(key)
    }

    fn claim_due(
        &self,
        now: UtcTimestamp,
        _: UtcTimestamp,
        limit: usize,
    ) -> StoreFuture<'_, Vec<(String, String)>> {
        self.0.claim_due(now, now, limit)
    }
}

#[tokio::test(start_paused = true)]
async fn a_store_that_returns_what_was_claimed_does_not_keep_a_sweep_busy() {
    // What is done with: a connection to undo, one that was there before, one that is gone.
    let undo = vec![connector(true), ok("{}")];
    for (was, then) in [(false, undo), (true, vec![]), (false, vec![status(404)])] {
        let started = Started::of(attempts(Stale(Glass::default())), was, then).await;
        minutes(15).await;
        let result = started.attempts.sweep(&started.script.client()).await;
        let text = format!("{:?}", result.as_ref().unwrap_err());
        assert_eq!(kind(result), "store");
        assert!(text.contains("twice in one sweep"), "{text}");
    }

    // What stays: it is looked at twice, since its store remembers that much.
    let then = [connector(false), connector(false)];
    let started = Started::of(attempts(Stale(Glass::default())), false, then).await;
    minutes(60).await;
    assert_eq!(kind(started.attempts.sweep(&started.script.client()).await), "store");

    // What nobody can read.
    let glass = Glass::default();
    let client = Script::new([]).client();
    let now = client.now();
    let entry = StoreEntry { key: "k", value: "{", account: "A", now, due: now, keep_until: now };
    glass.insert(entry).await.unwrap();
    assert_eq!(kind(attempts(Stale(glass)).sweep(&client).await), "store");
}

#[tokio::test(start_paused = true)]
async fn a_late_sweep_looks_at_an_attempt_twice_and_ends() {
    let glass = Glass::default();
    let then = [connector(false), connector(true), ok("{}")];
    let started = Started::of(attempts(glass.clone()), false, then).await;
    minutes(60).await;
    let swept = sweep(&started).await;
    assert_eq!((swept.examined, swept.refused.len(), glass.len()), (2, 1, 0));
}

/// Accepts nothing that it may forget before it is due.
struct Strict(Glass);

impl AttemptStore for Strict {
    fn insert<'a>(&'a self, entry: StoreEntry<'a>) -> StoreFuture<'a, ()> {
        assert!(entry.now < entry.keep_until && entry.due <= entry.keep_until);
        self.0.insert(entry)
    }

    fn get<'a>(&'a self, key: &'a str) -> StoreFuture<'a, Option<String>> {
        self.0.get(key)
    }

    fn take<'a>(&'a self, key: &'a str) -> StoreFuture<'a, Option<String>> {
        self.0.take(key)
    }

    fn claim_due(
        &self,
        now: UtcTimestamp,
        until: UtcTimestamp,
        limit: usize,
    ) -> StoreFuture<'_, Vec<(String, String)>> {
        self.0.claim_due(now, until, limit)
    }
}

#[tokio::test(start_paused = true)]
async fn an_attempt_stays_until_a_sweep_has_looked_however_late() {
    for then in [vec![connector(true), ok("{}")], vec![connector(false), connector(false)]] {
        let started = Started::of(attempts(Strict(Glass::default())), false, then).await;
        minutes(30 * 24 * 60).await;
        sweep(&started).await;
    }
}

#[tokio::test(start_paused = true)]
async fn an_attempt_completed_while_a_sweep_looks_is_left_alone() {
    // The sweep's questions are answered late: the attempt is completed meanwhile.
    let started = Started::new(false, [connector(true), late(1, connector(true))]).await;
    let Started { script, attempts, text, .. } = &started;
    let client = script.client();
    let slow = async |_: AccountScope, _: AccountConnectorId| {
        tokio::time::sleep(Duration::from_secs(900)).await;
        Ok(Decision::Accept)
    };
    let own = session(SESSION);
    let complete = attempts.complete_if(&client, returned(text), &own, slow);
    let late_sweep = async {
        minutes(15).await;
        let refuse = async |_: AccountScope, _: Leftover| {
            minutes(10).await;
            Ok(Decision::Refuse)
        };
        attempts.sweep_if(&client, refuse).await.unwrap()
    };
    let (completed, swept) = tokio::join!(complete, late_sweep);
    assert!(completed.is_ok(), "{completed:?}");
    assert_eq!((swept.refused.len(), undone(script)), (0, 0));

    // The sweep has left a copy, which the next one forgets.
    minutes(11).await;
    assert_eq!((sweep(&started).await.refused.len(), undone(script)), (0, 0));
}

#[tokio::test(start_paused = true)]
async fn one_of_many_processes_sweeps_each_attempt() {
    let store = MemoryAttempts::default();
    let script = Script::new([]).otherwise(connector(false));
    let client = script.client();
    for _ in 0..50 {
        let attempts = attempts(store.clone());
        let _begun = attempts.begin(&client, &account(), 1234, &session(SESSION)).await.unwrap();
    }
    minutes(15).await;
    let before = script.calls().len();
    let _ = script.clone().otherwise(late(1, connector(false)));
    let swept = all((0..16).map(|_| {
        let (attempts, client) = (Attempts::new(store.clone()), client.clone());
        async move { attempts.sweep(&client).await.unwrap().examined }
    }))
    .await;
    assert_eq!(swept.iter().sum::<usize>(), 50, "{swept:?}");
    assert!(swept.iter().filter(|count| **count > 0).count() > 1, "{swept:?}");
    assert_eq!(script.calls().len() - before, 50);
}

#[tokio::test(start_paused = true)]
async fn a_cancelled_attempt_is_over() {
    let started = Started::new(false, [connector(false)]).await;
    let client = started.script.client();
    let presented = || returned(&started.text);
    let other = session("another session, as long");
    let result = started.attempts.cancel(&client, presented(), &other).await;
    assert_eq!(kind(result), "other session");
    let cancelled = started.attempts.cancel(&client, presented(), &session(SESSION)).await;
    assert!(!cancelled.unwrap().deauthenticated);
    assert_eq!(kind(started.complete().await), "unknown");
    let again = started.attempts.cancel(&client, presented(), &session(SESSION)).await;
    assert_eq!(kind(again), "unknown");

    // The sweep finds a later consent.
    minutes(15).await;
    let _ = started.script.clone().then([connector(true), ok("{}")]);
    assert_eq!(sweep(&started).await.refused.len(), 1);
}

#[tokio::test(start_paused = true)]
async fn cancelled_attempts_are_swept_each_and_belong_to_no_session() {
    let glass = Glass::default();
    let started = Started::of(attempts(glass.clone()), false, []).await;
    let Started { script, attempts, .. } = &started;
    let client = script.client();
    let _ = script.clone().then([connector(false), connector(false), connector(false)]);
    let _begun = attempts.begin(&client, &account(), 1234, &session(SESSION)).await.unwrap();
    for text in [&started.text, &last()] {
        attempts.cancel(&client, returned(text), &session(SESSION)).await.unwrap();
    }
    let rows = glass.rows();
    assert_eq!(rows.len(), 2);
    for [_, value, _] in rows {
        assert!(value.contains(r#""session":null"#), "{value}");
    }
    minutes(15).await;
    let _ = script.clone().then([connector(false), connector(false)]);
    assert_eq!(sweep(&started).await.examined, 2);
}

#[tokio::test(start_paused = true)]
async fn cancelling_undoes_a_consent_that_has_come_meanwhile() {
    let started = Started::new(false, [connector(true), ok("{}")]).await;
    let client = started.script.client();
    let presented = returned(&started.text);
    let cancelled = started.attempts.cancel(&client, presented, &session(SESSION)).await.unwrap();
    assert!(cancelled.deauthenticated && !cancelled.was_authenticated_before);
    assert_eq!((&cancelled.account, cancelled.id), (&account(), 1234.into()));
    assert_eq!(undone(&started.script), 1);

    // An existing connection stays.
    let started = Started::new(true, []).await;
    let client = started.script.client();
    let presented = returned(&started.text);
    let cancelled = started.attempts.cancel(&client, presented, &session(SESSION)).await.unwrap();
    assert!(!cancelled.deauthenticated && cancelled.was_authenticated_before);
    assert_eq!(started.asked(), 0);
}

#[tokio::test(start_paused = true)]
async fn cancelling_leaves_what_another_attempt_completed() {
    let started = Started::new(false, []).await;
    let Started { script, attempts, .. } = &started;
    let client = script.client();
    minutes(1).await;
    let _ = script.clone().then([connector(false), connector(true), connector(true)]);
    let _begun = attempts.begin(&client, &account(), 1234, &session(SESSION)).await.unwrap();
    let _ = attempts.complete(&client, returned(&last()), &session(SESSION)).await.unwrap();
    let first = returned(&started.text);
    let cancelled = attempts.cancel(&client, first, &session(SESSION)).await.unwrap();
    assert!(!cancelled.deauthenticated);
    assert_eq!(undone(script), 0);
}

#[tokio::test(start_paused = true)]
async fn cancelling_too_late_undoes_nothing() {
    let started = Started::new(false, []).await;
    minutes(15).await;
    let client = started.script.client();
    let presented = returned(&started.text);
    let result = started.attempts.cancel(&client, presented, &session(SESSION)).await;
    assert!(matches!(result, Err(AttemptError::Expired)), "{result:?}");
}

#[test]
fn the_futures_may_be_moved_between_threads() {
    fn is_send<T: Send>(value: T) -> T {
        value
    }
    let script = Script::at_once([]);
    let (client, own) = (script.client(), session(SESSION));
    let attempts = attempts(MemoryAttempts::default());
    let text = "AAAAAAAAAAAAAAAAAAAAAA";
    // What a handler borrows from its state.
    let database = String::new();
    let decide = async |scope: AccountScope, id: AccountConnectorId| {
        let is_known = scope.connector(id).await?.authenticated && database.is_empty();
        Ok(if is_known { Decision::Accept } else { Decision::Refuse })
    };
    drop(is_send(attempts.begin(&client, &account(), 1, &own)));
    drop(is_send(attempts.complete(&client, returned(text), &own)));
    drop(is_send(async { attempts.complete_if(&client, returned(text), &own, decide).await }));
    drop(is_send(attempts.check(&client, returned(text), &own)));
    drop(is_send(attempts.cancel(&client, returned(text), &own)));
    drop(is_send(attempts.sweep(&client)));
    let refuse = async |scope: AccountScope, left: Leftover| {
        scope.connector(left.id).await?;
        Ok(if database.is_empty() { Decision::Refuse } else { Decision::Accept })
    };
    drop(is_send(async { attempts.sweep_if(&client, refuse).await }));
}
