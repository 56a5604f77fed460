//! [`SpoiltBody`]: a body that goes wrong.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Body, Frame};

use super::hold::Hold;

/// The beginning of a body, and what follows it.
pub(super) struct SpoiltBody {
    pub(super) beginning: Bytes,
    pub(super) rest: Rest,
}

pub(super) enum Rest {
    /// Nothing, until the client goes away.
    Silence { _hold: Hold },
    /// An error, on which the server closes the connection.
    Cut { flushed: bool },
    /// So many bytes, far more than any answer of Cyclr's.
    Endless { left: usize, _hold: Hold },
}

static CHUNK: [u8; 64 * 1024] = [b'['; 64 * 1024];

impl Body for SpoiltBody {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        if !self.beginning.is_empty() {
            let beginning = std::mem::take(&mut self.beginning);
            return Poll::Ready(Some(Ok(Frame::data(beginning))));
        }
        match &mut self.rest {
            Rest::Silence { .. } => Poll::Pending,
            // While the body makes it wait, the server sends what it has. It would drop that at the
            // error.
            Rest::Cut { flushed: flushed @ false } => {
                *flushed = true;
                context.waker().wake_by_ref();
                Poll::Pending
            }
            Rest::Cut { flushed: true } => {
                Poll::Ready(Some(Err(io::Error::other("a fault cut the answer off"))))
            }
            Rest::Endless { left: 0, .. } => Poll::Ready(None),
            Rest::Endless { left, .. } => {
                *left = left.saturating_sub(CHUNK.len());
                Poll::Ready(Some(Ok(Frame::data(Bytes::from_static(&CHUNK)))))
            }
        }
    }
}
