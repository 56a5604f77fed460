//! [`Refusal`]: a refusal from Cyclr, read without trusting it.

use std::fmt;
use std::time::Duration;

use http::header::{HeaderMap, RETRY_AFTER};
use http::{Response, StatusCode};
use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::api::body::Body;
use crate::api::lenient::without_byte_order_mark;
use crate::api::message::Message;
use crate::values::{Secret, UtcTimestamp};

/// Cyclr's refusal of a call.
pub(crate) struct Refusal {
    pub(crate) status: StatusCode,
    pub(crate) retry_after: Option<RetryAfter>,
    /// Whether the `error` of RFC 6749 says that the credentials are wrong.
    pub(crate) credentials: bool,
    pub(crate) message: Message,
    pub(crate) body: Secret,
}

/// The header of this name.
#[derive(Clone, Copy)]
pub(crate) enum RetryAfter {
    After(Duration),
    At(UtcTimestamp),
}

/// How many bytes of the body are kept.
const HELD: usize = 16 * 1024;

impl Refusal {
    /// Reads a response; `secrets` passes the request's secrets to its argument, one by one.
    pub(crate) fn new(
        response: &Response<Body>,
        secrets: impl FnOnce(&mut dyn FnMut(&str)),
    ) -> Self {
        let body = without_byte_order_mark(response.body().as_bytes());
        let Said { message, error, error_description } =
            serde_json::from_slice(body).unwrap_or_default();
        let credentials = error.as_ref().is_some_and(|error| {
            matches!(error.expose_secret(), "invalid_client" | "unauthorized_client")
        });
        let text = message.or(error_description).or(error).unwrap_or_default();
        Self {
            status: response.status(),
            retry_after: retry_after(response.headers()),
            credentials,
            message: Message::new(text.expose_secret(), secrets),
            body: Secret::from(String::from_utf8_lossy(body.get(..HELD).unwrap_or(body))),
        }
    }
}

fn retry_after(headers: &HeaderMap) -> Option<RetryAfter> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse() {
        return Some(RetryAfter::After(Duration::from_secs(seconds)));
    }
    let moment = httpdate::parse_http_date(text).ok()?;
    Some(RetryAfter::At(UtcTimestamp::from(moment)))
}

/// The members that hold a message: Cyclr's, or those of RFC 6749, in any case.
#[derive(Default)]
struct Said {
    message: Option<Secret>,
    error: Option<Secret>,
    error_description: Option<Secret>,
}

impl<'de> Deserialize<'de> for Said {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Object;

        impl<'de> Visitor<'de> for Object {
            type Value = Said;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Said, A::Error> {
                let mut said = Said::default();
                while let Some(key) = map.next_key::<String>()? {
                    let member = match key.to_ascii_lowercase().as_str() {
                        "message" => &mut said.message,
                        "error" => &mut said.error,
                        "error_description" => &mut said.error_description,
                        _ => {
                            map.next_value::<IgnoredAny>()?;
                            continue;
                        }
                    };
                    // Ignores any value that isn't text.
                    *member = serde_json::from_str(map.next_value::<&RawValue>()?.get()).ok();
                }
                Ok(said)
            }
        }

        deserializer.deserialize_any(Object)
    }
}
