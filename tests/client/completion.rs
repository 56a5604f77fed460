//! An attempt from its beginning to its one completion.

use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Waker};
use std::thread;
use std::time::Duration;

use cyclr_oauth::api::Body;
use cyclr_oauth::client::Clock;
use cyclr_oauth::completion::{BoxError, Decision, InvalidPath, MemoryAttempts};
use cyclr_oauth::{
    AttemptError, Attempts, Client, HttpTransport, TransportError, UtcTimestamp, blocking,
};
use http::{Request, Response};
use tokio::task::JoinSet;

use crate::attempt::{SESSION, Started, attempts, connector, kind, last, returned, session};
use crate::attempt_store::Glass;
use crate::script::{Outcome, Script, account, all, configured, ok, status};

#[tokio::test(start_paused = true)]
async fn a_completion_says_whether_anything_has_changed() {
    for was in [false, true] {
        let started = Started::new(was, [connector(true)]).await;
        assert_eq!(started.begun.state().authenticated, was);
        let completed = started.complete().await.unwrap();
        assert_eq!(completed.account, account());
        assert_eq!(completed.id, 1234.into());
        assert_eq!(completed.was_authenticated_before, was);
        assert_eq!(completed.state.name, "Docusign");
        let call = "GET /v1.0/account/connectors/1234";
        assert_eq!(started.script.lines(), [call, call]);
    }
}

#[tokio::test(start_paused = true)]
async fn an_attempt_is_completed_once() {
    let started = Started::new(false, [connector(true)]).await;
    assert!(started.complete().await.is_ok());
    assert_eq!(kind(started.complete().await), "unknown");
    assert_eq!(kind(started.complete_as("another session, as long").await), "unknown");
    assert!(!started.check().await.unwrap());
    assert_eq!(started.asked(), 1, "what is over is not asked about");
}

#[tokio::test(start_paused = true)]
async fn of_many_at_once_one_completes_an_attempt() {
    let started = Started::new(false, []).await;
    let _ = started.script.clone().otherwise(connector(true));
    let started = Arc::new(started);
    let results = all((0..64).map(|_| {
        let started = Arc::clone(&started);
        async move { started.complete().await }
    }))
    .await;
    assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1);
    assert!(results.into_iter().filter(Result::is_err).all(|it| kind(it) == "unknown"));
}

/// A Cyclr in which every account connector is authenticated.
struct Authenticated;

impl HttpTransport for Authenticated {
    async fn send(
        &self,
        request: Request<Body>,
        max: usize,
    ) -> Result<Response<Body>, TransportError> {
        tokio::task::yield_now().await;
        let answer = match request.uri().path() {
            "/oauth/token" => r#"{"access_token":"t0k3n","expires_in":1209599}"#,
            _ => r#"{"Id":1234,"Name":"Docusign","Authenticated":true,"Connector":{"Id":77}}"#,
        };
        let mut body = Body::default();
        body.push(answer.as_bytes(), max)?;
        Ok(Response::new(body))
    }
}

/// A clock that doesn't advance.
struct Still;

impl Clock for Still {
    fn now(&self) -> UtcTimestamp {
        "2021-10-01T00:00:00Z".parse().unwrap()
    }

    fn monotonic(&self) -> Duration {
        Duration::ZERO
    }

    async fn sleep(&self, _: Duration) {
        std::future::pending().await
    }
}

