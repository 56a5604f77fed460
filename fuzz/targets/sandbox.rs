//! The sandbox's API and control answer any bytes of a client, and go on.
#![no_main]

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::sync::LazyLock;
use std::time::Duration;

use cyclr_sandbox::Sandbox;
use libfuzzer_sys::fuzz_target;

static SANDBOX: LazyLock<Sandbox> = LazyLock::new(|| {
    let control = SocketAddr::from(([127, 0, 0, 1], 0));
    Sandbox::builder().control(control).start_blocking().expect("a sandbox")
});

fn exchange(address: SocketAddr, request: &[u8]) -> Vec<u8> {
    let mut socket = TcpStream::connect(address).expect("it listens");
    socket.set_read_timeout(Some(Duration::from_secs(20))).expect("a limit");
    // It may close before it has read everything.
    let _ = socket.write_all(request);
    let _ = socket.shutdown(std::net::Shutdown::Write);
    let mut response = Vec::new();
    if let Err(error) = socket.read_to_end(&mut response) {
        assert!(error.kind() != std::io::ErrorKind::WouldBlock, "no answer for 20 seconds");
    }
    response
}

fuzz_target!(|input: (bool, bool, &str, &str, &[u8])| {
    let (control, raw, method, path, body) = input;
    let port = |url: String| url.rsplit(':').next().expect("a port").parse().expect("a port");
    let address = if control {
        SANDBOX.control_address().expect("a control address")
    } else {
        SocketAddr::from(([127, 0, 0, 1], port(SANDBOX.api_domain().to_string())))
    };
    let request = if raw {
        body.to_vec()
    } else {
        let token = SANDBOX.mint_access_token(None);
        let head = format!(
            "{method} /{path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nAuthorization: Bearer {}\r\n\
             X-Cyclr-Account: Acme-42\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n",
            token.expose_secret(),
            body.len()
        );
        [head.as_bytes(), body].concat()
    };
    let response = exchange(address, &request);
    assert!(!response.starts_with(b"HTTP/1.1 5"), "{}", String::from_utf8_lossy(&response));
});
