//! A server that dies while attempts are begun and completed.

use std::collections::HashSet;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use cyclr_oauth::UtcTimestamp;
use cyclr_oauth::completion::AttemptStore;
use tokio::time::sleep;

use crate::server::PgServer;
use crate::store::entry;

const HOUR: Duration = Duration::from_secs(3600);
const MOMENT: Duration = Duration::from_millis(300);

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
#[ignore = "needs PostgreSQL"]
async fn an_answer_that_was_given_survives_the_servers_death() {
    let mut server = PgServer::start().await;
    let store = server.store();
    let inserted = Arc::new(Mutex::new(Vec::new()));
    let taken = Arc::new(Mutex::new(Vec::new()));
    let tasks: Vec<_> = (0..8)
        .map(|task| {
            let (store, inserted, taken) =
                (store.clone(), Arc::clone(&inserted), Arc::clone(&taken));
            tokio::spawn(async move {
                for number in 0.. {
                    let key = format!("{task}-{number}");
                    if store.insert(entry(&key, UtcTimestamp::now(), HOUR, HOUR)).await.is_err() {
                        sleep(Duration::from_millis(20)).await;
                        continue;
                    }
                    inserted.lock().unwrap().push(key.clone());
                    // Every other one is completed.
                    if number % 2 == 0 {
                        match store.take(&key).await {
                            Ok(Some(_)) => taken.lock().unwrap().push((key, true)),
                            Ok(None) => panic!("{key} was confirmed, and is not there"),
                            // It may be gone, or not.
                            Err(_) => taken.lock().unwrap().push((key, false)),
                        }
                    }
                }
            })
        })
        .collect();
    for _ in 0..3 {
        sleep(MOMENT).await;
        server.kill();
        sleep(MOMENT).await;
        server.start_again().await;
    }
    sleep(MOMENT).await;
    for task in &tasks {
        task.abort();
    }
    for task in tasks {
        assert!(task.await.unwrap_err().is_cancelled(), "a task has failed");
    }

    let taken = taken.lock().unwrap().clone();
    let touched: HashSet<_> = taken.iter().map(|(key, _)| key.clone()).collect();
    for (key, was_answered) in &taken {
        if *was_answered {
            assert_eq!(store.take(key).await.unwrap(), None, "{key} was taken twice");
        }
    }
    let inserted = inserted.lock().unwrap().clone();
    assert!(inserted.len() > 100, "{}", inserted.len());
    // The last of each task may have been on its way when the task ended.
    let last: HashSet<_> = (0..8)
        .filter_map(|task| {
            let mine = inserted.iter().rev().find(|key| key.starts_with(&format!("{task}-")));
            mine.cloned()
        })
        .collect();
    for key in inserted.iter().filter(|key| !touched.contains(*key) && !last.contains(*key)) {
        assert!(store.get(key).await.unwrap().is_some(), "{key} was confirmed, and is lost");
    }
}

#[tokio::test]
#[ignore = "needs PostgreSQL"]
async fn a_server_that_comes_back_is_used_at_once() {
    let mut server = PgServer::start().await;
    let store = server.store();
    store.insert(entry("key", UtcTimestamp::now(), HOUR, HOUR)).await.unwrap();
    server.kill();
    assert!(store.get("key").await.is_err());
    server.start_again().await;
    assert!(store.take("key").await.unwrap().is_some());
}
