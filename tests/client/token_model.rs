//! All schedules of a few callers and a token endpoint: which caller arrives, is polled or leaves
//! and when, how each token request ends, and when time passes.
//!
//! Each schedule ends with a healthy endpoint, at which earlier requests still hang. Every waiting
//! task must then be woken in time, and a caller that arrives ten seconds later must succeed at
//! once.
//!
//! The scheduler polls only woken tasks, so a lost wake-up is a caller that never ends.

use std::future::poll_fn;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::sync::{Arc, Mutex, MutexGuard, Weak};
use std::task::{Context, Poll, Wake, Waker};
use std::time::Duration;

use cyclr_oauth::api::{Body, Property};
use cyclr_oauth::client::{Clock, Retry};
use cyclr_oauth::{
    ApiDomain, Client, Error, HttpTransport, Secret, ServiceDomain, TransportError, UtcTimestamp,
};
use http::{Request, Response};

use crate::script::account;

const SECOND: Duration = Duration::from_secs(1);

/// The state of one schedule: its time, and Cyclr.
#[derive(Clone, Default)]
struct World(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    now: Duration,
    timers: Vec<(Duration, Weak<()>, Waker)>,
    requests: Vec<Sent>,
    /// Whether a token request has failed.
    failed: bool,
    /// Whether new token requests get a response at once.
    is_healthy: bool,
    /// Whether the next call gets 401.
    refuses: bool,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Answer {
    Token,
    ServerError,
    Refused,
}

/// A token request.
struct Sent {
    at: Duration,
    answer: Option<Answer>,
    waker: Option<Waker>,
    /// Alive until the client gives it up.
    alive: Weak<()>,
}

impl Sent {
    fn is_pending(&self) -> bool {
        self.answer.is_none() && self.alive.strong_count() > 0
    }
}

impl World {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap()
    }

    fn client(&self) -> Client {
        Client::with_transport(self.clone(), self.clone())
            .api_domain(ApiDomain::US)
            .client_credentials("client-id", Secret::from("client-s3cr3t"))
            .service_domain(ServiceDomain::from_static("app-h.cyclr.com"))
            .retry(Retry::default().seed(7))
            .build()
            .unwrap()
    }

    /// Passes time until the next timer and wakes its task; false if there is none.
    fn pass(&self) -> bool {
        let mut state = self.state();
        state.timers.retain(|(_, sleep, _)| sleep.strong_count() > 0);
        let Some(next) = state.timers.iter().map(|(at, ..)| *at).min() else { return false };
        state.now = state.now.max(next);
        self.ring(state);
        true
    }

    fn pass_to(&self, time: Duration) {
        let mut state = self.state();
        state.now = state.now.max(time);
        self.ring(state);
    }

    fn ring(&self, mut state: MutexGuard<'_, State>) {
        let now = state.now;
        let (due, rest) = std::mem::take(&mut state.timers).into_iter().partition(|it| it.0 <= now);
        state.timers = rest;
        drop(state);
        let due: Vec<(Duration, Weak<()>, Waker)> = due;
        due.into_iter().for_each(|(_, _, waker)| waker.wake());
    }

    fn pending(&self) -> Option<usize> {
        self.state().requests.iter().position(Sent::is_pending)
    }

    /// Answers the oldest token request.
    fn answer(&self, answer: Answer) {
        let index = self.pending().unwrap();
        let mut state = self.state();
        state.failed |= answer != Answer::Token;
        state.requests[index].answer = Some(answer);
        let waker = state.requests[index].waker.take();
        drop(state);
        waker.into_iter().for_each(Waker::wake);
    }
}

impl Clock for World {
    fn now(&self) -> UtcTimestamp {
        let start: UtcTimestamp = "2021-10-01T00:00:00Z".parse().unwrap();
        start.saturating_add(self.state().now)
    }

    fn monotonic(&self) -> Duration {
        self.state().now
    }

    async fn sleep(&self, duration: Duration) {
        let until = self.state().now + duration;
        let alive = Arc::new(());
        poll_fn(|context| {
            let mut state = self.state();
            if state.now >= until {
                return Poll::Ready(());
            }
            let timer = (until, Arc::downgrade(&alive), context.waker().clone());
            state.timers.push(timer);
            Poll::Pending
        })
        .await;
    }
}

