//! The password of the URL, in no text that may be logged; and what its user must be allowed.

use std::error::Error;
use std::iter::successors;
use std::time::Duration;

use cyclr_oauth::completion::AttemptStore;
use cyclr_oauth_redis::RedisAttempts;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::server::{RedisServer, entry, free_port};

const HOUR: Duration = Duration::from_secs(3600);
const PASSWORD: &str = "c4n4ry-p4ssw0rd";
const USER: &str = "c4n4ry-us3r";

/// Of an error and all its sources.
fn texts(error: &(dyn Error + 'static)) -> String {
    let first: &dyn Error = error;
    let errors = successors(Some(first), |&error| error.source());
    let texts = errors.map(|error| format!("{error} {error:?} {error:#?}"));
    texts.collect::<Vec<_>>().join(" ")
}

fn assert_silent(texts: &str) {
    for secret in ["c4n4ry", "127.0.0.1", "localhost"] {
        assert!(!texts.contains(secret), "{texts}");
    }
}

#[tokio::test]
async fn an_invalid_url_is_an_error_without_secrets() {
    for url in [
        format!("redis//{USER}:{PASSWORD}@127.0.0.1/"),
        format!("https://{USER}:{PASSWORD}@127.0.0.1/"),
        format!("redis://{USER}:{PASSWORD}@127.0.0.1:{PASSWORD}/"),
        format!("redis://{USER}:{PASSWORD}@127.0.0.1/{PASSWORD}"),
        format!("redis://{USER}:{PASSWORD}@127.0.0.1/?protocol={PASSWORD}"),
        format!("redis://{USER}:{PASSWORD}@0.0.0.0/"),
        format!("redis://{USER}:%ff{PASSWORD}@127.0.0.1/"),
        format!("rediss://{USER}:{PASSWORD}@127.0.0.1/#{PASSWORD}"),
        format!("unix:///127.0.0.1?pass={PASSWORD}&db={PASSWORD}"),
        String::new(),
    ] {
        let error = RedisAttempts::connect(&url).await.unwrap_err();
        assert_eq!(
            error.to_string(),
            "not the URL of a Redis server: write `redis://host:6379`",
            "{url}"
        );
        assert_silent(&texts(&error));
    }
}

/// Waiting doesn't fix a certificate or a protocol.
#[cfg(feature = "rustls")]
#[tokio::test]
async fn a_server_without_tls_is_tried_once() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("rediss://{}/", listener.local_addr().unwrap());
    let answer = async {
        let (mut client, _) = listener.accept().await.unwrap();
        let _length = client.read(&mut [0; 1024]).await.unwrap();
        client.write_all(b"-ERR unknown command\r\n").await.unwrap();
        client
    };
    let (connected, _client) = tokio::join!(RedisAttempts::connect(&url), answer);
    connected.unwrap_err();
    tokio::time::timeout(Duration::ZERO, listener.accept()).await.unwrap_err();
}

#[cfg(not(feature = "rustls"))]
#[tokio::test]
async fn tls_without_the_feature_is_an_error() {
    let error = RedisAttempts::connect("rediss://localhost/").await.unwrap_err();
    assert!(texts(&error).contains("can't connect with TLS, the feature is not enabled"));
}

