//! The thread that serves the sandbox's three origins.

mod handle;
mod socket;

use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use axum::Router;
use cyclr_oauth::{ApiDomain, ServiceDomain};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::runtime::Runtime;
use tokio::sync::oneshot;
use url::{Position, Url};

use crate::clock::Clock;
use crate::faults::Faults;
use crate::limits::Limits;
use crate::record::{Origin, Records};
use crate::state::State;
use socket::Socket;

/// What the handlers and the [`Sandbox`](crate::Sandbox) have in common.
#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) clock: Clock,
    pub(crate) faults: Faults,
    pub(crate) held: Arc<AtomicUsize>,
    pub(crate) limits: Limits,
    pub(crate) addresses: Addresses,
    records: Mutex<Records>,
    state: Mutex<State>,
}

impl Shared {
    pub(crate) fn new(clock: Clock, limits: Limits, addresses: Addresses, state: State) -> Self {
        Self {
            clock,
            faults: Faults::default(),
            held: Arc::default(),
            records: Mutex::new(Records::new(limits.requests)),
            limits,
            addresses,
            state: Mutex::new(state),
        }
    }

    /// All that Cyclr knows. Nothing waits while it is locked.
    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn records(&self) -> MutexGuard<'_, Records> {
        self.records.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The three origins.
#[derive(Clone, Debug)]
pub(crate) struct Addresses {
    pub(crate) api: ApiDomain,
    pub(crate) service: ServiceDomain,
    /// Scheme, host and port.
    pub(crate) third_party: String,
}

impl Addresses {
    /// Whether a URL is of one of the three.
    pub(crate) fn own(&self, url: &Url) -> bool {
        let origin = &url[..Position::BeforePath];
        origin == self.api.to_string()
            || origin == self.service.to_string()
            || origin == self.third_party
    }
}

/// A runtime and three listeners, not yet served.
pub(crate) struct Listening {
    runtime: Background,
    /// API, service domain, third party.
    listeners: [TcpListener; 3],
}

/// More than the burst of connections that a test makes.
const BACKLOG: u32 = 4096;

impl Listening {
    pub(crate) fn bind(
        addresses: [SocketAddr; 3],
    ) -> Result<Self, (Option<SocketAddr>, io::Error)> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = Background(Some(runtime.map_err(|error| (None, error))?));
        let bound = {
            let _context = runtime.get().map(Runtime::enter);
            let [api, service, third_party] =
                addresses.map(|address| listen(address).map_err(|error| (Some(address), error)));
            api.and_then(|api| Ok([api, service?, third_party?]))
        };
        Ok(Self { runtime, listeners: bound? })
    }

    pub(crate) fn addresses(&self) -> [io::Result<SocketAddr>; 3] {
        self.listeners.each_ref().map(TcpListener::local_addr)
    }

    /// Serves from a thread of its own until the guard is dropped.
    pub(crate) fn serve(self, shared: &Arc<Shared>) -> io::Result<Guard> {
        let Self { runtime, listeners: [api, service, third_party] } = self;
        let origins = [
            (api, Origin::Api, crate::api::router(shared)),
            (service, Origin::Service, crate::service::router(shared)),
            (third_party, Origin::ThirdParty, crate::third_party::router(shared)),
        ];
        for (listener, origin, router) in origins {
            if let Some(runtime) = runtime.get() {
                runtime.spawn(accept(listener, origin, router, Arc::clone(shared)));
            }
        }
        let (stop, stopped) = oneshot::channel::<Infallible>();
        let thread = thread::Builder::new().name("cyclr-sandbox".to_owned()).spawn(move || {
            // The sender is only ever dropped.
            let _ = runtime.get().map(|it| it.block_on(stopped));
        })?;
        Ok(Guard { stop: Some(stop), thread: Some(thread) })
    }
}

/// A runtime that may be dropped within another one, where it would panic otherwise.
struct Background(Option<Runtime>);

impl Background {
    /// Always there, but while it is being dropped.
    const fn get(&self) -> Option<&Runtime> {
        self.0.as_ref()
    }
}

impl Drop for Background {
    fn drop(&mut self) {
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}

fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }?;
    // So that the program can be started again at once. On Windows it would mean to share the port.
    if cfg!(unix) {
        socket.set_reuseaddr(true)?;
    }
    socket.bind(address)?;
    socket.listen(BACKLOG)
}

/// Stops the server when it is dropped, and waits until it has stopped.
#[derive(Debug)]
pub(crate) struct Guard {
    stop: Option<oneshot::Sender<Infallible>>,
    thread: Option<JoinHandle<()>>,
}

impl Drop for Guard {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // It can only fail if the thread panicked, which was reported then.
            let _ = thread.join();
        }
    }
}

async fn accept(listener: TcpListener, origin: Origin, router: Router, shared: Arc<Shared>) {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                let connection = connection(stream, origin, router.clone(), Arc::clone(&shared));
                tokio::spawn(connection);
            }
            // Too many open files, perhaps; some are closed before long.
            Err(error) => {
                tracing::warn!(%error, "a connection could not be accepted");
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        }
    }
}

async fn connection(stream: TcpStream, origin: Origin, router: Router, shared: Arc<Shared>) {
    // Without it small answers wait for the client's acknowledgements.
    let _ = stream.set_nodelay(true);
    let reset = Arc::new(AtomicBool::new(false));
    let socket = Socket::new(stream, Arc::clone(&reset));
    let service = service_fn(move |request| {
        let (router, shared, reset) = (router.clone(), Arc::clone(&shared), Arc::clone(&reset));
        async move {
            let answer = handle::handle(&shared, origin, router, request).await;
            if answer.is_err() {
                reset.store(true, Ordering::Relaxed);
            }
            answer
        }
    });
    let connection = http1::Builder::new().serve_connection(TokioIo::new(socket), service);
    // Clients go away, and faults break connections off: neither is news.
    if let Err(error) = connection.await {
        tracing::debug!(%error, "a connection ended early");
    }
}
