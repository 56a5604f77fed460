//! Plays a model under two schedulers.

use std::future::{Future, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::pin::pin;
use std::task::Poll;

use shuttle::scheduler::{PctScheduler, RandomScheduler, Scheduler};
use shuttle::{Config, Runner};

/// How many schedules each scheduler plays, unless `SCHEDULES` says otherwise.
const SCHEDULES: usize = 500;
/// How often the second scheduler prefers another thread, at most.
const CHANGES: usize = 3;
/// Where both schedulers begin, so that a run can be repeated.
const SEED: u64 = 7;

/// Plays schedules: half of them chosen at random, half with few changes of thread at random places.
pub fn play(name: &str, model: fn()) {
    let schedules = std::env::var("SCHEDULES").map_or(SCHEDULES, |count| count.parse().unwrap());
    let random = RandomScheduler::new_from_seed(SEED, schedules);
    let few_changes = PctScheduler::new_from_seed(SEED, CHANGES, schedules);
    let played = run(name, random, model) + run(name, few_changes, model);
    println!("{name}: {played} schedules");
    assert_eq!(played, 2 * schedules);
}

fn run(name: &str, scheduler: impl Scheduler + 'static, model: fn()) -> usize {
    let mut config = Config::new();
    config.stack_size = 1 << 18;
    let runner = Runner::new(scheduler, config);
    catch_unwind(AssertUnwindSafe(|| runner.run(model))).unwrap_or_else(|panic| {
        eprintln!("{name} fails; the schedule above repeats it");
        resume_unwind(panic)
    })
}

/// Polls a future as often as this, as its task is woken, and drops it if it has not ended by then.
pub async fn polled<T>(times: usize, future: impl Future<Output = T>) -> Option<T> {
    let mut future = pin!(future);
    let mut polls = 0;
    poll_fn(|context| {
        polls += 1;
        match future.as_mut().poll(context) {
            Poll::Ready(done) => Poll::Ready(Some(done)),
            Poll::Pending if polls >= times => Poll::Ready(None),
            Poll::Pending => Poll::Pending,
        }
    })
    .await
}
