//! An HTTP/2 server frame by frame, for what hyper's server never does.

use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::server::TlsStream;

use crate::server::TOKEN;

const DATA: u8 = 0;
const HEADERS: u8 = 1;
const RST_STREAM: u8 = 3;
const SETTINGS: u8 = 4;
const GOAWAY: u8 = 7;

const ACK: u8 = 1;
const END_STREAM: u8 = 1;
const END_HEADERS: u8 = 4;

/// How the server refuses a request, with an error code of RFC 9113.
#[derive(Clone, Copy, Debug)]
pub enum Frame {
    /// For the request alone.
    Reset(u32),
    /// For all requests after the first one, with the connection.
    GoAway(u32),
}

fn frame(kind: u8, flags: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
    let [_, length @ ..] = u32::try_from(payload.len()).unwrap().to_be_bytes();
    [&length[..], &[kind, flags], &stream.to_be_bytes(), payload].concat()
}

/// Answers each request but the second one, counted over all connections.
pub async fn serve(
    mut stream: TlsStream<TcpStream>,
    second: Frame,
    requests: &AtomicUsize,
) -> io::Result<()> {
    let mut preface = [0; 24];
    stream.read_exact(&mut preface).await?;
    stream.write_all(&frame(SETTINGS, 0, 0, &[])).await?;
    loop {
        let mut head = [0; 9];
        stream.read_exact(&mut head).await?;
        let [l1, l2, l3, kind, flags, id @ ..] = head;
        let mut payload = vec![0; u32::from_be_bytes([0, l1, l2, l3]) as usize];
        stream.read_exact(&mut payload).await?;
        let id = u32::from_be_bytes(id);
        let answer = match kind {
            SETTINGS if flags & ACK == 0 => frame(SETTINGS, ACK, 0, &[]),
            HEADERS => match (requests.fetch_add(1, Ordering::SeqCst), second) {
                (1, Frame::Reset(code)) => frame(RST_STREAM, 0, id, &code.to_be_bytes()),
                (1, Frame::GoAway(code)) => {
                    frame(GOAWAY, 0, 0, &[1_u32.to_be_bytes(), code.to_be_bytes()].concat())
                }
                (number, _) => {
                    let body: &[u8] = match number {
                        0 => TOKEN.as_bytes(),
                        _ => br#"{"Id":"Acme-42","Name":"Acme"}"#,
                    };
                    // The status 200, which is in the table that both sides know.
                    let headers = frame(HEADERS, END_HEADERS, id, &[0x88]);
                    [headers, frame(DATA, END_STREAM, id, body)].concat()
                }
            },
            _ => continue,
        };
        stream.write_all(&answer).await?;
    }
}
