//! [`TokenRequest`]: a request for an access token.

use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use crate::api::{AccessToken, Call, Error, Kind, Refusal, RequestAccessToken, Session};
use crate::client::credentials::ClientCredentials;
use crate::client::send::Sender;
use crate::client::trace;
use crate::sync::{AtomicBool, Ordering};
use crate::values::AccountId;

/// What to send for an access token, and the sender.
pub(super) struct TokenRequest<'a> {
    pub(super) sender: &'a Arc<Sender>,
    pub(super) credentials: &'a Arc<ClientCredentials>,
    pub(super) account: Option<&'a AccountId>,
}

/// A request in progress. No caller owns it: every caller that wants the token polls it.
pub(super) struct Fetch {
    work: Pin<Box<dyn Future<Output = Result<AccessToken, Error>> + Send>>,
    /// Whether its time is up. It then fails, unless the response has arrived.
    expired: Arc<AtomicBool>,
}

impl TokenRequest<'_> {
    /// The time limit of one request.
    pub(super) fn limit(&self) -> Duration {
        self.sender.limits.timeout
    }

    /// With less time left than this, no caller starts a request.
    pub(super) fn least(&self) -> Duration {
        self.sender.limits.timeout.min(self.sender.limits.deadline) / 10
    }

    /// Prepares a request, which is sent when polled.
    pub(super) fn fetch(&self) -> Fetch {
        let (sender, credentials) = (Arc::clone(self.sender), Arc::clone(self.credentials));
        let (account, limit) = (self.account.cloned(), self.limit());
        let expired = Arc::new(AtomicBool::new(false));
        let is_over = Arc::clone(&expired);
        let work = Box::pin(async move {
            let ClientCredentials { id, secret } = &*credentials;
            let call = RequestAccessToken {
                client_id: id,
                client_secret: secret,
                account: account.as_ref(),
            };
            let operation = RequestAccessToken::OPERATION;
            trace::call(&operation, async {
                let session =
                    Session::without_token(&sender.api_domain).with_authority(&sender.authority);
                let request = session.request(&call)?;
                let response = sender.traced(&operation, 0, async {
                    // Marks a try as in progress. It is never polled: a timer in here would depend
                    // on the runtime of the first caller's task.
                    let _try = sender.clock.timeout(limit);
                    let mut response = pin!(sender.transmit(request, &operation));
                    poll_fn(|context| match response.as_mut().poll(context) {
                        Poll::Pending if is_over.load(Ordering::Relaxed) => {
                            Poll::Ready(Err(Error::new(operation.clone(), Kind::Timeout(limit))))
                        }
                        polled => polled,
                    })
                    .await
                });
                let response = response.await?;
                if response.status().is_success() {
                    return session.read(&call, response);
                }
                let refusal = Refusal::new(&response, |visit| call.visit_secrets(visit));
                Err(Error::new(operation.clone(), Kind::Status(refusal)))
            })
            .await
        });
        Fetch { work, expired }
    }
}

impl Fetch {
    /// Polls the request, for the last time if its time is up.
    pub(super) fn poll(
        &mut self,
        context: &mut std::task::Context<'_>,
        is_over: bool,
    ) -> Poll<Result<AccessToken, Error>> {
        self.expired.fetch_or(is_over, Ordering::Relaxed);
        self.work.as_mut().poll(context)
    }
}
