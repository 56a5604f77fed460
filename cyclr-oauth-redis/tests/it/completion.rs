//! Attempts that are begun on one machine, and completed on another.

use std::sync::Arc;
use std::time::Duration;

use cyclr_oauth::completion::{Begun, Completed};
use cyclr_oauth::{AttemptError, Returned, SessionKey, TargetOrigin, blocking};
use cyclr_oauth_redis::RedisAttempts;
use cyclr_sandbox::Completion;
use redis::AsyncCommands;
use redis::aio::MultiplexedConnection;
use serde_json::{Value, json};
use tokio::sync::Barrier;

use crate::service::Service;

const DONE: TargetOrigin = TargetOrigin::from_static("https://yourapplication.com/done");
const SESSION: &str = "the id of the session on the server";

impl Service {
    async fn begin(&self) -> Result<Begun, AttemptError> {
        self.here.begin(&self.cyclr, &self.account, self.id, &session(SESSION)).await
    }

    /// Begins, consents, and gives what the page presents.
    async fn come_back(&self) -> String {
        let begun = self.begin().await.unwrap();
        let redirect = begun.redirect::<()>("example_user", &DONE).await.unwrap();
        let location = redirect.headers()["location"].to_str().unwrap();
        let consent = self.sandbox.user().open(location).await.unwrap();
        let Completion::Redirect(page) = consent.approve().await.unwrap() else {
            panic!("the user is not sent back");
        };
        let (_, presented) = page
            .query_pairs()
            .find(|(name, _)| name == Returned::PARAMETER)
            .expect("the page has the attempt");
        presented.into_owned()
    }

    async fn complete(&self, presented: &str) -> Result<Completed, AttemptError> {
        self.there.complete(&self.cyclr, returned(presented), &session(SESSION)).await
    }
}

fn session(id: &str) -> SessionKey {
    SessionKey::new(id).unwrap()
}

fn returned(presented: &str) -> Returned {
    let request = http::Request::get(format!("/done?{}={presented}", Returned::PARAMETER));
    let (parts, ()) = request.body(()).unwrap().into_parts();
    Returned::by_navigation(&parts).unwrap()
}

#[tokio::test]
#[ignore = "needs redis-server"]
async fn blocking_code_completes_without_a_runtime_of_its_own() {
    let service = Service::start().await;
    let (client_id, client_secret) = service.sandbox.client_credentials();
    let cyclr = blocking::Client::builder()
        .api_domain(service.sandbox.api_domain())
        .client_credentials(client_id, client_secret)
        .service_domain(service.sandbox.service_domain())
        .build()
        .unwrap();
    let (url, account, id) = (service.url(), service.account.clone(), service.id);
    let presented = service.come_back().await;
    let completed = std::thread::spawn(move || {
        let store = RedisAttempts::from_client(redis::Client::open(url).unwrap());
        let attempts = blocking::Attempts::new(store);
        drop(attempts.begin(&cyclr, &account, id, &session(SESSION)).unwrap());
        attempts.complete(&cyclr, returned(&presented), &session(SESSION)).unwrap()
    });
    assert_eq!(completed.join().unwrap().id, service.id);
}

#[tokio::test]
#[ignore = "needs redis-server"]
async fn an_attempt_begun_here_completes_there() {
    let service = Service::start().await;
    let presented = service.come_back().await;
    let other = session("another session, as long");
    let other = service.there.complete(&service.cyclr, returned(&presented), &other).await;
    assert!(matches!(other, Err(AttemptError::OtherSession { .. })), "{other:?}");
    assert!(
        service.here.check(&service.cyclr, returned(&presented), &session(SESSION)).await.unwrap()
    );

    let completed = service.complete(&presented).await.unwrap();
    assert_eq!((completed.account, completed.id), (service.account.clone(), service.id));
    assert!(!completed.was_authenticated_before);

    for attempts in [&service.here, &service.there] {
        let again =
            attempts.complete(&service.cyclr, returned(&presented), &session(SESSION)).await;
        assert!(matches!(again, Err(AttemptError::Unknown)), "{again:?}");
    }
}