impl HttpTransport for World {
    async fn send(
        &self,
        request: Request<Body>,
        _: usize,
    ) -> Result<Response<Body>, TransportError> {
        let answer = |status: u16, body: &str| {
            let body = Body::from(body.as_bytes().to_vec());
            Ok(Response::builder().status(status).body(body).unwrap())
        };
        if request.uri().path() != "/oauth/token" {
            let refuses = std::mem::take(&mut self.state().refuses);
            return if refuses { answer(401, "") } else { answer(200, "[]") };
        }
        let alive = Arc::new(());
        let index = {
            let mut state = self.state();
            let (at, answer) = (state.now, state.is_healthy.then_some(Answer::Token));
            if let Some(last) = state.requests.last()
                && state.failed
            {
                assert!(at - last.at >= SECOND, "asked at {:?} and {at:?}", last.at);
            }
            // A second request follows only a failure, such as one that has used its time.
            let given_up = |it: &Sent| it.answer.is_none() && it.alive.strong_count() == 0;
            let has_failed = state.failed || state.requests.iter().any(given_up);
            assert!(has_failed || !state.requests.iter().any(Sent::is_pending), "two requests");
            let alive = Arc::downgrade(&alive);
            state.requests.push(Sent { at, answer, waker: None, alive });
            state.requests.len() - 1
        };
        let outcome = poll_fn(|context| {
            let _alive = &alive;
            let mut state = self.state();
            let sent = &mut state.requests[index];
            sent.waker = Some(context.waker().clone());
            sent.answer.map_or(Poll::Pending, Poll::Ready)
        });
        match outcome.await {
            Answer::Token => answer(200, r#"{"access_token":"t","expires_in":1000}"#),
            Answer::ServerError => answer(500, ""),
            Answer::Refused => answer(400, ""),
        }
    }
}

struct Woken(AtomicBool);

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        self.0.store(true, SeqCst);
    }
}

type Ended = Result<Vec<Property>, Error>;

/// A caller; it has left if its future is `None`.
struct Caller {
    future: Option<Pin<Box<dyn Future<Output = Ended> + Send>>>,
    woken: Arc<Woken>,
    came: Duration,
    result: Option<Ended>,
}

impl Caller {
    fn come(client: &Client, came: Duration) -> Self {
        let scope = client.account(&account());
        let future = Box::pin(async move { scope.properties(1).await });
        let woken = Arc::new(Woken(AtomicBool::new(true)));
        Self { future: Some(future), woken, came, result: None }
    }

    fn is_woken(&self) -> bool {
        self.future.is_some() && self.woken.0.load(SeqCst)
    }

