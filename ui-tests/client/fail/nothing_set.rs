use cyclr_oauth::client::Clock;
use cyclr_oauth::{Client, Error, HttpTransport};

fn client(transport: impl HttpTransport, clock: impl Clock) -> Result<Client, Error> {
    Client::with_transport(transport, clock)
        .build()
}

fn main() {}
