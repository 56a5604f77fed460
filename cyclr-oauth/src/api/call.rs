//! [`Call`]: defines a request and how to read its response.

use url::form_urlencoded;

use crate::api::body::Body;
use crate::api::json_texts::each_text;
use crate::api::operation::Operation;
use crate::api::response::{ApiResponse, Unreadable};
use crate::values::AccountId;

/// A call to Cyclr's API: defines the request and how to read its response.
///
/// The types of [this module](crate::api) are the calls that this library knows. To use another
/// endpoint, implement this trait and send the call with [`Client::call`](crate::Client::call):
///
/// ```
/// use cyclr_oauth::api::{ApiResponse, Call, Method, Operation, Unreadable};
///
/// /// Counts the cycles in an account.
/// struct CountCycles<'a> {
///     account: &'a cyclr_oauth::AccountId,
/// }
///
/// impl Call for CountCycles<'_> {
///     type Output = u64;
///
///     const OPERATION: Operation = Operation::new(Method::GET, "/v1.0/cycles/count");
///
///     fn path(&self) -> String {
///         "/v1.0/cycles/count".to_owned()
///     }
///
///     fn account(&self) -> Option<&cyclr_oauth::AccountId> {
///         Some(self.account)
///     }
///
///     fn read(&self, response: &ApiResponse) -> Result<u64, Unreadable> {
///         response.json()
///     }
/// }
/// ```
pub trait Call {
    /// The content of the response.
    type Output;

    /// The endpoint, and whether the call is safe to repeat.
    const OPERATION: Operation;

    /// The percent-encoded path and query, without secrets.
    ///
    /// Encode each part with [`path_segment`](super::path_segment).
    fn path(&self) -> String;

    /// The account that the call is made in: `X-Cyclr-Account`.
    fn account(&self) -> Option<&AccountId> {
        None
    }

    /// The request body.
    fn content(&self) -> Content {
        Content::None
    }

    /// Passes each secret in the request to `visit`, so that no error repeats it.
    ///
    /// By default, every value in the content counts as a secret, and errors withhold Cyclr's
    /// message when it repeats part of one.
    fn visit_secrets(&self, visit: &mut dyn FnMut(&str)) {
        match self.content() {
            Content::None => {}
            Content::Json(body) => {
                let json = String::from_utf8_lossy(body.as_bytes());
                // Member names aren't secret, and a message needs them.
                let mut visit_value = |text: &str, is_name: bool| {
                    if !is_name {
                        visit(text);
                    }
                };
                if !each_text(&json, &mut visit_value) {
                    visit(&json);
                }
            }
            Content::Form(body) => {
                for (name, value) in form_urlencoded::parse(body.as_bytes()) {
                    visit(if value.is_empty() { &name } else { &value });
                }
            }
        }
    }

    /// Reads the response of a successful call.
    ///
    /// # Errors
    ///
    /// [`Unreadable`] if the response isn't the expected one.
    fn read(&self, answer: &ApiResponse) -> Result<Self::Output, Unreadable>;
}

/// A request body and its media type.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Content {
    /// No body.
    None,
    /// `application/json`
    Json(Body),
    /// `application/x-www-form-urlencoded`
    Form(Body),
}
