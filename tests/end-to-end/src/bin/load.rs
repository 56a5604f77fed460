//! The full load, with figures: `cargo run --release -p cyclr-oauth-end-to-end --bin load`.
//!
//! Needs about 3,000 open files.

use std::time::Instant;

use cyclr_oauth_end_to_end::load;

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() {
    let begun = Instant::now();
    let let_in = load::uses_of_one_sign_in_token(1_000).await;
    println!("1,000 parallel uses of one sign-in token: {let_in} let in ({:?})", begun.elapsed());
    assert_eq!(let_in, 1);

    let begun = Instant::now();
    let renewals = load::callers_at_expiry(1_000).await;
    println!("1,000 callers at the expiry: {renewals} token requests ({:?})", begun.elapsed());
    assert_eq!(renewals, 1);

    let begun = Instant::now();
    let renewals = tokio::task::spawn_blocking(|| load::threads_at_expiry(64)).await.unwrap();
    println!("64 threads at the expiry: {renewals} token requests ({:?})", begun.elapsed());
    assert_eq!(renewals, 1);

    // Memory that the allocator keeps from the code above doesn't count for the flows.
    let figures = load::flows(10_000, 100).await;
    let per_second = figures.flows as f64 / figures.elapsed.as_secs_f64();
    println!(
        "{} flows, {} in flight: none lost, none doubled, {:?}, {per_second:.0} flows/s",
        figures.flows, figures.in_flight, figures.elapsed
    );
    if let Some((early, late)) = figures.resident {
        let mebibytes = |bytes: u64| bytes as f64 / 1024.0 / 1024.0;
        println!(
            "resident memory: {:.1} MiB after 1,000 flows, {:.1} MiB after 10,000",
            mebibytes(early),
            mebibytes(late)
        );
        assert!(late < early + (16 << 20), "memory grows with the number of flows");
    }
}
