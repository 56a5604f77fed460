//! Attempts that are begun on one machine, and completed on another.

use std::sync::Arc;

use cyclr_oauth::completion::Completed;
use cyclr_oauth::{
    AccountConnectorId, AccountId, AttemptError, Attempts, Client, ConnectAttempt, TargetOrigin,
};
use cyclr_oauth_redis::RedisAttempts;
use cyclr_sandbox::{Completion, ConnectorSeed, Sandbox};
use redis::AsyncCommands;
use redis::aio::MultiplexedConnection;
use serde_json::{Value, json};
use tokio::sync::Barrier;

use crate::server::RedisServer;

const DONE: TargetOrigin = TargetOrigin::from_static("https://yourapplication.com/done");
const SESSION: &str = "the value of the session's cookie";

struct Service {
    server: RedisServer,
    sandbox: Sandbox,
    cyclr: Client,
    account: AccountId,
    id: AccountConnectorId,
    /// One machine and another.
    here: Attempts<RedisAttempts>,
    there: Attempts<RedisAttempts>,
}

impl Service {
    async fn start() -> Self {
        let server = RedisServer::start();
        let sandbox = Sandbox::start().await;
        let (client_id, client_secret) = sandbox.client_credentials();
        let cyclr = Client::builder()
            .api_domain(sandbox.api_domain())
            .client_credentials(client_id, client_secret)
            .service_domain(sandbox.service_domain())
            .build()
            .unwrap();
        let account = AccountId::new("Acme-42").unwrap();
        let id = sandbox.install(&account, ConnectorSeed::oauth2("Salesforce"));
        let here = Attempts::new(server.connect().await);
        let there = Attempts::new(server.connect().await);
        Self { server, sandbox, cyclr, account, id, here, there }
    }

    /// Begins, consents, and gives what the page presents.
    async fn come_back(&self) -> String {
        let attempt = ConnectAttempt::new(&self.account, self.id, SESSION);
        self.here.begin(&attempt, &self.cyclr).await.unwrap();
        let token = self.cyclr.sign_in_token(&self.account, "example_user").await.unwrap();
        let target = attempt.target_origin(DONE).unwrap();
        let url =
            self.cyclr.connector_auth_url().id(self.id).token(token).target_origin(target).build();
        let consent = self.sandbox.user().open(url.expose_url()).await.unwrap();
        let Completion::Redirect(page) = consent.approve().await.unwrap() else {
            panic!("the user is not sent back");
        };
        let (_, presented) = page
            .query_pairs()
            .find(|(name, _)| name == ConnectAttempt::QUERY_PARAMETER)
            .expect("the page has the attempt");
        presented.into_owned()
    }

    async fn complete(&self, presented: &str) -> Result<Completed, AttemptError> {
        self.there.complete(presented, SESSION, &self.cyclr).await
    }
}

#[tokio::test]
#[ignore = "needs redis-server"]
async fn begun_here_and_completed_there() {
    let service = Service::start().await;
    let presented = service.come_back().await;
    let other = service.there.complete(&presented, "another session", &service.cyclr).await;
    assert!(matches!(other, Err(AttemptError::OtherSession { .. })), "{other:?}");
    assert!(service.here.check(&presented, SESSION, &service.cyclr).await.unwrap());

    let completed = service.complete(&presented).await.unwrap();
    assert_eq!((completed.account, completed.id), (service.account.clone(), service.id));
    assert!(!completed.was_authenticated);

    for attempts in [&service.here, &service.there] {
        let again = attempts.complete(&presented, SESSION, &service.cyclr).await;
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
async fn one_of_32_completes_it() {
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
                attempts.complete(&presented, SESSION, &service.cyclr).await
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
async fn what_is_no_attempt_completes_nothing() {
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
    service.complete(&presented).await.unwrap();
}

#[tokio::test]
#[ignore = "needs redis-server"]
async fn a_server_that_is_gone_is_an_error_and_comes_back() {
    let mut service = Service::start().await;
    let presented = service.come_back().await;
    service.server.stop();
    let error = service.complete(&presented).await.unwrap_err();
    assert!(matches!(error, AttemptError::Store(_)), "{error:?}");
    let attempt = ConnectAttempt::new(&service.account, service.id, SESSION);
    let error = service.here.begin(&attempt, &service.cyclr).await.unwrap_err();
    assert!(matches!(error, AttemptError::Store(_)), "{error:?}");

    service.server.start_again();
    // With its memory, it has lost the attempt.
    let error = service.complete(&presented).await.unwrap_err();
    assert!(matches!(error, AttemptError::Unknown), "{error:?}");
    let presented = service.come_back().await;
    service.complete(&presented).await.unwrap();
}

async fn only_key(raw: &mut MultiplexedConnection) -> String {
    let keys: Vec<String> = raw.keys("*").await.unwrap();
    let [key] = &keys[..] else { panic!("{keys:?}") };
    key.clone()
}
