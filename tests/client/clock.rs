//! A clock that is wound by hand, and an executor that winds it when all tasks are stuck.

use std::collections::{BTreeMap, VecDeque};
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard};
use std::task::{Context, Poll, Wake, Waker};
use std::time::Duration;

use cyclr_oauth::UtcTimestamp;
use cyclr_oauth::client::Clock;

/// Time that passes only when a test says so; clones are the same clock.
#[derive(Clone, Default)]
pub struct Wound(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    /// Since the start.
    now: Duration,
    next: u64,
    sleepers: BTreeMap<u64, (Duration, Waker)>,
    /// All that was slept through, or begun: those that the work they limit outran are not polled.
    slept: Vec<Duration>,
    /// Whether a sleep takes no waiting: for who blocks the only thread.
    at_once: bool,
}

impl Wound {
    /// One for a thread that blocks: whoever waits for it has waited.
    pub fn at_once() -> Self {
        let clock = Self::default();
        clock.state().at_once = true;
        clock
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap()
    }

    pub fn start() -> UtcTimestamp {
        "2021-10-01T00:00:00Z".parse().unwrap()
    }

    /// Since the start.
    pub fn elapsed(&self) -> Duration {
        self.state().now
    }

    pub fn slept(&self) -> Vec<Duration> {
        self.state().slept.clone()
    }

    pub fn advance(&self, by: Duration) {
        let mut state = self.state();
        state.now += by;
        let now = state.now;
        let due: Vec<_> = state
            .sleepers
            .values()
            .filter(|(until, _)| *until <= now)
            .map(|(_, waker)| waker.clone())
            .collect();
        drop(state);
        due.into_iter().for_each(Waker::wake);
    }

    /// To the end of the shortest sleep; false if nobody sleeps.
    fn advance_to_next(&self) -> bool {
        let state = self.state();
        let Some(next) = state.sleepers.values().map(|(until, _)| *until).min() else {
            return false;
        };
        let by = next.saturating_sub(state.now);
        drop(state);
        self.advance(by);
        true
    }
}

impl Clock for Wound {
    fn now(&self) -> UtcTimestamp {
        Self::start().saturating_add(self.state().now)
    }

    fn sleep(&self, duration: Duration) -> impl Future<Output = ()> + Send {
        Sleep { clock: self.clone(), duration, begun: None }
    }
}

struct Sleep {
    clock: Wound,
    duration: Duration,
    begun: Option<(u64, Duration)>,
}

impl Future for Sleep {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let clock = self.clock.clone();
        let mut state = clock.state();
        let (id, until) = match self.begun {
            Some(begun) => begun,
            None => {
                let until = state.now.saturating_add(self.duration);
                state.next += 1;
                state.slept.push(self.duration);
                if state.at_once {
                    state.now = until;
                }
                *self.begun.insert((state.next, until))
            }
        };
        if until <= state.now {
            return Poll::Ready(());
        }
        state.sleepers.insert(id, (until, context.waker().clone()));
        Poll::Pending
    }
}

impl Drop for Sleep {
    fn drop(&mut self) {
        if let Some((id, _)) = self.begun {
            self.clock.state().sleepers.remove(&id);
        }
    }
}

pub type Task<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Who has been woken.
#[derive(Default)]
struct Ready(Mutex<VecDeque<usize>>);

struct WakeOne(Arc<Ready>, usize);

impl Wake for WakeOne {
    fn wake(self: Arc<Self>) {
        self.0.0.lock().unwrap().push_back(self.1);
    }
}

/// Runs all tasks side by side to their end. When none can go on, time passes.
pub fn run_all<'a, T>(clock: &Wound, tasks: impl IntoIterator<Item = Task<'a, T>>) -> Vec<T> {
    let mut tasks: Vec<_> = tasks.into_iter().map(Some).collect();
    let mut results: Vec<_> = tasks.iter().map(|_| None).collect();
    let ready = Arc::new(Ready(Mutex::new((0..tasks.len()).collect())));
    loop {
        while let Some(index) = { ready.0.lock().unwrap().pop_front() } {
            let Some(task) = &mut tasks[index] else { continue };
            let waker = Waker::from(Arc::new(WakeOne(Arc::clone(&ready), index)));
            if let Poll::Ready(result) = task.as_mut().poll(&mut Context::from_waker(&waker)) {
                results[index] = Some(result);
                tasks[index] = None;
            }
        }
        if tasks.iter().all(Option::is_none) {
            return results.into_iter().flatten().collect();
        }
        assert!(clock.advance_to_next(), "nobody can go on, and nobody waits for the time");
    }
}

/// Runs one task to its end.
pub fn run<'a, T>(clock: &Wound, task: impl Future<Output = T> + Send + 'a) -> T {
    run_all(clock, [Box::pin(task) as Task<'a, T>]).remove(0)
}

/// Lets a task go as far as it can without time.
pub fn poll_once<T>(task: &mut Task<'_, T>) -> Option<T> {
    match task.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(result) => Some(result),
        Poll::Pending => None,
    }
}