    fn poll(&mut self) {
        self.woken.0.store(false, SeqCst);
        let waker = Waker::from(Arc::clone(&self.woken));
        let future = self.future.as_mut().unwrap();
        if let Poll::Ready(result) = future.as_mut().poll(&mut Context::from_waker(&waker)) {
            self.future = None;
            self.result = Some(result);
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Action {
    Come,
    Poll(usize),
    Drop(usize),
    Answer(Answer),
    Pass,
    Refuse,
}

/// The client's token when the schedule begins.
#[derive(Clone, Copy, Debug)]
enum Start {
    Nothing,
    /// A token that a 401 renews.
    Token,
    /// A token that is due for renewal but still valid.
    DueToken,
}

const CALLERS: usize = 3;

struct Play {
    world: World,
    client: Client,
    callers: Vec<Caller>,
    dropped: usize,
    refused: usize,
}

impl Play {
    fn new(start: Start) -> Self {
        let world = World::default();
        let client = world.client();
        let mut play = Self { world, client, callers: Vec::new(), dropped: 0, refused: 0 };
        let age = match start {
            Start::Nothing => return play,
            Start::Token => 20,
            Start::DueToken => 950,
        };
        play.world.state().is_healthy = true;
        let mut first = Caller::come(&play.client, Duration::ZERO);
        first.poll();
        first.result.unwrap().unwrap();
        play.world.state().is_healthy = false;
        play.world.pass_to(age * SECOND);
        play.callers.clear();
        play
    }

    fn actions(&self) -> Vec<Action> {
        let mut actions = Vec::new();
        if self.callers.len() < CALLERS {
            actions.push(Action::Come);
        }
        for (index, caller) in self.callers.iter().enumerate() {
            if caller.is_woken() {
                actions.push(Action::Poll(index));
            }
            if caller.future.is_some() && self.dropped < 2 {
                actions.push(Action::Drop(index));
            }
        }
        if self.world.pending().is_some() {
            let answers = [Answer::Token, Answer::ServerError, Answer::Refused];
            actions.extend(answers.map(Action::Answer));
        }
        if !self.world.state().timers.is_empty() {
            actions.push(Action::Pass);
        }
        if self.refused < 2 && !self.world.state().refuses {
            actions.push(Action::Refuse);
        }
        actions
    }

    fn act(&mut self, action: Action) {
        match action {
            Action::Come => {
                let now = self.world.monotonic();
                self.callers.push(Caller::come(&self.client, now));
            }
            Action::Poll(index) => self.callers[index].poll(),
            Action::Drop(index) => {
                self.callers[index].future = None;
                self.dropped += 1;
            }
            Action::Answer(answer) => self.world.answer(answer),
            Action::Pass => drop(self.world.pass()),
            Action::Refuse => {
                self.world.state().refuses = true;
                self.refused += 1;
            }
        }
    }

    /// Polls woken tasks until there are none.
    fn settle(&mut self) {
        while let Some(caller) = self.callers.iter_mut().find(|caller| caller.is_woken()) {
            caller.poll();
        }
    }

    /// The endpoint is healthy from now on.
    fn end(mut self) {
        let over = {
            let mut state = self.world.state();
            state.is_healthy = true;
            state.refuses = false;
            state.now
        };
        self.settle();
        // A caller that arrives meanwhile continues the requests that the others have left.
        for seconds in [0, 5, 10, 11] {
            while self.world.monotonic() < over + seconds * SECOND {
                let mut state = self.world.state();
                state.timers.retain(|(_, sleep, _)| sleep.strong_count() > 0);
                let next = state.timers.iter().map(|(at, ..)| *at).min();
                drop(state);
                let until = over + seconds * SECOND;
                self.world.pass_to(next.map_or(until, |next| next.min(until)));
                self.settle();
            }
            let came = self.world.monotonic();
            self.callers.push(Caller::come(&self.client, came));
            self.settle();
            if seconds >= 10 {
                let result = self.callers.last().unwrap().result.as_ref();
                let result = result.expect("who comes ten seconds later has to wait");
                result.as_ref().expect("who comes ten seconds later succeeds");
            }
        }
        // Nobody waits forever.
        while self.callers.iter().any(|caller| caller.future.is_some()) {
            assert!(self.world.pass(), "somebody waits, and nobody wakes it");
            self.settle();
            let now = self.world.monotonic();
            for caller in self.callers.iter().filter(|caller| caller.future.is_some()) {
                assert!(now <= caller.came + 30 * SECOND, "past its deadline");
            }
        }
    }
}

/// Plays a schedule to its end; a panic names the schedule.
fn play(start: Start, schedule: &[Action]) {
    struct Says<'a>(Start, &'a [Action]);

    impl Drop for Says<'_> {
        fn drop(&mut self) {
            if std::thread::panicking() {
                eprintln!("the schedule: {:?} {:?}", self.0, self.1);
            }
        }
    }

    let _says = Says(start, schedule);
    let mut play = Play::new(start);
    schedule.iter().for_each(|action| play.act(*action));
    play.end();
}

/// Plays all schedules of this many actions.
fn explore(start: Start, depth: usize) -> usize {
    let mut schedules = vec![Vec::new()];
    let mut played = 0;
    while let Some(schedule) = schedules.pop() {
        let mut reached = Play::new(start);
        schedule.iter().for_each(|action| reached.act(*action));
        if schedule.len() < depth {
            for action in reached.actions() {
                let mut longer = schedule.clone();
                longer.push(action);
                schedules.push(longer);
            }
        }
        play(start, &schedule);
        played += 1;
    }
    played
}

const DEPTH: usize = 6;

#[test]
fn all_short_schedules_of_a_new_client() {
    assert!(explore(Start::Nothing, DEPTH) > 1_000);
}

#[test]
fn all_short_schedules_with_a_token() {
    assert!(explore(Start::Token, DEPTH) > 1_000);
}

#[test]
fn all_short_schedules_with_a_token_to_renew() {
    assert!(explore(Start::DueToken, DEPTH) > 1_000);
}

#[test]
fn many_long_schedules() {
    let mut random = fastrand::Rng::with_seed(7);
    for number in 0..3_000 {
        let start = [Start::Nothing, Start::Token, Start::DueToken][number % 3];
        let mut reached = Play::new(start);
        let mut schedule = Vec::new();
        for _ in 0..random.usize(7..60) {
            // Callers without end: those that are done make room.
            reached.callers.retain(|caller| caller.future.is_some());
            let actions = reached.actions();
            let action = actions[random.usize(0..actions.len())];
            schedule.push(action);
            reached.act(action);
            reached.dropped = 0;
            reached.refused = 0;
        }
        let says = format!("{start:?} {schedule:?}");
        let result = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| reached.end()));
        assert!(result.is_ok(), "number {number}: {says}");
    }
}
