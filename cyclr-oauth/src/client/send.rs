//! [`Sender`]: sends one request within its limit of time, and says whether to try again.

use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use http::header::{HeaderValue, USER_AGENT};
use http::uri::Authority;
use http::{Method, Request, Response};

use crate::api::{Body, Error, HttpTransport, Kind, Operation, TransportError};
use crate::client::clock::AnyClock;
use crate::client::fault::{Decision, Fault};
use crate::client::limits::{Deadline, Limits};
use crate::client::retry::Pauses;
use crate::client::trace;
use crate::web::ApiDomain;

/// What every request needs, whoever makes it.
pub(crate) struct Sender {
    pub(super) api_domain: ApiDomain,
    /// The same, as a part of URLs.
    pub(super) authority: Authority,
    pub(super) user_agent: HeaderValue,
    pub(super) transport: Box<dyn AnyTransport>,
    pub(super) clock: Arc<dyn AnyClock>,
    pub(super) limits: Limits,
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
    /// When a call that begins now has to end.
    pub(super) fn deadline(&self) -> Deadline {
        Deadline(self.clock.monotonic().saturating_add(self.limits.deadline))
    }

    pub(super) fn left(&self, deadline: Deadline) -> Duration {
        deadline.left(self.clock.monotonic())
    }

    /// Sends one request. A status such as 404 is a response.
    pub(super) async fn send(
        &self,
        mut request: Request<Body>,
        operation: &Operation,
        resend: u32,
        deadline: Deadline,
    ) -> Result<Response<Body>, Error> {
        request.headers_mut().insert(USER_AGENT, self.user_agent.clone());
        let limit = self.limits.timeout.min(self.left(deadline));
        let is_https = self.api_domain.is_https();
        trace::one_try(operation, &self.authority, is_https, resend, async {
            let sent = self.transport.send(request, self.limits.max_body);
            self.within(limit, self.clock.timeout(limit), operation, sent)
                .await?
                .map_err(|error| Error::new(operation.clone(), Kind::Transport(error)))
        })
        .await
    }

    /// Waits for so long and no longer: until `limit_reached` ends.
    pub(super) async fn within<T>(
        &self,
        limit: Duration,
        limit_reached: impl Future<Output = ()>,
        operation: &Operation,
        work: impl Future<Output = T>,
    ) -> Result<T, Error> {
        let (mut work, mut limit_reached) = (pin!(work), pin!(limit_reached));
        poll_fn(|context| {
            if let Poll::Ready(result) = work.as_mut().poll(context) {
                return Poll::Ready(Ok(result));
            }
            limit_reached
                .as_mut()
                .poll(context)
                .map(|()| Err(Error::new(operation.clone(), Kind::Timeout(limit))))
        })
        .await
    }
}

/// The tries of one call.
pub(super) struct Tries<'a> {
    sender: &'a Sender,
    operation: &'a Operation,
    deadline: Deadline,
    pauses: Pauses,
    /// How many have failed.
    failed: u32,
    /// Whether Cyclr may have done what one of them asked.
    in_doubt: bool,
}

impl<'a> Tries<'a> {
    pub(super) fn new(sender: &'a Sender, operation: &'a Operation, deadline: Deadline) -> Self {
        let pauses = sender.limits.retry.pauses();
        Self { sender, operation, deadline, pauses, failed: 0, in_doubt: false }
    }

    pub(super) fn failed(&self) -> u32 {
        self.failed
    }

    /// After a failed try: pauses before the next one, or ends the call. It ends well for a removal
    /// that finds nothing, since a try whose response was lost had removed it.
    pub(super) async fn again(&mut self, error: Error) -> Result<Option<Response<Body>>, Error> {
        self.failed += 1;
        if *self.operation.method() == Method::DELETE && error.is_not_found() && self.in_doubt {
            return Ok(Some(Response::new(Body::default())));
        }
        self.in_doubt |= Fault::of(&error).may_have_been_done();
        let Some(pause) = self.pause(&error) else { return Err(error.with_tries(self.failed)) };
        trace::retry(&error, pause);
        self.sender.clock.sleep(pause).await;
        Ok(None)
    }

    fn pause(&mut self, error: &Error) -> Option<Duration> {
        if Fault::of(error).decision(self.operation.is_repeatable()) != Decision::Again {
            return None;
        }
        let asked = error.retry_after_at(self.sender.clock.now()).unwrap_or_default();
        let pause = self.pauses.next()?.saturating_add(asked);
        (pause < self.sender.left(self.deadline)).then_some(pause)
    }
}
