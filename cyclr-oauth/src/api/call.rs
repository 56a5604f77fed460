//! [`Call`] and [`Session`]: how a request is made and how its answer is read.

use std::fmt;

use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue};
use http::uri::{Authority, PathAndQuery, Scheme, Uri};
use http::{Method, Request, Response, uri};

use super::answer::{self, Answer, Unreadable};
use super::{AccessToken, Body};
use crate::error::Kind;
use crate::{AccountId, ApiDomain, Error};

/// One call of Cyclr's API: what is asked, and what the answer means.
///
/// The calls that this library knows are the types of [this module](crate::api). Implement it for any
/// other of Cyclr's endpoints, and send that through [`Client::call`](crate::Client::call):
///
/// ```
/// use cyclr_oauth::api::{Answer, Call, Method, Operation, Unreadable};
///
/// /// How many cycles run in an account; `Count` in the answer.
/// struct CountCycles<'a> {
///     account: &'a cyclr_oauth::AccountId,
/// }
///
/// impl Call for CountCycles<'_> {
///     type Answer = u64;
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
///     fn read(&self, answer: &Answer) -> Result<u64, Unreadable> {
///         answer.json()
///     }
/// }
/// ```
pub trait Call {
    /// What Cyclr answers.
    type Answer;

    /// Which endpoint it is, and whether it may be sent twice.
    const OPERATION: Operation;

    /// The path and the query, percent-encoded: [`path_segment`](super::path_segment) encodes a part.
    fn path(&self) -> String;

    /// The account that the call is made in: `X-Cyclr-Account`.
    fn account(&self) -> Option<&AccountId> {
        None
    }

    /// What is sent with it.
    fn content(&self) -> Content {
        Content::None
    }

    /// Reads the answer, whose status says that the call succeeded.
    ///
    /// # Errors
    ///
    /// [`Unreadable`] if it isn't what was expected.
    fn read(&self, answer: &Answer) -> Result<Self::Answer, Unreadable>;
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

/// An endpoint: its method, its route, and whether a request may be sent twice.
///
/// `Display` is for logs: it holds no ids.
///
/// ```
/// use cyclr_oauth::api::{Call, CreateSignInToken};
///
/// assert_eq!(
///     CreateSignInToken::OPERATION.to_string(),
///     "POST /v1.0/accounts/{account}/signintoken",
/// );
/// assert!(!CreateSignInToken::OPERATION.is_repeatable());
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Operation {
    method: Method,
    route: &'static str,
    repeatable: bool,
}

impl Operation {
    /// An endpoint. What its method promises holds for it: all but `POST` and `PATCH` may be
    /// repeated.
    #[must_use]
    pub const fn new(method: Method, route: &'static str) -> Self {
        Self { method, route, repeatable: true }.by_method()
    }

    const fn by_method(mut self) -> Self {
        self.repeatable = !matches!(self.method, Method::POST | Method::PATCH);
        self
    }

    /// One that does no harm when it is done twice, whatever its method says.
    #[must_use]
    pub const fn repeatable(mut self) -> Self {
        self.repeatable = true;
        self
    }

    /// The method.
    #[must_use]
    pub fn method(&self) -> &Method {
        &self.method
    }

    /// The path with names in place of ids.
    #[must_use]
    pub fn route(&self) -> &'static str {
        self.route
    }

    /// Whether a request that may have arrived may be sent again.
    #[must_use]
    pub fn is_repeatable(&self) -> bool {
        self.repeatable
    }
}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.route)
    }
}

/// Where the API is, and the access token to call it with: makes requests, reads answers, and leaves
/// the sending to others.
///
/// ```
/// use cyclr_oauth::api::{AccessToken, Body, CreateSignInToken, RequestAccessToken, Session};
/// use cyclr_oauth::{AccountId, ApiDomain, Secret};
/// # fn send(request: http::Request<Body>) -> http::Response<Body> {
/// #     let json: &[u8] = match request.uri().path() {
/// #         "/oauth/token" => br#"{"access_token":"t0k3n","expires_in":1209599}"#,
/// #         _ => br#"{"Token":"ABCD=","ExpiresAtUtc":"2017-12-08T11:02:48.7436471Z"}"#,
/// #     };
/// #     http::Response::new(Body::from(json.to_vec()))
/// # }
///
/// let (api_domain, secret) = (ApiDomain::US, Secret::from("s3cr3t"));
/// let call = RequestAccessToken { client_id: "id", client_secret: &secret, account: None };
/// let session = Session::without_token(&api_domain);
/// let access_token = session.read(&call, send(session.request(&call)?))?;
///
/// let account = AccountId::new("Acme-42")?;
/// let call = CreateSignInToken { account: &account, username: "example_user" };
/// let session = Session::new(&api_domain, &access_token);
/// let request = session.request(&call)?;
/// assert_eq!(request.uri(), "https://api.cyclr.com/v1.0/accounts/Acme-42/signintoken");
/// let sign_in_token = session.read(&call, send(request))?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Session<'a> {
    api_domain: &'a ApiDomain,
    /// The domain's, where it has been parsed before.
    authority: Option<&'a Authority>,
    access_token: Option<&'a AccessToken>,
}