pub(crate) fn authenticated() -> Client {
    configured(Client::with_transport(Authenticated, Still)).build().unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_64_returns_of_each_of_1000_attempts_one_completes_it() {
    let client = authenticated();
    let store = MemoryAttempts::with_capacity(10_000).per_account(10_000);
    let attempts = attempts(store);
    let mut texts = Vec::new();
    for _ in 0..1000 {
        let begun = attempts.begin(&client, &account(), 1234, &session(SESSION)).await.unwrap();
        texts.push((last(), AtomicUsize::new(0)));
        drop(begun);
    }
    let texts = Arc::new(texts);
    let mut tasks = JoinSet::new();
    for _ in 0..64 {
        let (attempts, client, texts) = (attempts.clone(), client.clone(), Arc::clone(&texts));
        tasks.spawn(async move {
            let session = session(SESSION);
            for (text, completions) in &*texts {
                match attempts.complete(&client, returned(text), &session).await {
                    Ok(_) => drop(completions.fetch_add(1, Ordering::SeqCst)),
                    Err(AttemptError::Unknown) => {}
                    Err(other) => panic!("{other:?}"),
                }
            }
        });
    }
    tasks.join_all().await;
    let completions: Vec<_> = texts.iter().map(|(_, it)| it.load(Ordering::SeqCst)).collect();
    assert_eq!(completions, [1; 1000]);
}

#[test]
fn of_many_threads_one_completes_an_attempt() {
    for _ in 0..50 {
        let script = Script::at_once([connector(false), crate::attempt::sign_in_token()])
            .otherwise(connector(true));
        let (attempts, client) = (blocking::Attempts::in_memory(), script.blocking());
        let text = begin_blocking(&attempts, &client);
        let complete = || attempts.complete(&client, returned(&text), &session(SESSION)).is_ok();
        let done = thread::scope(|scope| {
            let threads: Vec<_> = (0..8).map(|_| scope.spawn(complete)).collect();
            threads.into_iter().map(|it| usize::from(it.join().unwrap())).sum::<usize>()
        });
        assert_eq!(done, 1);
    }
}

fn begin_blocking(attempts: &blocking::Attempts, client: &blocking::Client) -> String {
    let begun = attempts.begin(client, &account(), 1234, &session(SESSION)).unwrap();
    let page = cyclr_oauth::TargetOrigin::from_static("https://portal.example");
    let answer = begun.popup::<String>("ann", &page).unwrap();
    let json: serde_json::Value = serde_json::from_str(answer.body()).unwrap();
    json["message"].as_str().unwrap().to_owned()
}

#[test]
fn the_blocking_attempts_do_as_the_async_ones_do() {
    let script = Script::at_once([
        connector(false),
        crate::attempt::sign_in_token(),
        connector(false),
        connector(true),
        connector(true),
        connector(true),
    ]);
    let (attempts, client) = (blocking::Attempts::in_memory(), script.blocking());
    let session = session(SESSION);
    let text = begin_blocking(&attempts, &client);
    assert!(!attempts.check(&client, returned(&text), &session).unwrap());
    assert!(attempts.check(&client, returned(&text), &session).unwrap());
    let other = crate::attempt::session("another session, as long");
    assert_eq!(kind(attempts.complete(&client, returned(&text), &other)), "other session");
    let undecided = |_, _| Err("the method failed".into());
    let result = attempts.complete_if(&client, returned(&text), &session, undecided);
    assert_eq!(kind(result), "undecided");
    let completed = attempts.complete(&client, returned(&text), &session).unwrap();
    assert!(!completed.was_authenticated_before);
    assert_eq!(kind(attempts.complete(&client, returned(&text), &session)), "unknown");
    assert_eq!(kind(attempts.cancel(&client, returned(&text), &session)), "unknown");
    assert_eq!(attempts.sweep(&client).unwrap().examined, 0);
}

#[test]
fn blocking_attempts_redirect_expire_and_are_swept() {
    let first = [connector(false), crate::attempt::sign_in_token(), connector(true)];
    let script = Script::at_once(first.into_iter().chain([connector(false), connector(false)]));
    let attempts = blocking::Attempts::in_memory().with_lifetime(Duration::ZERO);
    let (client, account, session) = (script.blocking(), account(), session(SESSION));
    let begun = attempts.begin(&client, &account, 1234, &session).unwrap();
    let page = cyclr_oauth::TargetOrigin::from_static("https://portal.example/done");
    let answer = begun.redirect::<String>("ann", &page).unwrap();
    assert_eq!(answer.status(), 303);
    let accept = |_, _| Ok(Decision::Accept);
    let swept = attempts.sweep_if(&client, accept).unwrap();
    assert_eq!((swept.examined, swept.accepted.len()), (1, 1));
    drop(attempts.begin(&client, &account, 1234, &session).unwrap());
    assert_eq!(attempts.sweep(&client).unwrap().examined, 1);
}

#[tokio::test(start_paused = true)]
async fn a_connection_that_cyclr_does_not_confirm_is_not_completed_and_stays() {
    let then = [connector(false), connector(false), connector(true)];
    let started = Started::new(false, then).await;
    assert_eq!(kind(started.complete().await), "not authenticated");
    assert_eq!(kind(started.complete().await), "not authenticated");
    assert!(started.complete().await.is_ok());
}

#[tokio::test(start_paused = true)]
async fn while_cyclr_cannot_be_asked_nothing_is_lost() {
    for fault in [status(403), status(400), ok("<html>")] {
        let started = Started::new(false, [fault, connector(true)]).await;
        assert_eq!(kind(started.complete().await), "cyclr");
        assert!(started.complete().await.is_ok());
    }
    // The client retries until it gives up.
    let started = Started::new(false, []).await;
    let script = started.script.clone().otherwise(Outcome::Never);
    assert_eq!(kind(started.complete().await), "cyclr");
    let _ = script.otherwise(connector(true));
    assert!(started.complete().await.is_ok());
}

#[tokio::test(start_paused = true)]
async fn an_attempt_does_not_begin_unless_cyclr_knows_the_connector() {
    let script = Script::new([status(404)]).otherwise(connector(true));
    let (attempts, client) = (attempts(MemoryAttempts::default()), script.client());
    let error = attempts.begin(&client, &account(), 1234, &session(SESSION)).await.unwrap_err();
    assert!(matches!(&error, AttemptError::Cyclr(error) if error.is_not_found()), "{error:?}");
    assert_eq!(error.status(), 404);
    // The random bits were not even requested.
    let result = attempts.complete(&client, returned(&last()), &session(SESSION)).await;
    assert_eq!(kind(result), "unknown");
}

#[tokio::test(start_paused = true)]
async fn only_its_own_session_completes_an_attempt() {
    let started = Started::new(false, [connector(true)]).await;
    let (half, double) = (&SESSION[..17], SESSION.repeat(2));
    for session in ["another session of another", half, &double, &SESSION.to_uppercase()] {
        match started.complete_as(session).await.unwrap_err() {
            AttemptError::OtherSession { account: of, id, was_authenticated_before } => {
                let is = (of, id, was_authenticated_before);
                assert_eq!(is, (account(), 1234.into(), false), "{session}");
            }
            other => panic!("{session}: {other:?}"),
        }
    }
    assert_eq!(started.asked(), 0, "others learn nothing of how it stands");
    assert!(started.complete().await.is_ok(), "and do no harm");
}

#[tokio::test(start_paused = true)]
async fn a_stranger_cannot_distinguish_an_attempt_from_none() {
    let started = Started::new(false, []).await;
    let stranger = "the session of somebody else";
    let none = started.present("AAAAAAAAAAAAAAAAAAAAAA", stranger).await.unwrap_err();
    let other = started.complete_as(stranger).await.unwrap_err();
    tokio::time::advance(Duration::from_secs(15 * 60)).await;
    let expired = started.complete_as(stranger).await.unwrap_err();
    assert!(matches!(none, AttemptError::Unknown), "{none:?}");
    assert!(matches!(other, AttemptError::OtherSession { .. }), "{other:?}");
    assert!(matches!(expired, AttemptError::Unknown), "{expired:?}");
    for error in [none, other, expired] {
        assert_eq!(error.status(), 403);
        assert_eq!(
            error.public_message(),
            "This page can't be used again. Check your connections."
        );
    }
    // Nor by the check of the page's script.
    let started = Started::new(false, []).await;
    let client = started.script.client();
    for text in ["AAAAAAAAAAAAAAAAAAAAAA", &started.text] {
        let stranger = session(stranger);
        assert!(!started.attempts.check(&client, returned(text), &stranger).await.unwrap());
    }
    assert_eq!(started.asked(), 0);
}

#[tokio::test(start_paused = true)]
async fn each_outcome_has_its_own_status() {
    let started = Started::new(false, [connector(false), status(403), status(404)]).await;
    for (status, message) in [
        (
            409,
            "You are not connected. If you have just allowed access, reload this page; otherwise, connect again.",
        ),
        (503, "We can't find out whether you are connected. Try again in a minute."),
        (404, "There is no such connection in your account."),
    ] {
        let error = started.complete().await.unwrap_err();
        assert_eq!((error.status().as_u16(), error.public_message()), (status, message));
    }
    tokio::time::advance(Duration::from_secs(15 * 60)).await;
    let expired = started.complete().await.unwrap_err();
    assert_eq!(expired.status(), 410);
    assert_eq!(expired.public_message(), "That took too long. Connect again.");
    let glass = Glass::default();
    let started = Started::of(attempts(glass.clone()), false, []).await;
    let _glass = glass.failing("get");
    assert_eq!(started.complete().await.unwrap_err().status(), 503);
}

#[tokio::test(start_paused = true)]
async fn debug_says_which_attempt_it_is_and_nothing_that_completes_it() {
    let started = Started::new(false, []).await;
    let Started { attempts, begun, script, .. } = &started;
    let (client, account, session) = (script.client(), account(), session(SESSION));
    let another = attempts.begin(&client, &account, 1234, &session);
    insta::assert_snapshot!(format!("{attempts:?}\n{begun:?}\n{another:?}"), @r#"
    Attempts { lifetime: 900s, .. }
    Begun { account: AccountId("Acme-42"), id: AccountConnectorId(1234), expires: UtcTimestamp(2021-10-01T00:15:00Z), .. }
    AttemptFuture { .. }
    "#);
}

#[tokio::test(start_paused = true)]
async fn an_attempt_that_never_began_is_unknown_and_cyclr_is_not_asked() {
    let glass = Glass::default();
    let started = Started::of(attempts(glass.clone()), false, []).await;
    let reversed: String = started.text.chars().rev().collect();
    for presented in [&started.text.replace('A', "B"), &reversed] {
        assert_eq!(kind(started.present(presented, SESSION).await), "unknown", "{presented}");
    }
    assert_eq!(started.asked(), 0);
    assert_eq!(glass.gets(), 2);
}

#[tokio::test(start_paused = true)]
async fn an_attempt_expires() {
    let minutes = |minutes: u64| Duration::from_secs(60 * minutes);
    for (lifetime, set) in [(minutes(15), false), (minutes(2), true)] {
        let of = attempts(MemoryAttempts::default());
        let of = if set { of.with_lifetime(lifetime) } else { of };
        let started = Started::of(of, false, [connector(false)]).await;
        tokio::time::advance(lifetime - Duration::from_nanos(1)).await;
        assert_eq!(kind(started.complete().await), "not authenticated");
        assert_eq!(kind(started.complete_as("another session, as long").await), "other session");
        tokio::time::advance(Duration::from_nanos(1)).await;
        assert_eq!(kind(started.complete().await), "expired");
        assert!(!started.check().await.unwrap());
        assert_eq!(kind(started.complete_as("another session, as long").await), "unknown");
        assert_eq!(started.asked(), 1);
    }
    let forever = attempts(MemoryAttempts::default()).with_lifetime(Duration::MAX);
    let started = Started::of(forever, false, [connector(true)]).await;
    tokio::time::advance(minutes(60 * 24 * 365 * 100)).await;
    assert!(started.complete().await.is_ok());
}

#[tokio::test(start_paused = true)]
async fn a_check_is_true_only_of_what_has_changed_and_changes_nothing() {
    let then = [connector(false), connector(true), connector(true)];
    let started = Started::new(false, then).await;
    assert!(!started.check().await.unwrap());
    assert!(started.check().await.unwrap());
    assert!(started.complete().await.is_ok());

    // Cyclr's response is the same as before.
    let started = Started::new(true, [connector(true), connector(true)]).await;
    assert!(!started.check().await.unwrap());
    assert!(started.complete().await.unwrap().was_authenticated_before);

    let started = Started::new(false, [status(403), status(404)]).await;
    assert_eq!(kind(started.check().await), "cyclr");
    assert!(!started.check().await.unwrap(), "the account connector is gone");
}

#[tokio::test(start_paused = true)]
async fn the_application_refuses_before_the_connection_counts() {
    let started = Started::new(true, [connector(true), ok("{}"), connector(true)]).await;
    let client = started.script.client();
    let refuse = async |scope: cyclr_oauth::client::AccountScope, id| {
        assert_eq!((scope.id(), id), (&account(), 1234.into()));
        Ok(Decision::Refuse)
    };
    let presented = returned(&started.text);
    let result = started.attempts.complete_if(&client, presented, &session(SESSION), refuse).await;
    let error = result.unwrap_err();
    assert!(
        matches!(&error, AttemptError::Refused { account: of, id } if *of == account() && id.get() == 1234),
        "{error:?}"
    );
    assert_eq!(error.status(), 409);
    let undone = "PUT /v1.0/account/connectors/1234/deauthenticate";
    assert_eq!(started.script.lines().last().unwrap(), undone);
    assert_eq!(kind(started.complete().await), "unknown", "a refused attempt is over");
}

#[tokio::test(start_paused = true)]
async fn a_refusal_that_cyclr_does_not_hear_of_leaves_the_attempt() {
    let then = [connector(true), status(403), connector(true), ok("{}")];
    let started = Started::new(false, then).await;
    let client = started.script.client();
    for expected in ["cyclr", "refused"] {
        let (presented, session) = (returned(&started.text), session(SESSION));
        // Also with a closure that returns a future.
        let refuse = |_, _| async { Ok(Decision::Refuse) };
        let result = started.attempts.complete_if(&client, presented, &session, refuse).await;
        assert_eq!(kind(result), expected);
    }
}

#[tokio::test(start_paused = true)]
async fn an_application_that_cannot_decide_leaves_the_attempt() {
    let started = Started::new(false, [connector(true), connector(true)]).await;
    let client = started.script.client();
    let fail = async |_, _| -> Result<Decision, BoxError> { Err("no method".into()) };
    let (presented, own) = (returned(&started.text), session(SESSION));
    let error = started.attempts.complete_if(&client, presented, &own, fail).await.unwrap_err();
    assert_eq!(error.status(), 503);
    assert_eq!(std::error::Error::source(&error).unwrap().to_string(), "no method");
    assert!(started.complete().await.is_ok());
}

#[tokio::test(start_paused = true)]
async fn nothing_is_decided_about_an_attempt_that_cannot_be_completed() {
    let started = Started::new(false, [connector(false)]).await;
    let client = started.script.client();
    let never = async |_, _| panic!("asked");
    for (id, expected) in
        [("another session, as long", "other session"), (SESSION, "not authenticated")]
    {
        let presented = returned(&started.text);
        let result = started.attempts.complete_if(&client, presented, &session(id), never).await;
        assert_eq!(kind(result), expected);
    }
}

#[tokio::test(start_paused = true)]
async fn the_user_is_redirected_to_an_address_without_the_attempt() {
    let started = Started::new(false, [connector(true)]).await;
    let completed = started.complete().await.unwrap();
    for path in ["/", "/connections", "/c?done=1&x=cyclr_attempt#top", "/a//b", "/%C3%BC"] {
        let answer: Response<String> = completed.see_other(path).unwrap();
        assert_eq!(answer.status(), 303);
        assert_eq!(answer.headers()["location"], path);
        assert_eq!(answer.headers()["cache-control"], "no-store");
        assert_eq!(answer.headers()["referrer-policy"], "no-referrer");
    }
    for path in [
        "",
        "connections",
        "//evil.example",
        "/\\evil.example",
        "\\/evil.example",
        "/\t/evil.example",
        "/\r\nset-cookie: a=b",
        "/ü",
        "/a b",
        "https://evil.example/",
        "?x",
        "#x",
        "/done?cyclr_attempt=AAAAAAAAAAAAAAAAAAAAAA",
        "/done?a=b&cyclr%5Fattempt=x",
    ] {
        assert_eq!(completed.see_other::<()>(path).unwrap_err(), InvalidPath, "{path:?}");
    }
    assert!(InvalidPath.to_string().starts_with("not a path of this origin: write "));
}

/// Polls a future a number of times, and drops it.
pub(crate) fn poll_and_drop<T>(work: impl Future<Output = T>, polls: usize) -> Option<T> {
    let mut work = pin!(work);
    let mut context = Context::from_waker(Waker::noop());
    for _ in 0..polls {
        if let std::task::Poll::Ready(done) = work.as_mut().poll(&mut context) {
            return Some(done);
        }
    }
    None
}

#[test]
fn a_future_that_is_dropped_at_any_poll_leaves_a_usable_state() {
    let client = authenticated();
    let session = session(SESSION);
    let begin = |attempts: &Attempts| {
        poll_and_drop(attempts.begin(&client, &account(), 1234, &session), 1000).unwrap().unwrap()
    };
    let mut ended = 0;
    for polls in 0..40 {
        // A store that yields to other tasks before each of its calls.
        let attempts = attempts(Glass::default().yielding());
        let dropped = poll_and_drop(attempts.begin(&client, &account(), 1234, &session), polls);
        let begun = begin(&attempts);
        drop((dropped, begun));
        let text = last();
        let complete = || attempts.complete(&client, returned(&text), &session);
        let first = poll_and_drop(complete(), polls);
        let second = poll_and_drop(complete(), 1000).unwrap();
        match first {
            None => assert!(second.is_ok(), "{polls}: {second:?}"),
            Some(first) => {
                ended += 1;
                assert!(first.is_ok(), "{polls}: {first:?}");
                assert_eq!(kind(second), "unknown", "{polls}");
            }
        }
    }
    assert!((1..39).contains(&ended), "{ended}: some are dropped, some end");
}
