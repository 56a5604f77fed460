//! The sleeps of a clock, and the thread that wakes them as real time passes.

use std::collections::BTreeMap;
use std::pin::Pin;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::thread;
use std::time::{Duration, SystemTime};

#[derive(Default)]
pub(super) struct SharedTimers {
    timers: Mutex<Timers>,
    /// Tells the timer thread that the first deadline, or the offset, is another now.
    pub(super) changed: Condvar,
}

#[derive(Default)]
pub(super) struct Timers {
    pub(super) offset: Duration,
    /// Ordered by moment; the number tells sleeps of the same moment apart.
    pub(super) sleeping: BTreeMap<(SystemTime, u64), Waker>,
    next_number: u64,
    thread_runs: bool,
}

impl Timers {
    pub(super) fn now(&self) -> SystemTime {
        // Beyond what the platform can count there is no time to sleep until.
        let now = SystemTime::now();
        now.checked_add(self.offset).unwrap_or(now)
    }

    /// Takes out the sleeps that are over.
    pub(super) fn due(&mut self) -> Vec<Waker> {
        let now = self.now();
        let later = self.sleeping.split_off(&(now, u64::MAX));
        std::mem::replace(&mut self.sleeping, later).into_values().collect()
    }
}

impl SharedTimers {
    pub(super) fn lock(&self) -> MutexGuard<'_, Timers> {
        self.timers.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Wakes sleeps as real time passes; ends as soon as nothing sleeps.
    fn run_thread(&self) {
        let mut timers = self.lock();
        loop {
            let due = timers.due();
            if !due.is_empty() {
                drop(timers);
                due.into_iter().for_each(Waker::wake);
                timers = self.lock();
                continue;
            }
            let Some((moment, _)) = timers.sleeping.keys().next() else {
                timers.thread_runs = false;
                return;
            };
            // Somebody may set the system's clock meanwhile, so look at it again now and then.
            let wait = moment.duration_since(timers.now()).unwrap_or(Duration::ZERO);
            let wait = wait.clamp(Duration::from_micros(100), Duration::from_secs(1));
            timers = match self.changed.wait_timeout(timers, wait) {
                Ok((timers, _)) => timers,
                Err(poisoned) => poisoned.into_inner().0,
            };
        }
    }
}

/// Ends when the time reaches the moment; never, if there is none.
pub(super) struct Sleep {
    shared: Arc<SharedTimers>,
    moment: Option<SystemTime>,
    key: Option<(SystemTime, u64)>,
}

impl Sleep {
    pub(super) const fn new(shared: Arc<SharedTimers>, moment: Option<SystemTime>) -> Self {
        Self { shared, moment, key: None }
    }
}

impl Future for Sleep {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let Some(moment) = self.moment else { return Poll::Pending };
        let shared = Arc::clone(&self.shared);
        let mut timers = shared.lock();
        if timers.now() >= moment {
            if let Some(key) = self.key.take() {
                timers.sleeping.remove(&key);
            }
            return Poll::Ready(());
        }
        let key = *self.key.get_or_insert_with(|| {
            timers.next_number += 1;
            (moment, timers.next_number)
        });
        timers.sleeping.insert(key, context.waker().clone());
        if timers.thread_runs {
            shared.changed.notify_all();
        } else {
            let shared = Arc::clone(&shared);
            let thread = thread::Builder::new().name("cyclr-sandbox-clock".to_owned());
            // Without the thread only `advance` wakes.
            timers.thread_runs = thread.spawn(move || shared.run_thread()).is_ok();
        }
        Poll::Pending
    }
}

impl Drop for Sleep {
    fn drop(&mut self) {
        if let Some(key) = self.key.take() {
            self.shared.lock().sleeping.remove(&key);
            self.shared.changed.notify_all();
        }
    }
}
