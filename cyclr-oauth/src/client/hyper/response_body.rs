//! Reads the bodies of responses, whichever library received them.

use bytes::Bytes;
use http::Response;
use http_body_util::BodyExt;
use hyper::body::Body as HttpBody;

use crate::api::{Body, BodyTooLong, TransportError};

/// Reads the whole body, unless it is longer than `max_body`.
pub(crate) async fn read_body<B>(
    response: Response<B>,
    max_body: usize,
    failed: impl Fn(B::Error) -> TransportError,
) -> Result<Response<Body>, TransportError>
where
    B: HttpBody<Data = Bytes> + Unpin,
{
    let (parts, mut incoming) = response.into_parts();
    let length = usize::try_from(incoming.size_hint().lower());
    if length.map_or(true, |length| length > max_body) {
        return Err(BodyTooLong::new(max_body).into());
    }
    let mut body = Body::default();
    while let Some(frame) = incoming.frame().await {
        if let Ok(piece) = frame.map_err(&failed)?.into_data() {
            body.push(&piece, max_body)?;
        }
    }
    Ok(Response::from_parts(parts, body))
}
