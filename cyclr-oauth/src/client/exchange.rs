//! One call, from the first try to the answer: the access token, the limits of time, the retries.

use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::task::Poll;
use std::time::Duration;

use backon::{Retryable, Sleeper};
use http::uri::Authority;
use http::{Method, Request, Response, StatusCode};

use super::access_tokens::{AccessTokens, Held};
use super::clock::AnyClock;
use super::retry::{Retry, may_have_been_done, may_repeat};
use super::trace;
use crate::api::{AccessToken, Body, Call, Content, Operation, RequestAccessToken, Session};
use crate::error::Kind;
use crate::{ApiDomain, Error, HttpTransport, Secret, TransportError, UtcTimestamp};

/// All that it takes to make a call.
pub(super) struct Exchange {
    pub(super) api_domain: ApiDomain,
    /// The same, as a part of URLs.
    pub(super) authority: Authority,
    pub(super) client_id: String,
    pub(super) client_secret: Secret,
    pub(super) transport: Box<dyn AnyTransport>,
    pub(super) clock: Arc<dyn AnyClock>,
    pub(super) access_tokens: AccessTokens,
    pub(super) limits: Limits,
}

/// What a client waits for, and what it holds.
#[derive(Clone, Debug)]
pub(super) struct Limits {
    pub(super) retry: Retry,
    pub(super) timeout: Duration,
    pub(super) deadline: Duration,
    pub(super) max_body: usize,
}

/// A [`HttpTransport`] of any type.
pub(super) trait AnyTransport: Send + Sync {
    fn send(&self, request: Request<Body>, max_body: usize) -> Answer<'_, TransportError>;
}

type Answer<'a, E> = Pin<Box<dyn Future<Output = Result<Response<Body>, E>> + Send + 'a>>;

impl<T: HttpTransport> AnyTransport for T {
    fn send(&self, request: Request<Body>, max_body: usize) -> Answer<'_, TransportError> {
        Box::pin(HttpTransport::send(self, request, max_body))
    }
}

/// A [`Call`] of any type, so that the code below is compiled once.
trait AnyCall: Sync {
    fn operation(&self) -> Operation;
    fn request(&self, session: Session<'_>) -> Result<Request<Body>, Error>;
    fn content(&self) -> Content;
    /// Whether it is made with an access token.
    fn is_authorised(&self) -> bool;
}

struct Authorised<'a, C>(&'a C);

impl<C: Call + Sync> AnyCall for Authorised<'_, C> {
    fn operation(&self) -> Operation {
        C::OPERATION
    }

    fn request(&self, session: Session<'_>) -> Result<Request<Body>, Error> {
        session.request(self.0)
    }

    fn content(&self) -> Content {
        self.0.content()
    }

    fn is_authorised(&self) -> bool {
        true
    }
}

impl AnyCall for RequestAccessToken<'_> {
    fn operation(&self) -> Operation {
        Self::OPERATION
    }

    fn request(&self, session: Session<'_>) -> Result<Request<Body>, Error> {
        session.request(self)
    }

    fn content(&self) -> Content {
        Call::content(self)
    }

    fn is_authorised(&self) -> bool {
        false
    }
}

impl Exchange {
    pub(super) fn now(&self) -> UtcTimestamp {
        self.clock.now()
    }

    /// Makes a call, within the deadline.
    #[expect(clippy::manual_async_fn, reason = "that it is `Send` is to be seen here")]
    pub(super) fn call<C: Call + Sync>(
        &self,
        call: &C,
    ) -> impl Future<Output = Result<C::Answer, Error>> + Send {
        async move {
            let ends = self.now().saturating_add(self.limits.deadline);
            trace::call(&C::OPERATION, async {
                let response = self.repeat(&Authorised(call), ends).await?;
                // The answer is one of success, and nothing of the session goes into reading it.
                Session::without_token(&self.api_domain).read(call, response)
            })
            .await
        }
    }

    pub(super) async fn fetch_access_token(
        &self,
        ends: UtcTimestamp,
    ) -> Result<AccessToken, Error> {
        let (client_id, client_secret) = (&*self.client_id, &self.client_secret);
        let call = RequestAccessToken { client_id, client_secret, account: None };
        trace::call(&RequestAccessToken::OPERATION, async {
            let response = self.repeat(&call, ends).await?;
            Session::without_token(&self.api_domain).read(&call, response)
        })
        .await
    }

