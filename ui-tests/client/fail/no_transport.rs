use std::future::Future;
use std::time::Duration;

use cyclr_oauth::client::Clock;
use cyclr_oauth::{Client, UtcTimestamp};

struct Http;

struct Time;

impl Clock for Time {
    fn now(&self) -> UtcTimestamp {
        UtcTimestamp::now()
    }

    fn monotonic(&self) -> Duration {
        Duration::ZERO
    }

    fn sleep(&self, _: Duration) -> impl Future<Output = ()> + Send {
        std::future::ready(())
    }
}

fn main() {
    let _ = Client::with_transport(Http, Time);
}
