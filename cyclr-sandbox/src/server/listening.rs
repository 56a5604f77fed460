//! [`Listening`]: the sockets, and the thread that serves them.

use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::thread::{self, JoinHandle};

use tokio::net::{TcpListener, TcpSocket};
use tokio::runtime::{Handle, Runtime};
use tokio::sync::oneshot;

#[cfg(feature = "control")]
use super::connection::accept_control;
use super::connection::{Server, accept};
use crate::api;
#[cfg(feature = "control")]
use crate::control::ControlRouter;
use crate::record::Origin;
use crate::service;
use crate::shared::Shared;
use crate::third_party;
#[cfg(feature = "tls")]
use crate::tls::Tls;

/// A runtime and its listeners, not yet served.
pub(crate) struct Listening {
    runtime: Background,
    #[cfg(feature = "control")]
    control: Option<TcpListener>,
    /// API, service domain, third party.
    listeners: [TcpListener; 3],
}

/// More than the burst of connections that a test makes.
const BACKLOG: u32 = 4096;

impl Listening {
    pub(crate) fn bind(
        addresses: [SocketAddr; 3],
        #[cfg(feature = "control")] control: Option<SocketAddr>,
    ) -> Result<Self, (Option<SocketAddr>, io::Error)> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = Background(Some(runtime.map_err(|error| (None, error))?));
        let bound = {
            let _context = runtime.get().enter();
            let [api, service, third_party] = addresses.map(bind);
            api.and_then(|api| Ok([api, service?, third_party?]))
        };
        #[cfg(feature = "control")]
        let control = {
            let _context = runtime.get().enter();
            control.map(bind).transpose()?
        };
        Ok(Self {
            runtime,
            #[cfg(feature = "control")]
            control,
            listeners: bound?,
        })
    }

    pub(crate) fn addresses(&self) -> [io::Result<SocketAddr>; 3] {
        self.listeners.each_ref().map(TcpListener::local_addr)
    }

    #[cfg(feature = "control")]
    pub(crate) fn control_address(&self) -> Option<io::Result<SocketAddr>> {
        self.control.as_ref().map(TcpListener::local_addr)
    }

    pub(crate) fn runtime(&self) -> Handle {
        self.runtime.get().handle().clone()
    }

    /// Serves from a new thread until the guard is dropped.
    pub(crate) fn serve(
        self,
        shared: &Arc<Shared>,
        #[cfg(feature = "tls")] tls: Option<&Tls>,
    ) -> io::Result<Guard> {
        #[cfg(feature = "control")]
        if let Some(control) = self.control {
            let router = ControlRouter::new(shared);
            self.runtime.get().spawn(accept_control(control, router));
        }
        let (runtime, [api, service, third_party]) = (self.runtime, self.listeners);
        let origins = [
            (api, Origin::Api, &api::ROUTER),
            (service, Origin::Service, &service::ROUTER),
            (third_party, Origin::ThirdParty, &third_party::ROUTER),
        ];
        for (listener, origin, router) in origins {
            let server = Server {
                origin,
                router: (*router).clone(),
                shared: Arc::clone(shared),
                #[cfg(feature = "tls")]
                tls: tls.cloned(),
            };
            runtime.get().spawn(accept(listener, server));
        }
        let (stop, stopped) = oneshot::channel::<Infallible>();
        let thread = thread::Builder::new().name("cyclr-sandbox".to_owned()).spawn(move || {
            // The sender is only ever dropped.
            let _ = runtime.get().block_on(stopped);
        })?;
        Ok(Guard { stop: Some(stop), thread: Some(thread) })
    }
}

/// A runtime that may be dropped within another one, where it would panic otherwise.
struct Background(Option<Runtime>);

impl Background {
    #[expect(clippy::expect_used, reason = "only `drop` takes it")]
    const fn get(&self) -> &Runtime {
        self.0.as_ref().expect("it is there until it is dropped")
    }
}

impl Drop for Background {
    fn drop(&mut self) {
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}

fn bind(address: SocketAddr) -> Result<TcpListener, (Option<SocketAddr>, io::Error)> {
    listen(address).map_err(|error| (Some(address), error))
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
