//! Every schedule of a small world in virtual time: the cache against a server that fails twice, under callers who give up
//! wherever they wait.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test")]

use std::future::{pending, poll_fn};
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::task::Poll;
use std::time::Duration;

use tokio::runtime::{Builder, Handle};
use tokio::task::{JoinSet, yield_now};
use tokio::time::{Instant, sleep, sleep_until, timeout};

use crate::connection_cache::{Connect, ConnectionCache, Failure, LONGEST_PAUSE, Link};
use crate::error::Reason;

const ROUND_TRIP: Duration = Duration::from_millis(20);
const SILENCE: Duration = Duration::from_millis(200);
const ANSWER: Duration = Duration::from_secs(1);
const CONNECTED: Duration = Duration::from_secs(4);

/// What the server does for a while.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Fault {
    /// It is not there; its connections end.
    Refuses,
    /// It is stopped: what was sent is answered when it goes on.
    Freezes,
    /// The network loses everything, and connections that are there, for good.
    Swallows,
    /// It takes connections, and ends each at the first command.
    Drops,
    /// It refuses the password; connections that are there work.
    Forbids,
}

use Fault::{Drops, Forbids, Freezes, Refuses, Swallows};

const FAULTS: [Fault; 5] = [Refuses, Freezes, Swallows, Drops, Forbids];

struct World {
    /// What happens when; all is well in between and afterwards.
    faults: Vec<(Instant, Instant, Fault)>,
    connecting: AtomicUsize,
    connected: AtomicUsize,
}

impl World {
    fn fault(&self) -> Option<(Fault, Instant)> {
        let now = Instant::now();
        let current = self.faults.iter().find(|(begin, end, _)| *begin <= now && now < *end);
        current.map(|(_, end, fault)| (*fault, *end))
    }

    /// Whether there was such a moment since then.
    fn was(&self, faults: &[Fault], since: Instant) -> bool {
        let now = Instant::now();
        let overlaps = |begin: Instant, end: Instant| begin <= now && since < end;
        self.faults
            .iter()
            .any(|(begin, end, fault)| faults.contains(fault) && overlaps(*begin, *end))
    }
}

struct Server(Arc<World>);

struct Wire {
    world: Arc<World>,
    made: Instant,
    answered: std::sync::Mutex<Option<Instant>>,
    is_broken: AtomicBool,
    is_dropped: AtomicBool,
}

fn failure(is_lasting: bool) -> Failure {
    Failure { reason: Reason::timed_out(), is_lasting }
}

/// One attempt at a time, whatever becomes of it.
struct Connecting<'a>(&'a World);