impl<'a> Session<'a> {
    /// A session with a token.
    #[must_use]
    pub fn new(api_domain: &'a ApiDomain, access_token: &'a AccessToken) -> Self {
        Self { api_domain, authority: None, access_token: Some(access_token) }
    }

    /// A session in which an access token can be asked for.
    #[must_use]
    pub fn without_token(api_domain: &'a ApiDomain) -> Self {
        Self { api_domain, authority: None, access_token: None }
    }

    /// Saves parsing the domain again for each request.
    #[cfg(feature = "client")]
    pub(crate) fn with_authority(mut self, authority: &'a Authority) -> Self {
        self.authority = Some(authority);
        self
    }

    /// Makes the request.
    ///
    /// # Errors
    ///
    /// [`Error`] if no request can be made of it, since an id is longer than any URL.
    ///
    /// # Security
    ///
    /// The `Authorization` header is marked sensitive, so that `Debug` leaves it out; tokens and
    /// secrets never stand in the URL.
    pub fn request<C: Call + ?Sized>(&self, call: &C) -> Result<Request<Body>, Error> {
        self.assemble(call.path(), call.account(), call.content(), &C::OPERATION.method)
            .map_err(|error| Error::new(C::OPERATION, Kind::Request(error.into())))
    }

    fn assemble(
        self,
        path: String,
        account: Option<&AccountId>,
        content: Content,
        method: &Method,
    ) -> Result<Request<Body>, http::Error> {
        let mut parts = uri::Parts::default();
        parts.scheme = Some(if self.api_domain.is_https() { Scheme::HTTPS } else { Scheme::HTTP });
        parts.authority = Some(match self.authority {
            Some(authority) => authority.clone(),
            None => Authority::try_from(self.api_domain.authority())?,
        });
        parts.path_and_query = Some(PathAndQuery::try_from(path)?);
        let uri = Uri::from_parts(parts)?;
        let mut headers = HeaderMap::with_capacity(6);
        headers.insert(ACCEPT, JSON);
        if let Some(access_token) = self.access_token {
            headers.insert(AUTHORIZATION, access_token.authorization());
        }
        if let Some(account) = account {
            headers.insert(X_CYCLR_ACCOUNT, HeaderValue::from_bytes(account.as_str().as_bytes())?);
        }
        let body = match content {
            Content::None => Body::default(),
            Content::Json(body) => {
                headers.insert(CONTENT_TYPE, JSON);
                body
            }
            Content::Form(body) => {
                headers.insert(CONTENT_TYPE, FORM);
                body
            }
        };
        let mut request = Request::new(body);
        *request.method_mut() = method.clone();
        *request.uri_mut() = uri;
        *request.headers_mut() = headers;
        Ok(request)
    }

    /// Reads the answer to a request of the same call in the same session.
    ///
    /// # Errors
    ///
    /// [`Error`] if Cyclr refused, or if the answer is none to this call.
    pub fn read<C: Call + ?Sized>(
        &self,
        call: &C,
        response: Response<Body>,
    ) -> Result<C::Answer, Error> {
        let status = response.status();
        if !status.is_success() {
            return Err(self.refusal(&C::OPERATION, &response, &call.content()));
        }
        call.read(&Answer::new(response))
            .map_err(|error| Error::new(C::OPERATION, Kind::Unreadable(status, error)))
    }

    /// What to make of an answer that says no.
    pub(crate) fn refusal(
        self,
        operation: &Operation,
        response: &Response<Body>,
        sent: &Content,
    ) -> Error {
        let token = self.access_token.map(AccessToken::expose_secret);
        let refusal = answer::refusal(response, sent, token);
        Error::new(operation.clone(), Kind::Status(refusal))
    }
}

const JSON: HeaderValue = HeaderValue::from_static("application/json");
const FORM: HeaderValue = HeaderValue::from_static("application/x-www-form-urlencoded");
const X_CYCLR_ACCOUNT: &str = "x-cyclr-account";