#[tokio::test]
async fn an_unreachable_server_is_an_error_without_secrets() {
    for host in ["127.0.0.1", "localhost", "c4n4ry.invalid"] {
        let url = format!("redis://{USER}:{PASSWORD}@{host}:{}/", free_port());
        let error = RedisAttempts::connect(&url).await.unwrap_err();
        assert_silent(&texts(&error));
    }
    let client = redis::Client::open(format!("redis://{USER}:{PASSWORD}@127.0.0.1/")).unwrap();
    let store = RedisAttempts::from_client(client);
    assert_eq!(format!("{store:?}"), r#"RedisAttempts { prefix: "cyclr-oauth:attempt:", .. }"#);
}

/// Servers repeat the arguments of commands that they don't know.
#[tokio::test]
async fn a_server_that_echoes_commands_is_an_error_without_secrets() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((mut client, _)) = listener.accept().await {
            let mut question = vec![0; 8192];
            let length = client.read(&mut question).await.unwrap();
            let question = String::from_utf8_lossy(&question[..length]).replace("\r\n", " ");
            let answer = format!("-ERR unknown command, with args beginning with {question}\r\n");
            client.write_all(answer.repeat(4).as_bytes()).await.unwrap();
        }
    });
    for rest in ["", "?protocol=resp3"] {
        let url = format!("redis://{USER}:{PASSWORD}@127.0.0.1:{port}/{rest}");
        let error = RedisAttempts::connect(&url).await.unwrap_err();
        assert!(texts(&error).contains("authentication failed"), "{}", texts(&error));
        assert_silent(&texts(&error));
    }
    // With a client of the partner's own, which may speak RESP 3 and greet with the password.
    for rest in ["", "?protocol=resp3"] {
        let url = format!("redis://{USER}:{PASSWORD}@127.0.0.1:{port}/{rest}");
        let store = RedisAttempts::from_client(redis::Client::open(url).unwrap());
        let error = store.get("key").await.unwrap_err();
        assert_silent(&texts(&*error));
    }
}

#[tokio::test]
async fn an_unknown_error_code_is_not_shown() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("redis://{}/", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((mut client, _)) = listener.accept().await {
            while let Ok(1..) = client.read(&mut [0; 8192]).await {
                client.write_all(&b"-C4N4RY\r\n".repeat(2)).await.unwrap();
            }
        }
    });
    let store = RedisAttempts::from_client(redis::Client::open(url).unwrap());
    let error = store.get("key").await.unwrap_err();
    assert!(texts(&*error).contains("an unknown error code"), "{}", texts(&*error));
    assert!(!texts(&*error).contains("C4N4RY"), "{}", texts(&*error));
}

#[tokio::test]
#[ignore = "needs redis-server"]
async fn of_a_user_who_may_do_just_what_is_needed() {
    let server = RedisServer::start();
    let mut rule = redis::cmd("ACL");
    rule.arg("SETUSER").arg(USER).arg("on").arg(format!(">{PASSWORD}"));
    // As the front page says.
    let words = include_str!("../../README.md")
        .lines()
        .find_map(|line| line.strip_prefix("ACL SETUSER attempts on >password "))
        .unwrap();
    for word in words.split(' ') {
        rule.arg(word);
    }
    rule.exec_async(&mut server.raw().await).await.unwrap();

    let url = |user: &str, password: &str, rest: &str| {
        format!("redis://{user}:{password}@127.0.0.1:{}/{rest}", server.port())
    };
    for rest in ["", "?protocol=resp3"] {
        let store = RedisAttempts::connect(&url(USER, PASSWORD, rest)).await.unwrap();
        let entry = entry("key", "value", HOUR);
        store.insert(entry).await.unwrap();
        assert_eq!(store.get("key").await.unwrap().as_deref(), Some("value"));
        let later = entry.keep_until;
        assert_eq!(store.claim_due(later, later, 10).await.unwrap().len(), 1);
        assert_eq!(store.take("key").await.unwrap().as_deref(), Some("value"));
        assert_eq!(store.claim_due(later, later, 10).await.unwrap(), []);
        assert_silent(&format!("{store:?}"));

        let error = store.with_key_prefix("elsewhere:").get("key").await.unwrap_err();
        assert!(error.source().unwrap().to_string().ends_with("NoPerm"), "{}", texts(&*error));
        assert_silent(&texts(&*error));
    }
    for (user, password) in [(USER, "c4n4ry-wr0ng"), ("c4n4ry-n0b0dy", PASSWORD), ("", PASSWORD)] {
        let error = RedisAttempts::connect(&url(user, password, "")).await.unwrap_err();
        assert_eq!(error.to_string(), "there is no connection to the Redis server");
        assert!(texts(&error).contains("authentication failed"), "{}", texts(&error));
        assert_silent(&texts(&error));
    }
}