    /// Tries until there is an answer of success, or no point in trying.
    ///
    /// Boxed, since a call may ask for a token, which is a call.
    fn repeat<'a>(&'a self, call: &'a dyn AnyCall, ends: UtcTimestamp) -> Answer<'a, Error> {
        Box::pin(async move {
            let operation = call.operation();
            let (tries, in_doubt) = (AtomicU32::new(0), AtomicBool::new(false));
            let try_once = || {
                tries.fetch_add(1, Ordering::Relaxed);
                self.try_once(call, &operation, ends)
            };
            let result = try_once
                .retry(self.limits.retry.pauses())
                .sleep(Pause(Arc::clone(&self.clock)))
                .when(|error| {
                    in_doubt.fetch_or(may_have_been_done(error), Ordering::Relaxed);
                    may_repeat(&operation, error)
                })
                .adjust(|error: &Error, pause| {
                    let asked = error.retry_after_at(self.now()).unwrap_or_default();
                    let pause = pause?.saturating_add(asked);
                    (pause < self.left(ends)).then_some(pause)
                })
                .notify(|error: &Error, pause| trace::retry(&operation, error, pause))
                .await;
            match result {
                // A try whose answer was lost had removed it.
                Err(error)
                    if operation.method() == Method::DELETE
                        && error.is_not_found()
                        && in_doubt.load(Ordering::Relaxed) =>
                {
                    Ok(Response::new(Body::default()))
                }
                Err(error) => Err(error.with_tries(tries.load(Ordering::Relaxed))),
                Ok(response) => Ok(response),
            }
        })
    }

    /// Sends one request, or two if Cyclr refuses the access token.
    async fn try_once(
        &self,
        call: &dyn AnyCall,
        operation: &Operation,
        ends: UtcTimestamp,
    ) -> Result<Response<Body>, Error> {
        let mut held = None;
        if call.is_authorised() {
            held = Some(self.access_token(operation, ends).await?);
        }
        let mut renewed = false;
        loop {
            let session = match &held {
                Some(held) => Session::new(&self.api_domain, &held.token),
                None => Session::without_token(&self.api_domain),
            };
            let session = session.with_authority(&self.authority);
            let request = call.request(session)?;
            let sent = self.transport.send(request, self.limits.max_body);
            let limit = self.limits.timeout.min(self.left(ends));
            let response = self
                .within(limit, operation, sent)
                .await?
                .map_err(|error| Error::new(operation.clone(), Kind::Transport(error)))?;
            if response.status().is_success() {
                return Ok(response);
            }
            match &held {
                Some(refused) if response.status() == StatusCode::UNAUTHORIZED && !renewed => {
                    renewed = true;
                    self.access_tokens.refused(refused);
                    held = Some(self.access_token(operation, ends).await?);
                }
                _ => return Err(session.refusal(operation, &response, &call.content())),
            }
        }
    }

    async fn access_token(
        &self,
        operation: &Operation,
        ends: UtcTimestamp,
    ) -> Result<Arc<Held>, Error> {
        if let Some(held) = self.access_tokens.current(self.now()) {
            return Ok(held);
        }
        self.access_tokens.renewed(self, ends).await.map_err(|error| error.of(operation))
    }

    /// How long it is until then.
    pub(super) fn left(&self, ends: UtcTimestamp) -> Duration {
        ends.saturating_duration_since(self.now())
    }

    /// Waits for so long and no longer.
    pub(super) async fn within<T>(
        &self,
        limit: Duration,
        operation: &Operation,
        work: impl Future<Output = T>,
    ) -> Result<T, Error> {
        let (mut work, mut limit_reached) = (pin!(work), self.clock.sleep(limit));
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

/// The clock, for the loop that retries.
struct Pause(Arc<dyn AnyClock>);

impl Sleeper for Pause {
    type Sleep = Pin<Box<dyn Future<Output = ()> + Send>>;

    fn sleep(&self, duration: Duration) -> Self::Sleep {
        let clock = Arc::clone(&self.0);
        Box::pin(async move { clock.sleep(duration).await })
    }
}
