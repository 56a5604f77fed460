//! How long the operations of `MemoryAttempts` take at a million attempts and more:
//! `cargo run --release -p cyclr-oauth-soak --bin memory`.
//!
//! It grows to a million attempts of 20,000 accounts, claims what is due in between, and goes on with a million more
//! while the old ones expire. Time is the processor time of the thread, so that other load on the machine doesn't count.

use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use cpu_time::ThreadTime;
use cyclr_oauth::UtcTimestamp;
use cyclr_oauth::completion::{AttemptStore, MemoryAttempts, StoreEntry, StoreFuture};

const ATTEMPTS: u64 = 1_000_000;
const ACCOUNTS: u64 = 20_000;

fn ready<T>(mut future: StoreFuture<'_, T>) -> T {
    match pin!(&mut future).as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(result) => result.unwrap(),
        Poll::Pending => unreachable!("memory is there at once"),
    }
}

fn at(seconds: u64) -> UtcTimestamp {
    let start: UtcTimestamp = "2021-10-01T00:00:00Z".parse().unwrap();
    start.saturating_add(Duration::from_secs(seconds))
}

#[derive(Default)]
struct Times(Vec<Duration>);

impl Times {
    fn measure<T>(&mut self, work: impl FnOnce() -> T) {
        let start = ThreadTime::now();
        let result = work();
        self.0.push(start.elapsed());
        drop(result);
    }

    fn print(mut self, operation: &str) {
        self.0.sort();
        let count = self.0.len();
        let slow = self.0.iter().filter(|time| **time >= Duration::from_millis(1)).count();
        let (median, longest) = (self.0[count / 2], self.0[count - 1]);
        println!(
            "{operation:6} {count:9} times: median {median:?}, longest {longest:?}, {slow} of 1 ms or more"
        );
    }
}

fn main() {
    let store = MemoryAttempts::with_capacity(2_000_000);
    let [mut insert, mut get, mut take, mut claim] = [(); 4].map(|()| Times::default());
    // In no order, as hashes are.
    let key = |count: u64| format!("{:016x}-{:026}", count.wrapping_mul(0x9E37_79B9_7F4A_7C15), 7);
    for second in [0, 100] {
        for count in 0..ATTEMPTS {
            let (key, account) = (key(count + second), (count % ACCOUNTS).to_string());
            let (now, due, keep_until) = (at(second), at(second + 10), at(second + 20));
            let entry =
                StoreEntry { key: &key, value: "value", account: &account, now, due, keep_until };
            insert.measure(|| ready(store.insert(entry)));
            if count % 2 == 0 {
                get.measure(|| ready(store.get(&key)));
            }
            if count % 5 == 0 {
                take.measure(|| ready(store.take(&key)));
            }
            if count % 64 == 0 {
                claim.measure(|| ready(store.claim_due(now, due, 16)));
            }
        }
        println!("{store:?}");
    }
    for (times, operation) in [(insert, "insert"), (get, "get"), (take, "take"), (claim, "claim")] {
        times.print(operation);
    }
}