#[tokio::test]
#[ignore = "needs redis-server"]
async fn the_server_holds_neither_the_attempt_nor_the_session() {
    let service = Service::start().await;
    let presented = service.come_back().await;
    let mut raw = service.server.raw().await;
    let key = only_key(&mut raw).await;
    let value: String = raw.get(&key).await.unwrap();
    for text in [key, value] {
        assert!(!text.contains(&presented) && !text.contains(SESSION), "{text}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
#[ignore = "needs redis-server"]
async fn one_of_32_completes_an_attempt() {
    let service = Arc::new(Service::start().await);
    for _ in 0..5 {
        let presented = service.come_back().await;
        let barrier = Arc::new(Barrier::new(32));
        let calls = (0..32).map(|number| {
            let (service, barrier, presented) =
                (Arc::clone(&service), Arc::clone(&barrier), presented.clone());
            tokio::spawn(async move {
                barrier.wait().await;
                let attempts = if number % 2 == 0 { &service.here } else { &service.there };
                attempts.complete(&service.cyclr, returned(&presented), &session(SESSION)).await
            })
        });
        let mut completed = 0;
        for call in calls.collect::<Vec<_>>() {
            match call.await.unwrap() {
                Ok(_) => completed += 1,
                Err(error) => assert!(matches!(error, AttemptError::Unknown), "{error:?}"),
            }
        }
        assert_eq!(completed, 1);
    }
}

#[tokio::test]
#[ignore = "needs redis-server"]
async fn an_invalid_attempt_completes_nothing() {
    let service = Service::start().await;
    let presented = service.come_back().await;
    let mut raw = service.server.raw().await;
    let key = only_key(&mut raw).await;
    let true_value: String = raw.get(&key).await.unwrap();
    let record: Value = serde_json::from_str(&true_value).unwrap();
    let changed = |name: &str, value: Value| {
        let mut record = record.clone();
        record[name] = value;
        record.to_string().into_bytes()
    };

    let store: &[Vec<u8>] = &[
        Vec::new(),
        b"no JSON".to_vec(),
        b"{}".to_vec(),
        b"null".to_vec(),
        vec![0xff, 0xfe, 0x00],
        vec![b'['; 200_000],
        vec![b'x'; 32 << 20],
        changed("account", json!(7)),
        changed("id", json!("first")),
        changed("id", json!(-1)),
        changed("session", json!([])),
        changed("was_authenticated", json!("yes")),
        changed("expires", json!("tomorrow")),
        changed("expires", Value::Null),
    ];
    for value in store {
        let _: () = raw.set(&key, value).await.unwrap();
        let error = service.complete(&presented).await.unwrap_err();
        let start = String::from_utf8_lossy(&value[..value.len().min(200)]);
        assert!(matches!(error, AttemptError::Store(_)), "{error:?}: {start}");
        assert!(format!("{error:?}").len() < 500, "{start}");
    }
    for account in ["..", ""] {
        let _: () = raw.set(&key, changed("account", json!(account))).await.unwrap();
        let error = service.complete(&presented).await.unwrap_err();
        assert!(matches!(error, AttemptError::Store(_) | AttemptError::Unknown), "{error:?}");
    }
    for session in [Value::Null, json!(""), json!("AAAA")] {
        let _: () = raw.set(&key, changed("session", session)).await.unwrap();
        let error = service.complete(&presented).await.unwrap_err();
        assert!(matches!(error, AttemptError::OtherSession { .. }), "{error:?}");
    }
    let _: () = raw.del(&key).await.unwrap();
    let _: () = raw.rpush(&key, "no text at all").await.unwrap();
    let error = service.complete(&presented).await.unwrap_err();
    assert!(matches!(error, AttemptError::Store(_)), "{error:?}");

    // After all that, the same connection serves the true one.
    let _: () = raw.set(&key, true_value).await.unwrap();
    let _ = service.complete(&presented).await.unwrap();
}

#[tokio::test]
#[ignore = "needs redis-server"]
async fn a_server_that_is_gone_is_an_error_and_comes_back() {
    let mut service = Service::start().await;
    let presented = service.come_back().await;
    service.server.stop();
    let error = service.complete(&presented).await.unwrap_err();
    assert!(matches!(error, AttemptError::Store(_)), "{error:?}");
    let error = service.begin().await.unwrap_err();
    assert!(matches!(error, AttemptError::Store(_)), "{error:?}");

    service.server.start_again();
    // With its memory, it has lost the attempt.
    let error = service.complete(&presented).await.unwrap_err();
    assert!(matches!(error, AttemptError::Unknown), "{error:?}");
    let presented = service.come_back().await;
    let _ = service.complete(&presented).await.unwrap();
}

async fn only_key(raw: &mut MultiplexedConnection) -> String {
    let mut keys: Vec<String> = raw.keys("*").await.unwrap();
    keys.retain(|key| key != "cyclr-oauth:attempt:due");
    let [key] = &keys[..] else { panic!("{keys:?}") };
    key.clone()
}

#[tokio::test]
#[ignore = "needs redis-server"]
async fn of_several_machines_one_undoes_what_nobody_completed() {
    let service = Service::start().await;
    let _presented = service.come_back().await;
    let is_authenticated =
        || service.sandbox.account_connector(service.id).unwrap().is_authenticated();
    assert_eq!(service.here.sweep(&service.cyclr).await.unwrap().examined, 0);
    assert!(is_authenticated());
    service.sandbox.clock().advance(Duration::from_secs(15 * 60 + 2));
    let (here, there) =
        tokio::join!(service.here.sweep(&service.cyclr), service.there.sweep(&service.cyclr));
    assert_eq!(here.unwrap().refused.len() + there.unwrap().refused.len(), 1);
    assert!(!is_authenticated());
}

#[tokio::test]
#[ignore = "needs redis-server"]
async fn a_sweep_leaves_alone_what_another_attempt_completed() {
    let service = Service::start().await;
    let _given_up = service.begin().await.unwrap();
    let presented = service.come_back().await;
    let _ = service.complete(&presented).await.unwrap();
    service.sandbox.clock().advance(Duration::from_secs(15 * 60 + 2));
    let swept = service.there.sweep(&service.cyclr).await.unwrap();
    assert_eq!((swept.examined, swept.refused.len()), (1, 0));
}
