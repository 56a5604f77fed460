//! From the beginning of an attempt to connect to its one completion.

use std::fmt::Debug;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use cyclr_oauth::completion::{AttemptStore, Completed, MemoryAttempts};
use cyclr_oauth::{AttemptError, Attempts, ConnectAttempt, blocking};

use crate::attempt_store::Glass;
use crate::script::{Outcome, Script, account, all, ok, status};

pub(crate) const SESSION: &str = "the session's cookie";

pub(crate) fn attempt() -> ConnectAttempt {
    ConnectAttempt::new(&account(), 1234, SESSION)
}

pub(crate) fn connector(authenticated: bool) -> Outcome {
    ok(format!(
        r#"{{"Id":1234,"Name":"Docusign","AuthValue":null,"Authenticated":{authenticated},"Connector":{{"Id":77}}}}"#
    ))
}

/// An attempt that has begun, and what Cyclr says from then on.
pub(crate) struct Begun<S = MemoryAttempts> {
    pub(crate) script: Script,
    attempts: Attempts<S>,
    pub(crate) text: String,
}

impl Begun {
    async fn new(was: bool, then: impl IntoIterator<Item = Outcome>) -> Self {
        Self::of(&attempt(), Attempts::in_memory(), was, then).await
    }
}

impl<S: AttemptStore> Begun<S> {
    pub(crate) async fn of(
        attempt: &ConnectAttempt,
        attempts: Attempts<S>,
        was: bool,
        then: impl IntoIterator<Item = Outcome>,
    ) -> Self {
        let script = Script::new(std::iter::once(connector(was)).chain(then));
        attempts.begin(attempt, &script.client()).await.unwrap();
        Self { script, attempts, text: attempt.expose_secret().to_owned() }
    }

    pub(crate) async fn complete(&self) -> Result<Completed, AttemptError> {
        self.complete_as(SESSION).await
    }

    async fn complete_as(&self, session: &str) -> Result<Completed, AttemptError> {
        self.present(&self.text, session).await
    }

    pub(crate) async fn present(
        &self,
        presented: &str,
        session: &str,
    ) -> Result<Completed, AttemptError> {
        let client = self.script.client();
        self.attempts.complete(presented, session, &client).await
    }

    async fn check(&self) -> Result<bool, AttemptError> {
        let client = self.script.client();
        self.attempts.check(&self.text, SESSION, &client).await
    }

    /// How often Cyclr was asked since the beginning.
    fn asked(&self) -> usize {
        self.script.calls().len() - 1
    }
}

/// The name of the error.
pub(crate) fn kind<T: Debug>(result: Result<T, AttemptError>) -> &'static str {
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

#[tokio::test(start_paused = true)]
async fn a_completion_says_whether_anything_has_changed() {
    for was in [false, true] {
        let begun = Begun::new(was, [connector(true)]).await;
        let completed = begun.complete().await.unwrap();
        assert_eq!(completed.account, account());
        assert_eq!(completed.id, 1234.into());
        assert_eq!(completed.was_authenticated, was);
        assert_eq!(completed.state.name, "Docusign");
        let call = "GET /v1.0/account/connectors/1234";
        assert_eq!(begun.script.lines(), [call, call]);
    }
}

#[tokio::test(start_paused = true)]
async fn an_attempt_is_completed_once() {
    let begun = Begun::new(false, [connector(true)]).await;
    begun.complete().await.unwrap();
    assert_eq!(kind(begun.complete().await), "unknown");
    assert_eq!(kind(begun.complete_as("another session").await), "unknown");
    assert_eq!(kind(begun.check().await), "unknown");
    assert_eq!(begun.asked(), 1, "what is over is not asked about");
}

#[tokio::test(start_paused = true)]
async fn of_many_at_once_one_completes_an_attempt() {
    let begun = Begun::new(false, []).await;
    let _ = begun.script.clone().otherwise(connector(true));
    let begun = Arc::new(begun);
    let results = all((0..64).map(|_| {
        let begun = Arc::clone(&begun);
        async move { begun.complete().await }
    }))
    .await;
    assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1);
    assert!(results.into_iter().filter(Result::is_err).all(|it| kind(it) == "unknown"));
}

