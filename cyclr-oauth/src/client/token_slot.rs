//! [`Slot`]: an access token and the requests for the next one, shared by all callers.

use std::future::poll_fn;
use std::mem;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::time::Duration;

use crate::api::{AccessToken, Call, Error, Kind, RequestAccessToken};
use crate::client::fault::Fault;
use crate::client::held_token::Held;
use crate::client::limits::Deadline;
use crate::client::outage::Outage;
use crate::client::send::Sender;
use crate::client::token_request::{Fetch, TokenRequest};
use crate::client::waiters::{Waiter, Waiters};
use crate::sync::{Mutex, MutexGuard, PoisonError};

/// How long a caller waits for another caller's request while the endpoint is failing.
const PATIENCE: Duration = Duration::from_secs(1);

/// One access token, and the requests for the next one.
///
/// No caller owns a request. Every waiting caller polls all requests and is woken with the others.
/// A caller that leaves hands them to those who wait, or to the next one that arrives.
pub(super) struct Slot {
    state: Mutex<State>,
    /// The token endpoint's failures, which concern all slots.
    endpoint: Arc<Mutex<Outage>>,
    waiters: Arc<Waiters>,
    /// Wakes the waiters.
    waker: Waker,
    /// Whether the token is for one account.
    is_restricted: bool,
}

#[derive(Default)]
struct State {
    current: Option<Arc<Held>>,
    /// In the order of their ids; more than one only while the endpoint fails.
    requests: Vec<Request>,
    ids: u64,
    /// How Cyclr refuses a token for this account.
    refusal: Outage,
}

struct Request {
    id: u64,
    asked: Duration,
    ends: Duration,
    /// `None` while a caller polls it.
    fetch: Option<Fetch>,
    /// Whether a caller has found that its time is up.
    is_over: bool,
}

/// One waiting caller.
struct Caller<'a> {
    /// The token that it can't use.
    refused: Option<&'a Arc<Held>>,
    came: Duration,
    has_waited: bool,
    deadline: Deadline,
    /// How long it waits while the endpoint is failing.
    patient_until: Duration,
}

/// A pause, and when it ends.
type Sleep<'a> = (Duration, Pin<Box<dyn Future<Output = ()> + Send + 'a>>);

enum Step {
    /// There is something new to poll.
    Poll,
    Wait(Duration),
    Done(Result<Arc<Held>, Error>),
}

impl Slot {
    pub(super) fn new(endpoint: Arc<Mutex<Outage>>, is_restricted: bool) -> Self {
        let waiters = Arc::<Waiters>::default();
        let waker = Waker::from(Arc::clone(&waiters));
        Self { state: Mutex::default(), endpoint, waiters, waker, is_restricted }
    }

    /// The token, even if it is due for renewal.
    pub(super) fn held(&self) -> Option<Arc<Held>> {
        lock(&self.state).current.clone()
    }

    /// The token, unless it is due for renewal.
    pub(super) fn current(&self, now: Duration) -> Option<Arc<Held>> {
        let state = lock(&self.state);
        state.current.as_ref().filter(|held| now < held.renew_at).map(Arc::clone)
    }

    /// Whether a token other than the refused one exists or may still arrive.
    pub(super) fn has_another(&self, refused: &Arc<Held>, now: Duration) -> bool {
        let state = lock(&self.state);
        let is_current = state.current.as_ref().is_some_and(|held| Arc::ptr_eq(held, refused));
        !is_current || !refused.is_fresh(now)
    }