impl Drop for Connecting<'_> {
    fn drop(&mut self) {
        self.0.connecting.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Connect for Server {
    type Link = Wire;

    async fn connect(&self) -> Result<Wire, Failure> {
        let world = &self.0;
        let others = world.connecting.fetch_add(1, Ordering::SeqCst);
        assert!(others == 0 || others == usize::MAX, "two attempts at once");
        world.connected.fetch_add(1, Ordering::SeqCst);
        let _connecting = Connecting(world);
        match world.fault() {
            Some((Refuses, _)) => return Err(failure(false)),
            Some((Freezes, end)) => sleep_until(end).await,
            Some((Swallows, _)) => pending().await,
            Some((Forbids, _)) => {
                sleep(ROUND_TRIP).await;
                return Err(failure(true));
            }
            Some((Drops, _)) | None => {}
        }
        sleep(ROUND_TRIP).await;
        Ok(Wire {
            world: Arc::clone(world),
            made: Instant::now(),
            answered: None.into(),
            is_broken: false.into(),
            is_dropped: false.into(),
        })
    }
}

impl Wire {
    fn is_closed(&self) -> bool {
        self.is_dropped.load(Ordering::SeqCst) || self.world.was(&[Refuses], self.made)
    }

    /// Whether there is an answer.
    async fn ask(&self) -> bool {
        assert!(!self.is_broken(), "a command is sent on a broken connection");
        let is_answered = timeout(ANSWER, async {
            if self.is_closed() {
                return false;
            }
            match self.world.fault() {
                _ if self.world.was(&[Swallows], self.made) => pending().await,
                Some((Freezes, end)) => sleep_until(end).await,
                Some((Drops, _)) => {
                    self.is_dropped.store(true, Ordering::SeqCst);
                    return false;
                }
                _ => {}
            }
            sleep(ROUND_TRIP).await;
            // It may have ended meanwhile.
            !self.is_closed()
        });
        let is_answered = is_answered.await == Ok(true);
        if is_answered {
            *self.answered.lock().unwrap() = Some(Instant::now());
        } else {
            self.set_broken();
        }
        is_answered
    }
}

impl Link for Wire {
    fn is_broken(&self) -> bool {
        self.is_broken.load(Ordering::SeqCst)
    }

    fn set_broken(&self) {
        self.is_broken.store(true, Ordering::SeqCst);
    }

    fn is_silent(&self, now: Instant) -> bool {
        let answered = self.answered.lock().unwrap().unwrap_or(self.made);
        now.saturating_duration_since(answered) > SILENCE
    }

    fn has_served(&self) -> bool {
        self.answered.lock().unwrap().is_some()
    }

    async fn check(&self) -> bool {
        self.ask().await
    }
}

/// When a caller gives up.
#[derive(Clone, Copy, Debug)]
enum Patience {
    Endless,
    /// Every second one is dropped when it has been polled so often.
    Polls(usize),
    /// Every second one is dropped after so long.
    Time(Duration),
}

/// How callers come.
#[derive(Clone, Copy, Debug)]
enum Arrivals {
    Every(Duration),
    /// So many at once, after a silence.
    Bursts(usize, Duration),
}

#[derive(Clone, Copy, Debug)]
struct Schedule {
    faults: [(Fault, Duration); 2],
    between: Duration,
    arrivals: Arrivals,
    patience: Patience,
}

async fn run(schedule: Schedule) {
    let Schedule { faults: [first, second], between, arrivals, patience } = schedule;
    let start = Instant::now();
    let begin = start + Duration::from_millis(500);
    let middle = begin + first.1 + between;
    let well = middle + second.1;
    let world = Arc::new(World {
        faults: vec![(begin, begin + first.1, first.0), (middle, well, second.0)],
        connecting: AtomicUsize::new(0),
        connected: AtomicUsize::new(0),
    });
    let cache = ConnectionCache::new(Server(Arc::clone(&world)));
    // A failure that lasts is shared for a pause. On a connection that answered just before the network lost it, commands
    // are lost until it has been silent for long enough.
    let lasting =
        if [first.0, second.0].contains(&Forbids) { LONGEST_PAUSE } else { Duration::ZERO };
    let sure = well + SILENCE + ROUND_TRIP * 2 + lasting.mul_f64(1.2);
    let end = sure + Duration::from_secs(6);

    let (mut callers, mut number) = (JoinSet::new(), 0);
    let (at_once, gap) = match arrivals {
        Arrivals::Every(gap) => (1, gap),
        Arrivals::Bursts(at_once, gap) => (at_once, gap),
    };
    while Instant::now() < end {
        for _ in 0..at_once {
            number += 1;
            let gives_up = number % 2 == 0;
            let cache = cache.clone();
            callers.spawn(async move {
                let called = Instant::now();
                let call = async {
                    match cache.get(CONNECTED).await {
                        Ok(wire) => wire.ask().await,
                        Err(_) => false,
                    }
                };
                let outcome = match patience {
                    Patience::Polls(polls) if gives_up => within_polls(polls, call).await,
                    Patience::Time(time) if gives_up => timeout(time, call).await.ok(),
                    _ => Some(call.await),
                };
                let took = called.elapsed();
                assert!(
                    took <= CONNECTED + ANSWER + ROUND_TRIP,
                    "{schedule:?}: a call of {took:?}"
                );
                let is_sure = called >= sure;
                assert!(
                    outcome != Some(false) || !is_sure,
                    "{schedule:?}: fails {:?} after all is well",
                    called - well
                );
                usize::from(is_sure && outcome == Some(true))
            });
        }
        sleep(gap).await;
    }
    let mut succeeded = 0;
    while let Some(caller) = callers.join_next().await {
        succeeded += caller.unwrap();
    }
    assert!(succeeded > 0, "{schedule:?}: nobody succeeds");

    let seconds = (Instant::now() - start).as_secs_f64();
    let connected = world.connected.load(Ordering::SeqCst);
    let most = 10.0 + seconds;
    #[expect(clippy::cast_precision_loss, reason = "far from 2^52")]
    let is_bounded = connected as f64 <= most;
    assert!(is_bounded, "{schedule:?}: {connected} connections in {seconds} s");
    // Nothing goes on when nobody waits.
    sleep(Duration::from_secs(10)).await;
    assert_eq!(Handle::current().metrics().num_alive_tasks(), 0, "{schedule:?}");
}

/// Drops the future when it has been polled so often.
async fn within_polls<T>(polls: usize, future: impl Future<Output = T>) -> Option<T> {
    let (mut future, mut polled) = (pin!(future), 0);
    poll_fn(|context| {
        if polled == polls {
            return Poll::Ready(None);
        }
        polled += 1;
        future.as_mut().poll(context).map(Some)
    })
    .await
}

#[test]
fn no_schedule_ends_with_a_healthy_server_and_callers_that_fail() {
    run_every(23);
}

#[test]
#[ignore = "takes a minute"]
fn none_of_all_schedules() {
    run_every(1);
}

fn run_every(step: usize) {
    let milliseconds = Duration::from_millis;
    let firsts = FAULTS.map(|fault| [50, 300, 1100, 2500, 9000].map(|length| (fault, length)));
    let seconds = FAULTS.map(|fault| [40, 1500].map(|length| (fault, length)));
    let arrivals = [
        Arrivals::Every(milliseconds(50)),
        Arrivals::Every(milliseconds(310)),
        Arrivals::Bursts(5, milliseconds(900)),
    ];
    let patience = (0..6).map(Patience::Polls).chain([
        Patience::Endless,
        Patience::Time(milliseconds(10)),
        Patience::Time(milliseconds(600)),
    ]);
    let patience = patience.collect::<Vec<_>>();
    let (mut schedules, mut betweens) = (Vec::new(), [0, 30, 700].into_iter().cycle());
    for first in firsts.into_iter().flatten() {
        for second in seconds.into_iter().flatten() {
            for arrivals in arrivals {
                for &patience in &patience {
                    let faults = [first, second].map(|(fault, time)| (fault, milliseconds(time)));
                    let between = milliseconds(betweens.next().unwrap());
                    schedules.push(Schedule { faults, between, arrivals, patience });
                }
            }
        }
    }
    assert_eq!(schedules.len(), 25 * 10 * 3 * 9);
    for (number, schedule) in schedules.into_iter().enumerate().step_by(step) {
        fastrand::seed(number as u64);
        let runtime = Builder::new_current_thread().enable_time().start_paused(true).build();
        runtime.unwrap().block_on(run(schedule));
    }
}

#[test]
fn an_attempt_whose_runtime_ends_or_stands_still_is_made_anew() {
    let runtime = || Builder::new_current_thread().enable_time().build().unwrap();
    for ends in [true, false] {
        let world = Arc::new(World {
            faults: Vec::new(),
            // What stands still counts on.
            connecting: AtomicUsize::new(if ends { 0 } else { usize::MAX }),
            connected: AtomicUsize::new(0),
        });
        let (first, second) = (runtime(), runtime());
        let cache = ConnectionCache::new(Server(Arc::clone(&world)));
        first.block_on(async {
            let connects = async {
                while world.connected.load(Ordering::SeqCst) == 0 {
                    yield_now().await;
                }
            };
            tokio::select! {
                biased;
                () = connects => {}
                _ = cache.get(CONNECTED) => panic!("it takes a round trip"),
            }
        });
        assert_eq!(world.connected.load(Ordering::SeqCst), 1);
        let still = if ends {
            drop(first);
            None
        } else {
            Some(first)
        };
        let wire = second.block_on(async { cache.get(CONNECTED * 2).await });
        assert!(wire.is_ok_and(|wire| !wire.is_broken()));
        assert_eq!(world.connected.load(Ordering::SeqCst), 2);
        drop(still);
    }
}
