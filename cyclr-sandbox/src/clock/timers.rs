//! The sleeps of a clock, who waits for them, and the thread that wakes them as real time passes.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::task::Waker;
use std::thread;
use std::time::{Duration, Instant};

use super::time::Time;

#[derive(Default)]
pub(super) struct SharedTimers {
    timers: Mutex<Timers>,
    /// Tells the timer thread, and whoever waits without a waker, that something is different now.
    pub(super) changed: Condvar,
}

#[derive(Default)]
pub(super) struct Timers {
    pub(super) time: Time,
    /// By when they end, which is counted as [`Time::ran`] counts; the number distinguishes sleeps of
    /// the same moment.
    sleeping: BTreeMap<(Duration, u64), Waker>,
    /// The numbers of those that are over, until their futures have been polled or dropped.
    woken: BTreeSet<u64>,
    /// Numbers of the tries that are under way, and when they are given up.
    tries: BTreeMap<u64, Duration>,
    /// Numbers of the requests that sandboxes hold and only time releases.
    held: BTreeSet<u64>,
    last_number: u64,
    watchers: BTreeMap<u64, Watcher>,
    thread_runs: bool,
}

struct Watcher {
    waker: Waker,
    until: Instant,
}

/// The place of a sleep.
#[derive(Clone, Copy)]
pub(super) struct Place {
    end: Duration,
    number: u64,
}

impl Timers {
    /// A later one is higher.
    pub(super) const fn number(&mut self) -> u64 {
        self.last_number += 1;
        self.last_number
    }

    pub(super) fn sleeping(&self) -> usize {
        self.sleeping.len()
    }

    /// When the next sleep ends.
    pub(super) fn next(&self) -> Option<Duration> {
        self.sleeping.keys().next().map(|(end, _)| *end)
    }

    /// Whether only time can change anything: somebody sleeps, nobody has just been woken, and every try
    /// that is under way is one that a sandbox holds.
    pub(super) fn all_wait(&self) -> bool {
        !self.sleeping.is_empty() && self.woken.is_empty() && self.all_tries_are_held()
    }

    /// A request is held after its try has begun. So a request whose client is gone, which the sandbox may
    /// not have noticed yet, does not count for a later try.
    fn all_tries_are_held(&self) -> bool {
        let (now, mut held) = (self.time.ran(), self.held.iter().rev());
        let mut under_way = self.tries.iter().rev().filter(|(_, until)| **until > now);
        under_way.all(|(begun, _)| held.next().is_some_and(|held| held > begun))
    }

    pub(super) fn begin_try(&mut self, limit: Duration) -> u64 {
        let number = self.number();
        let until = self.time.ran().saturating_add(limit);
        self.tries.insert(number, until);
        number
    }

    pub(super) fn end_try(&mut self, number: u64) {
        self.tries.remove(&number);
    }

    pub(super) fn hold(&mut self) -> u64 {
        let number = self.number();
        self.held.insert(number);
        number
    }

    pub(super) fn release(&mut self, number: u64) {
        self.held.remove(&number);
    }

    pub(super) fn sleep(&mut self, place: Place, waker: Waker) {
        self.sleeping.insert((place.end, place.number), waker);
    }

    pub(super) const fn place(&mut self, end: Duration) -> Place {
        Place { end, number: self.number() }
    }

    /// A sleep that is over, or that nobody waits for any more.
    pub(super) fn end(&mut self, place: Place) {
        self.woken.remove(&place.number);
        self.sleeping.remove(&(place.end, place.number));
    }

    pub(super) fn watch(&mut self, number: u64, waker: Waker, until: Instant) {
        self.watchers.insert(number, Watcher { waker, until });
    }

    pub(super) fn stop_watching(&mut self, number: u64) {
        self.watchers.remove(&number);
    }

