//! Many at once, in small: `cargo run --release -p cyclr-oauth-end-to-end --bin load` is the same in
//! full.

use cyclr_oauth_end_to_end::load;

/// Of so many at once each has two sockets in this process, and many a system allows 1,024 files.
const AT_ONCE: usize = 300;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sign_in_token_lets_one_of_many_in() {
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
    // What one run leaves over for the next is little; that it does not grow takes the full size.
    if let Some((early, late)) = figures.resident {
        assert!(late < early + (64 << 20), "{} MiB more", (late - early) >> 20);
    }
}
