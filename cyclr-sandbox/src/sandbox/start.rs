//! The ways to start a [`Sandbox`].

use super::builder::SandboxBuilder;
use super::running::Sandbox;

impl Sandbox {
    /// Starts one on free ports of 127.0.0.1.
    ///
    /// # Panics
    ///
    /// If the system gives no port, thread or randomness. [`Sandbox::builder`] answers with an error
    /// then.
    #[expect(clippy::unused_async, reason = "so that it may wait one day")]
    pub async fn start() -> Self {
        Self::start_blocking()
    }

    /// Starts one on free ports of 127.0.0.1, from code that is not async.
    ///
    /// # Panics
    ///
    /// As [`start`](Self::start) does.
    #[expect(clippy::panic, reason = "a test without its sandbox has failed")]
    #[must_use]
    #[track_caller]
    pub fn start_blocking() -> Self {
        match Self::builder().start_blocking() {
            Ok(sandbox) => sandbox,
            Err(error) => panic!("{error}"),
        }
    }

    /// For ports, seeds, switches, credentials and limits.
    pub fn builder() -> SandboxBuilder {
        SandboxBuilder::default()
    }
}
