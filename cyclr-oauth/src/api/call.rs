//! [`Call`]: what a request says, and what its response means.

use url::form_urlencoded;

use crate::api::body::Body;
use crate::api::json_texts::each_text;
use crate::api::operation::Operation;
use crate::api::response::{ApiResponse, Unreadable};
use crate::values::AccountId;

/// One call of Cyclr's API: what the request says, and what its response means.
///
/// The calls that this library knows are the types of [this module](crate::api). Implement it for any
/// other of Cyclr's endpoints, and send that through [`Client::call`](crate::Client::call):
///
/// ```
/// use cyclr_oauth::api::{ApiResponse, Call, Method, Operation, Unreadable};
///
/// /// How many cycles run in an account; `Count` in the answer.
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
///     fn read(&self, answer: &ApiResponse) -> Result<u64, Unreadable> {
///         answer.json()
///     }
/// }
/// ```
pub trait Call {
    /// What the response holds.
    type Output;

    /// Which endpoint it is, and whether it may be sent twice.
    const OPERATION: Operation;

    /// The path and the query, percent-encoded, without secrets: [`path_segment`](super::path_segment) encodes a part.
    fn path(&self) -> String;

    /// The account that the call is made in: `X-Cyclr-Account`.
    fn account(&self) -> Option<&AccountId> {
        None
    }

    /// What is sent with it.
    fn content(&self) -> Content {
        Content::None
    }

    /// Shows each secret that the request carries to `visit`, so that no error repeats any of them.
    ///
    /// Unless you implement it, every value in the content counts as a secret, and Cyclr's message is
    /// withheld from errors as soon as it repeats part of one.
    fn visit_secrets(&self, visit: &mut dyn FnMut(&str)) {
        match self.content() {
            Content::None => {}
            Content::Json(body) => {
                let json = String::from_utf8_lossy(body.as_bytes());
                // What the members are called is not secret, and a message needs it.
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

    /// Reads the response of a call that succeeded.
    ///
    /// # Errors
    ///
    /// [`Unreadable`] if it isn't what was expected.
    fn read(&self, answer: &ApiResponse) -> Result<Self::Output, Unreadable>;
}

/// The body of a request, and its kind.
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
