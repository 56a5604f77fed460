//! [`Sender`]: sends one request within its time limit, and decides about retries.

use std::future::{Future, poll_fn};
use std::mem;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use http::header::{HeaderValue, USER_AGENT};
use http::uri::Authority;
use http::{Method, Request, Response};

use crate::api::{Body, Error, HttpTransport, Kind, Operation, TransportError};
use crate::client::budget::Budget;
use crate::client::clock::AnyClock;
use crate::client::fault::{Fault, Reaction};
use crate::client::limits::{Deadline, Limits};
use crate::client::retry::Pauses;
use crate::client::trace;
use crate::web::ApiDomain;

/// What every request needs.
pub(crate) struct Sender {
    pub(super) api_domain: ApiDomain,
    /// The API domain, parsed for URLs.
    pub(super) authority: Authority,
    pub(super) user_agent: HeaderValue,
    pub(super) transport: Box<dyn AnyTransport>,
    pub(super) clock: Arc<dyn AnyClock>,
    pub(super) limits: Limits,
    pub(super) budget: Budget,
}

/// An [`HttpTransport`] of any type.
pub(super) trait AnyTransport: Send + Sync {
    fn send(&self, request: Request<Body>, max_body: usize) -> Sent<'_>;
}

type Sent<'a> = Pin<Box<dyn Future<Output = Result<Response<Body>, TransportError>> + Send + 'a>>;

impl<T: HttpTransport> AnyTransport for T {
    fn send(&self, request: Request<Body>, max_body: usize) -> Sent<'_> {
        Box::pin(HttpTransport::send(self, request, max_body))
    }
}

impl Sender {
    /// The deadline of a call that starts now.
    pub(super) fn deadline(&self) -> Deadline {
        Deadline(self.clock.monotonic().saturating_add(self.limits.deadline))
    }

    pub(super) fn left(&self, deadline: Deadline) -> Duration {
        deadline.left(self.clock.monotonic())
    }

    /// Sends one request within the time limit. A status such as 404 is a response, not an error.
    pub(super) async fn send(
        &self,
        request: Request<Body>,
        operation: &Operation,
        resend: u32,
        deadline: Deadline,
    ) -> Result<Response<Body>, Error> {
        let limit = self.limits.timeout.min(self.left(deadline));
        self.traced(operation, resend, async {
            let mut limit_reached = self.clock.timeout(limit);
            let mut sent = pin!(self.transmit(request, operation));
            poll_fn(|context| {
                if let Poll::Ready(result) = sent.as_mut().poll(context) {
                    return Poll::Ready(result);
                }
                let is_over = limit_reached.as_mut().poll(context);
                is_over.map(|()| Err(Error::new(operation.clone(), Kind::Timeout(limit))))
            })
            .await
        })
        .await
    }

    /// Sends one request without a time limit.
    pub(super) async fn transmit(
        &self,
        mut request: Request<Body>,
        operation: &Operation,
    ) -> Result<Response<Body>, Error> {
        request.headers_mut().insert(USER_AGENT, self.user_agent.clone());
        let response = self.transport.send(request, self.limits.max_body).await;
        response.map_err(|error| Error::new(operation.clone(), Kind::Transport(error)))
    }

    /// Reports the outcome of one request to `tracing`.
    pub(super) async fn traced(
        &self,
        operation: &Operation,
        resend: u32,
        sent: impl Future<Output = Result<Response<Body>, Error>>,
    ) -> Result<Response<Body>, Error> {
        trace::one_try(operation, &self.authority, self.api_domain.is_https(), resend, sent).await
    }
}

/// The tries of one call.
pub(super) struct Tries<'a> {
    sender: &'a Sender,
    operation: &'a Operation,
    deadline: Deadline,
    pauses: Pauses,
    /// The number of failed tries.
    failed: u32,
    /// How the last try failed.
    last: Option<Error>,
    /// Whether Cyclr may have carried out the call in one of them.
    in_doubt: bool,
}

impl<'a> Tries<'a> {
    pub(super) fn new(sender: &'a Sender, operation: &'a Operation, deadline: Deadline) -> Self {
        let pauses = sender.limits.retry.pauses();
        sender.budget.call();
        Self { sender, operation, deadline, pauses, failed: 0, last: None, in_doubt: false }
    }

    pub(super) fn failed(&self) -> u32 {
        self.failed
    }

    /// After a failed try, pauses before the next one or ends the call. A removal that finds
    /// nothing succeeds if an earlier try, whose response was lost, may have removed it.
    pub(super) async fn again(&mut self, error: Error) -> Result<Option<Response<Body>>, Error> {
        if error.is_no_access_token()
            && let Some(last) = self.last.take()
        {
            // The call was sent, and this is its outcome.
            return Err(last.with_tries(self.failed));
        }
        self.failed += 1;
        if *self.operation.method() == Method::DELETE && error.is_not_found() && self.in_doubt {
            return Ok(Some(Response::new(Body::default())));
        }
        self.in_doubt |= Fault::of(&error).may_have_been_done();
        let mut asked = error.retry_after_at(self.sender.clock.now()).unwrap_or_default();
        let can_repeat =
            Fault::of(&error).reaction(self.operation.is_repeatable()) == Reaction::Again;
        while can_repeat && let Some(pause) = self.pause(mem::take(&mut asked)) {
            self.sender.clock.sleep(pause).await;
            // The budget doesn't cover this try. It is skipped, and the next one keeps its time.
            if self.sender.budget.take() {
                trace::retry(&error, pause);
                self.last = Some(error);
                return Ok(None);
            }
        }
        Err(error.with_tries(self.failed))
    }

    /// The next pause, which leaves at least half of the time for the try.
    fn pause(&mut self, asked: Duration) -> Option<Duration> {
        let left = self.sender.left(self.deadline).checked_sub(asked)?;
        let pause = self.pauses.next()?;
        (left > self.sender.limits.retry.shortest()).then(|| asked + pause.min(left / 2))
    }
}
