//! What a request that meets a fault is answered.

use std::io;

use axum::body::{self, Body};
use bytes::Bytes;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE, TRANSFER_ENCODING};
use http::{HeaderName, HeaderValue, Response, StatusCode};
use serde_json::json;

use super::body::{Rest, SpoiltBody};
use super::fault::{Fault, FaultKind};
use super::hold::HoldCount;
use crate::clock::Clock;

/// Bytes of an endless body.
const ENDLESS: usize = 128 * 1024 * 1024;

/// Answers a request, given the true answer. After an error, the server resets the connection.
pub(crate) async fn answer(
    clock: &Clock,
    holds: &HoldCount,
    fault: Fault,
    process: impl Future<Output = Response<Body>>,
) -> io::Result<Response<Body>> {
    let spoils_the_answer = match fault.kind {
        FaultKind::Malformed
        | FaultKind::StallAfter(_)
        | FaultKind::Truncate(_)
        | FaultKind::WrongContentType => true,
        FaultKind::Delay
        | FaultKind::Endless
        | FaultKind::Reset
        | FaultKind::Stall
        | FaultKind::Status(_) => false,
    };
    let first = spoils_the_answer || fault.processed == Some(true);
    if first {
        let answer = process.await;
        wait(clock, holds, &fault).await;
        spoil(clock, holds, &fault, Some(answer)).await
    } else {
        wait(clock, holds, &fault).await;
        // A delay is the one fault after which the request is processed.
        let answer = match fault.kind {
            FaultKind::Delay if fault.processed.is_none() => Some(process.await),
            _ => None,
        };
        spoil(clock, holds, &fault, answer).await
    }
}

async fn wait(clock: &Clock, holds: &HoldCount, fault: &Fault) {
    if !fault.delay.is_zero() {
        // First, since a test may advance the clock as soon as it sees the request held.
        let sleep = clock.hold_for(fault.delay);
        let _hold = holds.occupy();
        sleep.await;
    }
}

async fn spoil(
    clock: &Clock,
    holds: &HoldCount,
    fault: &Fault,
    answer: Option<Response<Body>>,
) -> io::Result<Response<Body>> {
    let mut spoilt = match (fault.kind, answer) {
        (FaultKind::Reset, _) => return Err(io::Error::other("a fault reset the connection")),
        (FaultKind::Stall, _) => {
            let _hold = holds.hold(clock);
            std::future::pending().await
        }
        (FaultKind::Status(status), _) => of_status(status, fault),
        (FaultKind::Endless, _) => {
            let rest = Rest::Endless { left: ENDLESS, _hold: holds.occupy() };
            let mut endless = Response::new(spoilt_body(Bytes::new(), rest));
            endless
                .headers_mut()
                .insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
            endless
        }
        (FaultKind::Delay, None) => of_status(503, fault),
        (_, None) => of_status(500, fault),
        (FaultKind::Delay, Some(answer)) => answer,
        (FaultKind::WrongContentType, Some(mut answer)) => {
            answer.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("image/png"));
            answer
        }
        (FaultKind::Malformed, Some(answer)) => {
            let (parts, all) = read(answer).await;
            Response::from_parts(parts, Body::from(all.slice(..all.len() / 2)))
        }
        (FaultKind::StallAfter(bytes), Some(answer)) => {
            let rest = Rest::Silence { _hold: holds.hold(clock) };
            beginning(answer, bytes).await.map(|it| spoilt_body(it, rest))
        }
        (FaultKind::Truncate(bytes), Some(answer)) => {
            let rest = Rest::Cut { flushed: false };
            beginning(answer, bytes).await.map(|it| spoilt_body(it, rest))
        }
    };
    let content_type = fault.content_type.as_deref().map(|it| (CONTENT_TYPE.as_str(), it));
    let headers = fault.headers.iter().map(|(name, value)| (&**name, &**value));
    for (name, value) in headers.chain(content_type) {
        match (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            (Ok(name), Ok(value)) if name != CONTENT_LENGTH && name != TRANSFER_ENCODING => {
                spoilt.headers_mut().insert(name, value);
            }
            _ => {
                tracing::warn!(
                    "a fault's header is left out: HTTP or the server does not allow it"
                );
            }
        }
    }
    Ok(spoilt)
}

fn of_status(status: u16, fault: &Fault) -> Response<Body> {
    let status = StatusCode::from_u16(status).ok().filter(|it| *it >= StatusCode::OK);
    let status = status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let message =
        json!({"Message": status.canonical_reason().unwrap_or("A fault of the sandbox.")});
    let body = fault.body.clone().unwrap_or_else(|| message.to_string());
    let mut answer = Response::new(Body::from(body));
    *answer.status_mut() = status;
    answer.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    answer
}

#[expect(clippy::expect_used, reason = "the sandbox's answers are in memory as a whole")]
async fn read(answer: Response<Body>) -> (http::response::Parts, Bytes) {
    let (mut parts, body) = answer.into_parts();
    parts.headers.remove(CONTENT_LENGTH);
    (parts, body::to_bytes(body, usize::MAX).await.expect("a body in memory"))
}

/// With the length of the whole in its header.
async fn beginning(answer: Response<Body>, bytes: usize) -> Response<Bytes> {
    let (mut parts, all) = read(answer).await;
    parts.headers.insert(CONTENT_LENGTH, HeaderValue::from(all.len()));
    Response::from_parts(parts, all.slice(..bytes.min(all.len())))
}

fn spoilt_body(beginning: Bytes, rest: Rest) -> Body {
    Body::new(SpoiltBody { beginning, rest })
}
