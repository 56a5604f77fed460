//! A small load; `cargo run --release -p cyclr-oauth-end-to-end --bin load` runs the full one.

use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use cyclr_oauth_end_to_end::{Kind, World, load};

/// Each concurrent caller has two sockets in this process, and many systems allow 1,024 open files.
const AT_ONCE: usize = 300;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sign_in_token_admits_one_of_many() {
    assert_eq!(load::uses_of_one_sign_in_token(AT_ONCE).await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_many_callers_at_the_expiry_one_renews_the_access_token() {
    assert_eq!(load::callers_at_expiry(AT_ONCE).await, 1);
}

#[test]
fn of_many_threads_at_the_expiry_one_renews_the_access_token() {
    assert_eq!(load::threads_at_expiry(64), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_many_flows_none_is_lost_and_none_is_doubled() {
    let figures = load::flows(300, 100).await;
    assert_eq!(figures.flows, 300);
    // Little memory remains after one run. Only the full load shows that it doesn't grow.
    if let Some((early, late)) = figures.resident {
        assert!(late < early + (64 << 20), "{} MiB more", (late - early) >> 20);
    }
}

/// A tokio task may do 128 operations before it must yield, and a blocked thread never yields.
#[test]
fn many_calls_of_the_blocking_client_in_one_task_come_to_an_end() {
    let (done, is_done) = mpsc::channel();
    thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let world = World::start(Kind::Blocking);
            for _ in 0..300 {
                world.scope.connectors().await.unwrap();
            }
        });
        done.send(()).unwrap();
    });
    is_done.recv_timeout(Duration::from_secs(30)).expect("300 calls within 30 s");
}
