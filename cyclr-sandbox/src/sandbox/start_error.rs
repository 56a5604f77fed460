//! [`StartError`]

use std::error::Error;
use std::fmt;
use std::io;
use std::net::SocketAddr;

/// The sandbox can't start.
///
/// ```
/// use cyclr_sandbox::Sandbox;
///
/// let public = Sandbox::builder().listen_api("0.0.0.0:4010".parse()?);
/// assert!(public.start_blocking().is_err());
/// # Ok::<(), std::net::AddrParseError>(())
/// ```
#[derive(Debug)]
pub struct StartError(pub(super) StartFailure);

#[derive(Debug)]
pub(super) enum StartFailure {
    Bind(SocketAddr, io::Error),
    NotLoopback(SocketAddr),
    System(io::Error),
}

impl StartError {
    pub(super) fn bind((address, error): (Option<SocketAddr>, io::Error)) -> Self {
        Self(match address {
            Some(address) => StartFailure::Bind(address, error),
            None => StartFailure::System(error),
        })
    }

    /// Whether another program has the port.
    #[must_use]
    pub fn is_address_in_use(&self) -> bool {
        matches!(&self.0, StartFailure::Bind(_, error) if error.kind() == io::ErrorKind::AddrInUse)
    }
}

impl fmt::Display for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            StartFailure::Bind(address, _) => write!(f, "can't listen on {address}"),
            StartFailure::NotLoopback(address) => write!(
                f,
                "{address} can be reached from other machines, and all goes over the wire in clear; \
                 listen on 127.0.0.1"
            ),
            StartFailure::System(_) => {
                f.write_str("the system gives no thread, socket or randomness")
            }
        }
    }
}

impl Error for StartError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match &self.0 {
            StartFailure::Bind(_, error) | StartFailure::System(error) => Some(error),
            StartFailure::NotLoopback(_) => None,
        }
    }
}

impl From<StartError> for io::Error {
    fn from(error: StartError) -> Self {
        Self::other(error)
    }
}
