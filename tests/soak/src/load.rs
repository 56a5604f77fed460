//! Calls at a fixed rate, and their outcomes around a fault.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::time::{Instant, sleep_until};

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Arrivals {
    /// At equal intervals.
    Steady,
    /// At exponential intervals.
    Poisson,
}

impl Arrivals {
    pub fn name(self) -> &'static str {
        match self {
            Self::Steady => "steady",
            Self::Poisson => "poisson",
        }
    }

    fn gap(self, rate: f64) -> Duration {
        let share = match self {
            Self::Steady => 1.0,
            Self::Poisson => -(1.0 - fastrand::f64()).ln(),
        };
        Duration::from_secs_f64(share / rate)
    }
}

/// One call: its start, its end, and the class of its error.
struct Call {
    begun: Instant,
    ended: Instant,
    error: Option<String>,
}

#[derive(Clone, Default)]
pub struct Calls(Arc<Mutex<Vec<Call>>>);

/// How late a call may start. A longer delay means that the machine is too slow, and the results
/// measure it.
pub const LATE: Duration = Duration::from_millis(500);

impl Calls {
    /// Starts calls until `end`, and leaves those in progress running. Returns the largest delay of
    /// a start.
    pub async fn make<F>(
        &self,
        arrivals: Arrivals,
        rate: f64,
        end: Instant,
        call: impl Fn() -> F,
    ) -> Duration
    where
        F: Future<Output = Result<(), String>> + Send + 'static,
    {
        let (mut at, mut latest) = (Instant::now(), Duration::ZERO);
        loop {
            at += arrivals.gap(rate);
            if at >= end {
                sleep_until(end).await;
                return latest;
            }
            sleep_until(at).await;
            latest = latest.max(at.elapsed());
            let (calls, call) = (self.clone(), call());
            tokio::spawn(async move {
                let begun = Instant::now();
                let error = call.await.err();
                calls.0.lock().unwrap().push(Call { begun, ended: Instant::now(), error });
            });
        }
    }

    /// From the end of a fault to the end of the first call that succeeds after it.
    pub fn first_success(&self, over: Instant) -> Option<Duration> {
        let calls = self.0.lock().unwrap();
        let ended = calls.iter().filter(|call| call.error.is_none()).map(|call| call.ended);
        ended.filter(|ended| *ended >= over).min().map(|ended| ended - over)
    }

    /// How many of those that began from then on failed, of how many that have ended.
    pub fn failed_since(&self, moment: Instant) -> (usize, usize) {
        let calls = self.0.lock().unwrap();
        let late = calls.iter().filter(|call| call.begun >= moment);
        late.fold((0, 0), |(failed, all), call| {
            (failed + usize::from(call.error.is_some()), all + 1)
        })
    }

    /// How often each error came, and how many calls succeeded.
    pub fn classes(&self) -> (usize, BTreeMap<String, usize>) {
        let (mut succeeded, mut classes) = (0, BTreeMap::new());
        for call in &*self.0.lock().unwrap() {
            match &call.error {
                None => succeeded += 1,
                Some(error) => *classes.entry(error.clone()).or_default() += 1,
            }
        }
        (succeeded, classes)
    }
}

/// An error's text without its numbers, so that equal errors form one class.
pub fn class(error: &dyn std::error::Error) -> String {
    let mut class = String::new();
    for character in error.to_string().chars() {
        match (character, class.chars().next_back()) {
            ('0'..='9', Some('#')) => {}
            ('0'..='9', _) => class.push('#'),
            (character, _) => class.push(character),
        }
    }
    let same = [("#.#", "#"), ("#ns", "#s"), ("#µs", "#s"), ("#ms", "#s")];
    same.into_iter().fold(class, |class, (from, to)| class.replace(from, to))
}