    /// Returns a token other than the refused one: at once if a live one exists, otherwise after
    /// fetching it.
    pub(super) async fn token(
        &self,
        request: &TokenRequest<'_>,
        refused: Option<&Arc<Held>>,
        deadline: Deadline,
    ) -> Result<Arc<Held>, Error> {
        let clock = &request.sender.clock;
        let waiter = self.waiters.join();
        let mut now = clock.monotonic();
        let patient_until = now.saturating_add(PATIENCE);
        let mut caller = Caller { refused, came: now, has_waited: false, deadline, patient_until };
        let mut sleep: Option<Sleep<'_>> = None;
        let result = poll_fn(|context| {
            loop {
                waiter.wait(context.waker());
                now = now.max(clock.monotonic());
                self.poll(request.sender, now);
                let until = match self.step(request, &mut caller, now) {
                    Step::Poll => continue,
                    Step::Done(result) => return Poll::Ready(result),
                    Step::Wait(until) => until,
                };
                caller.has_waited = true;
                let (_, timer) = match &mut sleep {
                    Some(sleep) if sleep.0 == until => sleep,
                    _ => sleep.insert((until, clock.sleep(until.saturating_sub(now)))),
                };
                if timer.as_mut().poll(context).is_pending() {
                    return Poll::Pending;
                }
                // This much time has passed, whatever the clock says.
                now = now.max(until);
                sleep = None;
            }
        })
        .await;
        waiter.leave();
        result
    }

    /// Renews the token during other work; `None` if there is nothing to renew.
    pub(super) fn renewal(self: &Arc<Self>) -> Option<Renewal> {
        let is_renewed = !lock(&self.state).requests.is_empty();
        is_renewed.then(|| Renewal { slot: Arc::clone(self), waiter: self.waiters.join() })
    }

    /// Decides a caller's next step, and starts a request if that is it.
    fn step(&self, request: &TokenRequest<'_>, caller: &mut Caller<'_>, now: Duration) -> Step {
        let state = &mut *lock(&self.state);
        let endpoint = &mut *lock(&self.endpoint);
        endpoint.forget(now);
        state.refusal.forget(now);

        let can_use = |held: &&Arc<Held>| {
            now < held.expires_at
                && caller.refused.is_none_or(|refused| !Arc::ptr_eq(held, refused))
        };
        let usable = state.current.as_ref().filter(can_use);
        let is_due = usable.is_none_or(|held| now >= held.renew_at);
        let tries = request.sender.limits.retry.tries_at_most();
        let refusal = state.refusal.verdict(now, tries);
        let verdict = refusal.or_else(|| endpoint.verdict(now, tries)).map(Error::share);
        let is_patient = verdict.is_none() || now < caller.patient_until;
        let ask_at = endpoint.ask_at().max(state.refusal.ask_at());
        let may_ask = ask_at.map_or(state.requests.is_empty(), |at| now >= at);
        let left = caller.deadline.left(now);
        if is_due && may_ask && is_patient && left >= request.least() && !left.is_zero() {
            let ends = now.saturating_add(request.limit());
            state.ids += 1;
            let (id, fetch) = (state.ids, Some(request.fetch()));
            state.requests.push(Request { id, asked: now, ends, fetch, is_over: false });
            endpoint.asked(now);
            state.refusal.asked(now);
            caller.patient_until = ends;
            return Step::Poll;
        }
        // A token that is too late for this call serves the next one.
        if left.is_zero() && caller.has_waited {
            return Step::Done(Err(endpoint.failure().map_or_else(
                || {
                    let waited = Kind::Timeout(now.saturating_sub(caller.came));
                    Error::new(RequestAccessToken::OPERATION, waited)
                },
                Error::share,
            )));
        }
        if let Some(held) = usable {
            return Step::Done(Ok(Arc::clone(held)));
        }

        let is_asked = !state.requests.is_empty();
        let until_then = verdict.as_ref().map(|_| caller.patient_until);
        if let Some(failure) = verdict
            && !(is_asked && is_patient)
        {
            return Step::Done(Err(failure));
        }
        if !is_asked
            && ask_at.is_some_and(|at| at >= caller.deadline.0)
            && let Some(failure) = endpoint.failure().or_else(|| state.refusal.failure())
        {
            return Step::Done(Err(failure.share()));
        }
        let verdict_at = endpoint.failure().map(|_| endpoint.verdict_at());
        let others = [ask_at, until_then, verdict_at];
        let ends = state.requests.iter().map(|request| request.ends);
        let times = ends.chain(others.into_iter().flatten()).filter(|time| *time > now);
        Step::Wait(times.fold(caller.deadline.0, Duration::min))
    }

