//! Bodies that go wrong.

use std::convert::Infallible;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Body, Frame};

use super::hold::Hold;

/// The beginning of a body, and then nothing.
pub(super) struct Stalled {
    pub(super) beginning: Option<Bytes>,
    pub(super) _hold: Hold,
}

impl Body for Stalled {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        match self.beginning.take() {
            Some(beginning) => Poll::Ready(Some(Ok(Frame::data(beginning)))),
            None => Poll::Pending,
        }
    }
}

/// The beginning of a body, and then an error, on which the server closes the connection.
pub(super) struct Truncated {
    pub(super) beginning: Option<Bytes>,
    pub(super) flushed: bool,
}

/// Why the server closes the connection.
#[derive(Debug)]
pub(super) struct Cut;

impl fmt::Display for Cut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a fault cut the answer off")
    }
}

impl std::error::Error for Cut {}

impl Body for Truncated {
    type Data = Bytes;
    type Error = Cut;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Cut>>> {
        if let Some(beginning) = self.beginning.take() {
            return Poll::Ready(Some(Ok(Frame::data(beginning))));
        }
        // While the body makes it wait, the server sends what it has. It would drop that at the error.
        if !self.flushed {
            self.flushed = true;
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        Poll::Ready(Some(Err(Cut)))
    }
}

/// Far more than any answer of Cyclr's.
pub(super) struct Endless {
    pub(super) sent: usize,
    pub(super) _hold: Hold,
}

const ENDLESS: usize = 128 * 1024 * 1024;
static CHUNK: [u8; 64 * 1024] = [b'['; 64 * 1024];

impl Body for Endless {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        if self.sent >= ENDLESS {
            return Poll::Ready(None);
        }
        self.sent += CHUNK.len();
        Poll::Ready(Some(Ok(Frame::data(Bytes::from_static(&CHUNK)))))
    }
}