    /// Takes out the sleeps that are over.
    pub(super) fn due(&mut self) -> Vec<Waker> {
        let now = self.time.ran();
        let later = self.sleeping.split_off(&(now, u64::MAX));
        let due = std::mem::replace(&mut self.sleeping, later);
        self.woken.extend(due.keys().map(|(_, number)| *number));
        due.into_values().collect()
    }

    /// The watchers that have something to see.
    pub(super) fn seeing(&mut self) -> Vec<Waker> {
        let (all_wait, now) = (self.all_wait(), Instant::now());
        let sees = |it: &Watcher| all_wait || it.until <= now;
        let (seeing, rest): (BTreeMap<_, _>, _) =
            std::mem::take(&mut self.watchers).into_iter().partition(|(_, it)| sees(it));
        self.watchers = rest;
        seeing.into_values().map(|it| it.waker).collect()
    }
}

impl SharedTimers {
    pub(super) fn lock(&self) -> MutexGuard<'_, Timers> {
        self.timers.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes something, and wakes whoever has to know.
    pub(super) fn change<T>(self: &Arc<Self>, change: impl FnOnce(&mut Timers) -> T) -> T {
        let mut timers = self.lock();
        let result = change(&mut timers);
        let mut wakers = timers.due();
        wakers.extend(timers.seeing());
        let needs_thread = !timers.sleeping.is_empty() || !timers.watchers.is_empty();
        if needs_thread && !timers.thread_runs {
            let shared = Arc::clone(self);
            let thread = thread::Builder::new().name("cyclr-sandbox-clock".to_owned());
            // Without the thread only `advance` wakes.
            timers.thread_runs = thread.spawn(move || shared.run_thread()).is_ok();
        }
        drop(timers);
        self.changed.notify_all();
        wakers.into_iter().for_each(Waker::wake);
        result
    }

    /// Wakes as real time passes; ends as soon as nobody waits.
    fn run_thread(&self) {
        let mut timers = self.lock();
        loop {
            let mut wakers = timers.due();
            wakers.extend(timers.seeing());
            if !wakers.is_empty() {
                drop(timers);
                wakers.into_iter().for_each(Waker::wake);
                timers = self.lock();
                continue;
            }
            let next = match timers.next() {
                Some(_) if timers.time.is_frozen() => Duration::MAX,
                Some(end) => end.saturating_sub(timers.time.ran()),
                None if timers.watchers.is_empty() => {
                    timers.thread_runs = false;
                    return;
                }
                None => Duration::MAX,
            };
            let now = Instant::now();
            let watched = timers.watchers.values().map(|it| it.until.duration_since(now)).min();
            let wait = next.min(watched.unwrap_or(Duration::MAX));
            let wait = wait.clamp(Duration::from_micros(100), Duration::from_secs(1));
            timers = match self.changed.wait_timeout(timers, wait) {
                Ok((timers, _)) => timers,
                Err(poisoned) => poisoned.into_inner().0,
            };
        }
    }
}

#[cfg(test)]
mod tests {
    use std::pin::pin;
    use std::task::Context;

    use super::super::sleep::Sleep;
    use super::*;

    #[test]
    fn the_thread_ends_when_nobody_waits() {
        let shared = Arc::new(SharedTimers::default());
        {
            let mut sleep = pin!(Sleep::new(Arc::clone(&shared), Duration::from_secs(3600)));
            assert!(sleep.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
            assert!(shared.lock().thread_runs);
            // The handles of this test, of the sleep, and of one thread.
            for _ in 0..10 {
                assert!(sleep.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
                assert_eq!(Arc::strong_count(&shared), 3);
            }
        }
        // The thread holds a handle as well.
        let patience = Instant::now() + Duration::from_secs(10);
        while Arc::strong_count(&shared) > 1 {
            assert!(Instant::now() < patience, "the thread still runs");
            thread::sleep(Duration::from_millis(1));
        }
        assert!(!shared.lock().thread_runs);
    }
}
