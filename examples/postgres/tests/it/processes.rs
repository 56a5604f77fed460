//! Three processes complete the same attempts: each is completed once.

use std::collections::HashSet;
use std::process::{Command, Stdio};
use std::time::Duration;

use cyclr_oauth::UtcTimestamp;
use cyclr_oauth::completion::AttemptStore;

use crate::server::{self, PgServer};
use crate::store::entry;

const KEYS: usize = 1000;
const HOUR: Duration = Duration::from_secs(3600);
/// Tells a child where the server is.
const URL: &str = "CYCLR_TEST_PG_URL";

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL"]
async fn of_64_takers_in_three_processes_one_wins_each_of_1000() {
    let server = PgServer::start().await;
    let store = server.store();
    for key in 0..KEYS {
        store.insert(entry(&key.to_string(), UtcTimestamp::now(), HOUR, HOUR)).await.unwrap();
    }
    let children = [21, 21, 22].map(|takers| {
        Command::new(std::env::current_exe().unwrap())
            .args(["--ignored", "--exact", "--nocapture", "processes::child"])
            .env(URL, server.url())
            .env("CYCLR_TEST_TAKERS", takers.to_string())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap()
    });
    let mut won = HashSet::new();
    for child in children {
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success());
        for line in String::from_utf8(output.stdout).unwrap().lines() {
            let Some(key) = line.strip_prefix("won ") else { continue };
            assert!(won.insert(key.to_owned()), "{key} was won twice");
        }
    }
    assert_eq!(won.len(), KEYS);
}

/// What each of the processes does: every taker takes every key.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "is started by the test above"]
async fn child() {
    let Ok(url) = std::env::var(URL) else { return };
    let takers: usize = std::env::var("CYCLR_TEST_TAKERS").unwrap().parse().unwrap();
    let store = server::store(&url);
    let tasks = (0..takers).map(|_| {
        let store = store.clone();
        tokio::spawn(async move {
            let mut won = Vec::new();
            for key in 0..KEYS {
                if store.take(&key.to_string()).await.unwrap().is_some() {
                    won.push(key);
                }
            }
            won
        })
    });
    println!();
    for task in tasks.collect::<Vec<_>>() {
        for key in task.await.unwrap() {
            println!("won {key}");
        }
    }
}
