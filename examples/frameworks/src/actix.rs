//! actix-web 4 has the types of `http` 0.2, and the library those of `http` 1.

use actix_web::{HttpRequest, HttpResponse};
use cyclr_oauth::AttemptError;
use cyclr_oauth::completion::NotReturned;
use http::request::Parts;
use http::{Request, Response};

/// A request as the library reads it.
///
/// # Errors
///
/// If the two versions don't agree on a name or a value.
pub fn parts(request: &HttpRequest) -> Result<Parts, AttemptError> {
    let uri = request.uri().to_string();
    let new = Request::builder().method(request.method().as_str()).uri(uri);
    let headers = request.headers().iter();
    let new = headers.fold(new, |new, (name, value)| new.header(name.as_str(), value.as_bytes()));
    Ok(new.body(()).map_err(|_| NotReturned::Malformed)?.into_parts().0)
}

/// A response of the library. Headers are copied byte by byte: `Location` is a secret, so don't log it.
#[must_use]
pub fn answer(result: Result<Response<String>, AttemptError>) -> HttpResponse {
    let (parts, body) = result.unwrap_or_else(|error| crate::failure(&error)).into_parts();
    let mut answer = HttpResponse::build(parts.status.as_u16().try_into().unwrap_or_default());
    for (name, value) in &parts.headers {
        answer.append_header((name.as_str(), value.as_bytes()));
    }
    answer.body(body)
}
