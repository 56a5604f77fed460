//! The client's time in these tests.

#![allow(dead_code, reason = "each test binary uses its part of it")]

use std::sync::{Arc, Mutex};
use std::time::Duration;

use cyclr_oauth::UtcTimestamp;
use cyclr_oauth::client::Clock;
use tokio::time::Instant;

/// The paused time of a tokio runtime, or, for a blocking client, time that only sleeping passes,
/// at once. Clones are the same clock.
#[derive(Clone)]
pub struct TestClock {
    /// `None` if sleeping takes waiting.
    start: Option<Instant>,
    slept: Arc<Mutex<Vec<Duration>>>,
}

impl TestClock {
    pub fn paused() -> Self {
        Self { start: Some(Instant::now()), slept: Arc::default() }
    }

    pub fn at_once() -> Self {
        Self { start: None, slept: Arc::default() }
    }

    /// Passes time, if sleeping takes no waiting.
    pub fn skip(&self, duration: Duration) {
        self.slept.lock().unwrap().push(duration);
    }

    /// All awaited sleeps: the pauses, and the limits of tries without an immediate response.
    pub fn slept(&self) -> Vec<Duration> {
        self.slept.lock().unwrap().clone()
    }
}

impl Clock for TestClock {
    fn now(&self) -> UtcTimestamp {
        let start: UtcTimestamp = "2021-10-01T00:00:00Z".parse().unwrap();
        start.saturating_add(self.monotonic())
    }

    fn monotonic(&self) -> Duration {
        match self.start {
            Some(start) => start.elapsed(),
            None => self.slept.lock().unwrap().iter().sum(),
        }
    }

    async fn sleep(&self, duration: Duration) {
        self.slept.lock().unwrap().push(duration);
        if self.start.is_some() {
            tokio::time::sleep(duration).await;
        }
    }
}
