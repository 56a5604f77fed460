//! Three processes complete the same attempts: each is completed once, also where the server dies meanwhile.

use std::collections::HashSet;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use cyclr_oauth::completion::AttemptStore;
use cyclr_oauth_redis::RedisAttempts;
use tokio::time::sleep;

use crate::server::{RedisServer, entry};

const KEYS: usize = 1000;
const HOUR: Duration = Duration::from_secs(3600);
/// Where a child finds the server.
const URL: &str = "CYCLR_TEST_REDIS_URL";

/// What became of all keys.
#[derive(Default)]
struct Outcome {
    won: HashSet<String>,
    /// The keys for which a taker got no answer.
    unanswered: HashSet<String>,
}

impl Outcome {
    fn add(&mut self, child: Child) {
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success());
        for line in String::from_utf8(output.stdout).unwrap().lines() {
            if let Some(key) = line.strip_prefix("won ") {
                assert!(self.won.insert(key.to_owned()), "{key} was won twice");
            } else if let Some(key) = line.strip_prefix("unanswered ") {
                self.unanswered.insert(key.to_owned());
            }
        }
    }
}

async fn with_keys(server: &RedisServer) -> RedisAttempts {
    let store = server.connect().await;
    for key in 0..KEYS {
        store.insert(entry(&key.to_string(), "value", HOUR)).await.unwrap();
    }
    store
}

fn children(server: &RedisServer) -> [Child; 3] {
    [21, 21, 22].map(|takers: usize| {
        Command::new(std::env::current_exe().unwrap())
            .args(["--ignored", "--exact", "--nocapture", "processes::child"])
            .env(URL, server.url())
            .env("CYCLR_TEST_TAKERS", takers.to_string())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap()
    })
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs redis-server"]
async fn of_64_takers_in_three_processes_one_wins_each_of_1000() {
    let server = RedisServer::start();
    with_keys(&server).await;
    let mut outcome = Outcome::default();
    for child in children(&server) {
        outcome.add(child);
    }
    assert_eq!((outcome.won.len(), outcome.unanswered.len()), (KEYS, 0));
}

/// The server writes each command to its disk before it answers.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs redis-server"]
async fn a_server_that_dies_gives_nobody_what_another_has_got() {
    let mut server = RedisServer::start_durable();
    let store = with_keys(&server).await;
    let children = children(&server);
    for _ in 0..3 {
        sleep(Duration::from_millis(150)).await;
        server.stop();
        server.start_again();
    }
    let mut outcome = Outcome::default();
    for child in children {
        outcome.add(child);
    }
    for key in (0..KEYS).map(|key| key.to_string()) {
        if store.take(&key).await.unwrap().is_some() {
            assert!(outcome.won.insert(key.clone()), "{key} was won twice");
        }
    }
    assert!(!outcome.unanswered.is_empty(), "the server died for nobody");
    for key in (0..KEYS).map(|key| key.to_string()) {
        let is_known = outcome.won.contains(&key) || outcome.unanswered.contains(&key);
        assert!(is_known, "nobody won {key}, and nobody was left without an answer");
    }
}

/// What each of the processes does: every taker takes every key once.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "is started by the tests above"]
async fn child() {
    let Ok(url) = std::env::var(URL) else { return };
    let takers: usize = std::env::var("CYCLR_TEST_TAKERS").unwrap().parse().unwrap();
    let store = RedisAttempts::from_client(redis::Client::open(url).unwrap());
    let tasks = (0..takers).map(|_| {
        let store = store.clone();
        tokio::spawn(async move {
            let mut lines = Vec::new();
            for key in 0..KEYS {
                match store.take(&key.to_string()).await {
                    Ok(Some(_)) => lines.push(format!("won {key}")),
                    Ok(None) => {}
                    Err(_) => lines.push(format!("unanswered {key}")),
                }
            }
            lines
        })
    });
    println!();
    for task in tasks.collect::<Vec<_>>() {
        println!("{}", task.await.unwrap().join("\n"));
    }
}