    /// Polls all requests for a token, and records their results.
    fn poll(&self, sender: &Sender, now: Duration) {
        let mut from = 0;
        while let Some(taken) = self.take(&mut from, now) {
            taken.poll(sender, now);
        }
    }

    /// Takes the next request that no other caller is polling.
    fn take(&self, from: &mut u64, now: Duration) -> Option<Taken<'_>> {
        let state = &mut *lock(&self.state);
        for request in &mut state.requests {
            if request.id < *from {
                continue;
            }
            *from = request.id + 1;
            request.is_over |= now >= request.ends;
            if let Some(fetch) = request.fetch.take() {
                let (id, is_over) = (request.id, request.is_over);
                return Some(Taken { slot: self, id, fetch: Some(fetch), is_over });
            }
        }
        None
    }
}

/// A request that is being polled, outside all locks. A panic in it drops it, which gives it up.
struct Taken<'a> {
    slot: &'a Slot,
    id: u64,
    fetch: Option<Fetch>,
    is_over: bool,
}

impl Taken<'_> {
    fn poll(mut self, sender: &Sender, now: Duration) {
        let mut context = Context::from_waker(&self.slot.waker);
        while let Some(fetch) = &mut self.fetch {
            match fetch.poll(&mut context, self.is_over) {
                Poll::Ready(result) => self.done(result, sender, now),
                Poll::Pending => self.put_back(),
            }
        }
    }

    /// Puts the request back, unless another caller has found meanwhile that its time is up.
    fn put_back(&mut self) {
        let mut state = lock(&self.slot.state);
        let request = state.requests.iter_mut().find(|request| request.id == self.id);
        let given_up = match request {
            Some(request) if request.is_over && !self.is_over => {
                self.is_over = true;
                return;
            }
            Some(request) => {
                request.fetch = self.fetch.take();
                None
            }
            // Another request has made it superfluous.
            None => self.fetch.take(),
        };
        drop(state);
        drop(given_up);
    }

    fn done(&mut self, result: Result<AccessToken, Error>, sender: &Sender, now: Duration) {
        let fetch = self.fetch.take();
        let asked_to_wait =
            result.as_ref().err().and_then(|e| e.retry_after_at(sender.clock.now()));
        let mut superfluous = Vec::new();
        let mut state = lock(&self.slot.state);
        let index = state.requests.iter().position(|request| request.id == self.id);
        if let Some(index) = index {
            let asked = state.requests.remove(index).asked;
            let mut endpoint = lock(&self.slot.endpoint);
            match result {
                // It has lain here for longer than it lives: no caller has waited for it.
                Ok(token) if self.is_over && Held::expiry(&token, asked) <= now => {}
                Ok(token) => {
                    state.current = Some(Arc::new(Held::new(token, asked, now)));
                    superfluous = mem::take(&mut state.requests);
                    state.refusal.over();
                    endpoint.over();
                }
                Err(error) => {
                    let fault = Fault::of(&error);
                    let is_refusal = matches!(fault, Fault::Refused | Fault::Unauthorized);
                    let its_own = self.slot.is_restricted && is_refusal;
                    let outage = if its_own { &mut state.refusal } else { &mut *endpoint };
                    outage.failed(asked, now, error, asked_to_wait.unwrap_or_default());
                }
            }
        }
        drop(state);
        self.slot.waiters.wake_by_ref();
        // Runs the transport's code, so outside the lock.
        drop((fetch, superfluous));
    }
}

impl Drop for Taken<'_> {
    fn drop(&mut self) {
        if self.fetch.is_some() {
            lock(&self.slot.state).requests.retain(|request| request.id != self.id);
            self.slot.waiters.wake_by_ref();
        }
    }
}

/// Renews a token that is still valid, during a call with it.
pub(super) struct Renewal {
    slot: Arc<Slot>,
    waiter: Waiter,
}

impl Renewal {
    pub(super) fn poll(&self, sender: &Sender, context: &Context<'_>) {
        self.waiter.wait(context.waker());
        self.slot.poll(sender, sender.clock.monotonic());
    }
}

pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // Nothing under these locks can panic.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