#[test]
fn of_many_threads_one_completes_an_attempt() {
    for _ in 0..50 {
        let script = Script::at_once([]).otherwise(connector(true));
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
    let script = Script::at_once([connector(false), connector(false), connector(true)])
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

#[tokio::test(start_paused = true)]
async fn what_cyclr_does_not_confirm_is_not_completed_and_stays() {
    let begun = Begun::new(false, [connector(false), connector(false), connector(true)]).await;
    assert_eq!(kind(begun.complete().await), "not authenticated");
    assert_eq!(kind(begun.complete().await), "not authenticated");
    assert!(begun.complete().await.is_ok());
}

#[tokio::test(start_paused = true)]
async fn while_cyclr_cannot_be_asked_nothing_is_lost() {
    for fault in [status(403), status(400), ok("<html>")] {
        let begun = Begun::new(false, [fault, connector(true)]).await;
        assert_eq!(kind(begun.complete().await), "cyclr");
        assert!(begun.complete().await.is_ok());
    }
    // Tried again until the client gives up.
    let begun = Begun::new(false, []).await;
    let script = begun.script.clone().otherwise(Outcome::Never);
    assert_eq!(kind(begun.complete().await), "cyclr");
    let _ = script.otherwise(connector(true));
    assert!(begun.complete().await.is_ok());
}

#[tokio::test(start_paused = true)]
async fn an_attempt_does_not_begin_unless_cyclr_knows_the_connector() {
    let script = Script::new([status(404)]).otherwise(connector(true));
    let (attempts, client, attempt) = (Attempts::in_memory(), script.client(), attempt());
    let error = attempts.begin(&attempt, &client).await.unwrap_err();
    assert!(matches!(&error, AttemptError::Cyclr(error) if error.is_not_found()), "{error:?}");
    let result = attempts.complete(attempt.expose_secret(), SESSION, &client).await;
    assert_eq!(kind(result), "unknown");
}

#[tokio::test(start_paused = true)]
async fn only_its_own_session_completes_an_attempt() {
    let begun = Begun::new(false, [connector(true)]).await;
    let (half, double) = (&SESSION[..10], SESSION.repeat(2));
    for session in ["", " ", "another", half, &double, &SESSION.to_uppercase()] {
        match begun.complete_as(session).await.unwrap_err() {
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
    assert!(begun.complete().await.is_ok(), "and do no harm");
}

#[tokio::test(start_paused = true)]
async fn an_attempt_without_a_session_is_never_completed() {
    let attempt = ConnectAttempt::new(&account(), 1234, "");
    let begun = Begun::of(&attempt, Attempts::in_memory(), false, []).await;
    for session in ["", SESSION] {
        assert_eq!(kind(begun.complete_as(session).await), "other session");
    }
}

#[tokio::test(start_paused = true)]
async fn anything_but_an_attempt_is_unknown_and_cyclr_is_not_asked() {
    let glass = Glass::default();
    let begun = Begun::of(&attempt(), Attempts::new(glass.clone()), false, []).await;
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
        assert_eq!(kind(begun.present(&presented, SESSION).await), "unknown", "{presented:.40}");
    }
    assert_eq!(begun.asked(), 0);
    // The store is asked for those that could be one.
    assert_eq!(glass.gets(), 1);
}

#[tokio::test(start_paused = true)]
async fn an_attempt_ends_with_its_time() {
    let minutes = |minutes: u64| Duration::from_secs(60 * minutes);
    let attempts = [(attempt(), minutes(15)), (attempt().with_lifetime(minutes(2)), minutes(2))];
    for (attempt, lifetime) in attempts {
        assert_eq!(attempt.lifetime(), lifetime);
        let begun = Begun::of(&attempt, Attempts::in_memory(), false, [connector(false)]).await;
        tokio::time::advance(lifetime - Duration::from_nanos(1)).await;
        assert_eq!(kind(begun.complete().await), "not authenticated");
        assert_eq!(kind(begun.complete_as("another").await), "other session");
        tokio::time::advance(Duration::from_nanos(1)).await;
        assert_eq!(kind(begun.complete().await), "expired");
        assert_eq!(kind(begun.check().await), "expired");
        assert_eq!(kind(begun.complete_as("another").await), "expired");
        assert_eq!(begun.asked(), 1);
    }
    let forever = attempt().with_lifetime(Duration::MAX);
    let begun = Begun::of(&forever, Attempts::in_memory(), false, [connector(true)]).await;
    tokio::time::advance(minutes(60 * 24 * 365 * 100)).await;
    assert!(begun.complete().await.is_ok());
}

#[tokio::test(start_paused = true)]
async fn a_check_is_true_only_of_what_has_changed_and_changes_nothing() {
    let begun = Begun::new(false, [connector(false), connector(true), connector(true)]).await;
    assert!(!begun.check().await.unwrap());
    assert!(begun.check().await.unwrap());
    assert!(begun.complete().await.is_ok());

    // It looks as it did.
    let begun = Begun::new(true, [connector(true), connector(true)]).await;
    assert!(!begun.check().await.unwrap());
    assert!(begun.complete().await.unwrap().was_authenticated);

    let begun = Begun::new(false, [status(403)]).await;
    assert_eq!(kind(begun.check().await), "cyclr");
}
