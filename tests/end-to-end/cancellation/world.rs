//! A sandbox whose time stands still, clients over each transport, and the knife.

use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use cyclr_oauth::client::{ReqwestTransport, SystemClock};
use cyclr_oauth::{AccountConnectorId, AccountId, Client};
use cyclr_sandbox::{ConnectorSeed, Sandbox};
use tokio::time;

#[derive(Clone, Copy, Debug)]
pub enum Transport {
    Hyper,
    Reqwest,
}

/// Runs each test with both transports.
#[macro_export]
macro_rules! with_both_transports {
    ($($test:ident)*) => {
        mod over_hyper {
            $(
                #[tokio::test]
                async fn $test() {
                    super::$test($crate::world::World::start($crate::world::Transport::Hyper).await).await;
                }
            )*
        }

        mod over_reqwest {
            $(
                #[tokio::test]
                async fn $test() {
                    super::$test($crate::world::World::start($crate::world::Transport::Reqwest).await).await;
                }
            )*
        }
    };
}

pub struct World {
    pub sandbox: Sandbox,
    pub account: AccountId,
    transport: Transport,
}

impl World {
    pub async fn start(transport: Transport) -> Self {
        let sandbox = Sandbox::start().await;
        sandbox.clock().freeze();
        let account = AccountId::new("Acme-42").unwrap();
        sandbox.create_account(&account);
        Self { sandbox, account, transport }
    }

    /// A client without a token and without a connection.
    pub fn client(&self) -> Client {
        match self.transport {
            Transport::Hyper => self.sandbox.client_builder().build().unwrap(),
            Transport::Reqwest => {
                let http = reqwest::Client::builder()
                    .redirect(reqwest::redirect::Policy::none())
                    .no_proxy()
                    .tls_certs_only([])
                    .build()
                    .unwrap();
                let builder = Client::with_transport(ReqwestTransport::new(http), SystemClock);
                self.sandbox.configure(builder).build().unwrap()
            }
        }
    }

    /// An account connector that nobody has authenticated.
    pub fn connector(&self) -> AccountConnectorId {
        self.sandbox.install(&self.account, ConnectorSeed::oauth2("Salesforce"))
    }

    pub fn is_connected(&self, id: AccountConnectorId) -> bool {
        self.sandbox.account_connector(id).unwrap().is_authenticated()
    }

    /// Waits until the sandbox has answered every request it received. A call may reach Cyclr although nobody waits
    /// for its response.
    pub async fn settle(&self) {
        let mut before = usize::MAX;
        while before != self.sandbox.requests().len() {
            before = self.sandbox.requests().len();
            time::sleep(Duration::from_millis(10)).await;
        }
    }
}

/// Polls a future this often, each time that it is woken, and drops it then. Returns its output if it has ended.
pub async fn cut<T>(polls: usize, future: impl Future<Output = T>) -> Option<T> {
    let mut future = pin!(future);
    let mut polled = 0;
    in_time(poll_fn(|context| {
        polled += 1;
        match future.as_mut().poll(context) {
            Poll::Ready(done) => Poll::Ready(Some(done)),
            Poll::Pending if polled >= polls => Poll::Ready(None),
            Poll::Pending => Poll::Pending,
        }
    }))
    .await
}

/// What must not hang.
pub async fn in_time<T>(future: impl Future<Output = T>) -> T {
    time::timeout(Duration::from_secs(60), future).await.expect("it hangs")
}

/// Counts the cuts, and says how many there were in the end.
pub struct Cuts {
    of: &'static str,
    count: usize,
}

impl Cuts {
    pub fn of(of: &'static str) -> Self {
        Self { of, count: 0 }
    }

    /// After how many polls to cut next.
    pub fn next(&mut self) -> usize {
        self.count += 1;
        assert!(self.count < 500, "{} never ends", self.of);
        self.count
    }

    pub fn count(&self) -> usize {
        self.count
    }

    /// The work has ended before its cut.
    pub fn end(self, at_least: usize) {
        let cuts = self.count - 1;
        println!("{}: {cuts} cuts", self.of);
        assert!(cuts >= at_least, "{}: {cuts} cuts", self.of);
    }
}
