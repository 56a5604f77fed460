//! [`Core`]: makes one call, from access token to response. All clones of a client share it.

use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::sync::Arc;

use http::{Request, Response, StatusCode};

use crate::api::{Body, Call, Error, Kind, Operation, Refusal, Session};
use crate::client::limits::Deadline;
use crate::client::send::{Sender, Tries};
use crate::client::token_cache::{Lease, TokenCache};
use crate::client::trace;
use crate::sync::{PoisonError, RwLock};
use crate::values::{AccountId, UtcTimestamp};

pub(crate) struct Core {
    pub(super) sender: Arc<Sender>,
    /// Replaced as a whole with the credentials, so that no token outlives them.
    pub(super) tokens: RwLock<Arc<TokenCache>>,
    /// Whether calls within an account use a token that is restricted to it.
    pub(super) account_tokens: bool,
}

/// A [`Call`] of any type, so that the code below is compiled once.
trait AnyCall: Sync {
    fn operation(&self) -> Operation;
    fn account(&self) -> Option<&AccountId>;
    fn request(&self, session: Session<'_>) -> Result<Request<Body>, Error>;
    fn visit_secrets(&self, visit: &mut dyn FnMut(&str));
}

struct Any<'a, C>(&'a C);

impl<C: Call + Sync> AnyCall for Any<'_, C> {
    fn operation(&self) -> Operation {
        C::OPERATION
    }

    fn account(&self) -> Option<&AccountId> {
        self.0.account()
    }

    fn request(&self, session: Session<'_>) -> Result<Request<Body>, Error> {
        session.request(self.0)
    }

    fn visit_secrets(&self, visit: &mut dyn FnMut(&str)) {
        self.0.visit_secrets(visit);
    }
}

impl Core {
    pub(super) fn now(&self) -> UtcTimestamp {
        self.sender.clock.now()
    }

    fn tokens(&self) -> Arc<TokenCache> {
        Arc::clone(&self.tokens.read().unwrap_or_else(PoisonError::into_inner))
    }

    pub(super) fn replace_tokens(&self, tokens: TokenCache) {
        *self.tokens.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(tokens);
    }

    pub(super) async fn check(&self) -> Result<(), Error> {
        self.tokens().fetch_partner(&self.sender, self.sender.deadline()).await
    }

    /// Makes a call, within the deadline.
    #[expect(clippy::manual_async_fn, reason = "states that the future is `Send`")]
    pub(super) fn call<C: Call + Sync>(
        &self,
        call: &C,
    ) -> impl Future<Output = Result<C::Output, Error>> + Send {
        async move {
            trace::call(&C::OPERATION, async {
                let response = self.repeat(&Any(call)).await?;
                // Reading a successful response uses nothing of the session.
                Session::without_token(&self.sender.api_domain).read(call, response)
            })
            .await
        }
    }

    /// Tries until Cyclr accepts the call or no retry can help.
    fn repeat<'a>(
        &'a self,
        call: &'a dyn AnyCall,
    ) -> Pin<Box<dyn Future<Output = Result<Response<Body>, Error>> + Send + 'a>> {
        Box::pin(async move {
            let operation = call.operation();
            let deadline = self.sender.deadline();
            let mut tries = Tries::new(&self.sender, &operation, deadline);
            loop {
                match self.try_once(call, &operation, tries.failed(), deadline).await {
                    Ok(response) => {
                        self.sender.budget.success();
                        return Ok(response);
                    }
                    Err(error) => {
                        if let Some(response) = tries.again(error).await? {
                            return Ok(response);
                        }
                    }
                }
            }
        })
    }

    /// Sends one request, and another if Cyclr refuses an access token that isn't fresh.
    async fn try_once(
        &self,
        call: &dyn AnyCall,
        operation: &Operation,
        resend: u32,
        deadline: Deadline,
    ) -> Result<Response<Body>, Error> {
        let tokens = self.tokens();
        let account = call.account().filter(|_| self.account_tokens);
        let mut refused = None;
        loop {
            let lease = tokens.token(account, refused.as_ref(), &self.sender, deadline).await;
            let Lease { held, renewal } = lease.map_err(|error| error.of(operation))?;
            let session = Session::new(&self.sender.api_domain, &held.token);
            let request = call.request(session.with_authority(&self.sender.authority))?;
            let mut sent = pin!(self.sender.send(request, operation, resend, deadline));
            let response = poll_fn(|context| {
                if let Some(renewal) = &renewal {
                    renewal.poll(&self.sender, context);
                }
                sent.as_mut().poll(context)
            })
            .await?;
            if response.status().is_success() {
                return Ok(response);
            }
            if response.status() == StatusCode::UNAUTHORIZED
                && refused.is_none()
                && tokens.has_another(account, &held, &self.sender)
            {
                refused = Some(held);
                continue;
            }
            let refusal = Refusal::new(&response, |visit| {
                visit(held.token.expose_secret());
                visit(tokens.credentials().secret.expose_secret());
                call.visit_secrets(visit);
            });
            return Err(Error::new(operation.clone(), Kind::Status(refusal)));
        }
    }
}

impl fmt::Debug for Core {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Core").field("api_domain", &self.sender.api_domain).finish_non_exhaustive()
    }
}
