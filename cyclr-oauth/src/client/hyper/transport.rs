//! [`HyperTransport`]

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Poll;

use bytes::Bytes;
use http::header::HeaderValue;
use http::uri::Authority;
use http::{Request, Response};
use http_body_util::Full;
use tokio::runtime::Handle;
use tokio::task::JoinHandle;

use crate::api::{Body, Error, HttpTransport, TransportError};
use crate::client::hyper::connect::Connector;
use crate::client::hyper::connection::Http2;
use crate::client::hyper::failure::broken;
use crate::client::hyper::http_options::HttpOptions;
use crate::client::hyper::pool::{Lease, Pool};
use crate::client::hyper::response_body::read_body;
use crate::web::ApiDomain;

/// Sends requests over hyper, with rustls, on the tokio runtime: what `Client::builder` uses.
///
/// You need it by name to put something around it:
///
/// ```no_run
/// use cyclr_oauth::api::Body;
/// use cyclr_oauth::client::{HttpOptions, HyperTransport, SystemClock};
/// use cyclr_oauth::{ApiDomain, Client, HttpTransport, TransportError};
///
/// struct Counted(HyperTransport, std::sync::atomic::AtomicU64);
///
/// impl HttpTransport for Counted {
///     async fn send(
///         &self,
///         request: http::Request<Body>,
///         max_body: usize,
///     ) -> Result<http::Response<Body>, TransportError> {
///         self.1.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
///         self.0.send(request, max_body).await
///     }
/// }
///
/// let transport = HyperTransport::new(&ApiDomain::US, &HttpOptions::new())?;
/// let builder = Client::with_transport(Counted(transport, 0.into()), SystemClock);
/// # Ok::<(), cyclr_oauth::Error>(())
/// ```
#[derive(Clone)]
pub struct HyperTransport {
    pool: Arc<Pool>,
    host: HeaderValue,
    /// If it isn't the caller's.
    runtime: Option<Handle>,
}

impl HyperTransport {
    /// A transport to this domain. Nothing is opened yet.
    ///
    /// # Errors
    ///
    /// [`Error`] if the system has no certificates and the options add none, or if the environment names a
    /// proxy that is not `http://` or `https://`. A domain over plain HTTP needs neither.
    pub fn new(api_domain: &ApiDomain, options: &HttpOptions) -> Result<Self, Error> {
        let authority: Authority = api_domain.authority().parse().map_err(Error::start)?;
        let host = HeaderValue::from_str(authority.as_str()).map_err(Error::start)?;
        let connector = Connector::new(api_domain.is_https(), authority, options);
        let connector = connector.map_err(Error::start)?;
        let pool = Arc::new(Pool::new(connector, options, api_domain.is_https()));
        Ok(Self { pool, host, runtime: None })
    }

    /// Sends on that runtime, whatever polls.
    #[cfg(feature = "blocking")]
    pub(crate) fn on(self, runtime: Handle) -> Self {
        Self { runtime: Some(runtime), ..self }
    }
}

impl fmt::Debug for HyperTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HyperTransport").finish_non_exhaustive()
    }
}

impl HttpTransport for HyperTransport {
    async fn send(
        &self,
        request: Request<Body>,
        max_body: usize,
    ) -> Result<Response<Body>, TransportError> {
        let runtime = match &self.runtime {
            Some(runtime) => runtime.clone(),
            None => Handle::try_current().map_err(TransportError::connect)?,
        };
        let transport = self.clone();
        let work: Work = Box::pin(async move { transport.carry(request, max_body).await });
        let work = Arc::new(Mutex::new(Some(work)));
        let polled = Arc::clone(&work);
        // In a separate task: what it holds, such as the turn to open a connection, doesn't wait for its caller to
        // poll.
        let task = runtime.spawn(poll_fn(move |context| match lock(&polled).as_mut() {
            Some(work) => work.as_mut().poll(context),
            None => Poll::Pending,
        }));
        let mut sending = Sending { work, task };
        (&mut sending.task).await.unwrap_or_else(|error| match error.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            Err(error) => Err(TransportError::broken(error)),
        })
    }
}

type Work = Pin<Box<dyn Future<Output = Result<Response<Body>, TransportError>> + Send>>;

/// A request on its way. Dropping it ends the request at once, also where its task doesn't run at the moment.
struct Sending<T> {
    work: Arc<Mutex<Option<Work>>>,
    task: JoinHandle<T>,
}

impl<T> Drop for Sending<T> {
    fn drop(&mut self) {
        let work = lock(&self.work).take();
        self.task.abort();
        drop(work);
    }
}

fn lock(work: &Mutex<Option<Work>>) -> MutexGuard<'_, Option<Work>> {
    work.lock().unwrap_or_else(PoisonError::into_inner)
}

impl HyperTransport {
    async fn carry(
        &self,
        request: Request<Body>,
        max_body: usize,
    ) -> Result<Response<Body>, TransportError> {
        let (parts, body) = request.into_parts();
        let uri = parts.uri.clone();
        // The body's memory goes with it, and is wiped when it has been sent.
        let mut request = Request::from_parts(parts, Full::new(Bytes::from_owner(body)));
        loop {
            let (mut failed, is_new) = match self.pool.lease().await? {
                Lease::Alone { permit, mut connection, is_new } => {
                    match connection.send(request, &uri, &self.host).await {
                        Ok(response) => {
                            let response = read_body(response, max_body, broken).await?;
                            self.pool.put_back(connection, permit);
                            return Ok(response);
                        }
                        Err(failed) => (failed, is_new),
                    }
                }
                Lease::Shared { mut connection, generation, is_new } => {
                    let (pool, shared) = (&self.pool, connection.clone());
                    let answered = shared.answered();
                    let _request = OnShared { pool, shared, generation, answered };
                    match connection.send(request, &uri).await {
                        Ok(response) => {
                            let response = read_body(response, max_body, broken).await;
                            connection.finish();
                            return response;
                        }
                        Err(failed) => (failed, is_new),
                    }
                }
            };
            // An open connection may turn out to be closed by the other side. If hyper gives the request
            // back, nothing of it has been sent.
            match failed.take_message() {
                Some(unsent) if !is_new => request = unsent,
                Some(_) => return Err(TransportError::connect(failed.into_error())),
                None => return Err(broken(failed.into_error())),
            }
        }
    }
}

/// A request on a shared connection. If it fails or its caller gives up, and no other has been answered since, the
/// connection may be dead, and the next try opens another.
struct OnShared<'a> {
    pool: &'a Pool,
    shared: Http2,
    generation: u64,
    /// How many had been answered before.
    answered: u64,
}

impl Drop for OnShared<'_> {
    fn drop(&mut self) {
        if self.shared.answered() == self.answered {
            self.pool.unshare(self.generation);
        }
    }
}
