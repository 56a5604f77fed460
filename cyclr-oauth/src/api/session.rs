//! [`Session`]: makes requests and reads their responses.

use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue};
use http::uri::{Authority, PathAndQuery, Scheme, Uri};
use http::{Method, Request, Response, uri};

use crate::api::access_token::AccessToken;
use crate::api::body::Body;
use crate::api::call::{Call, Content};
use crate::api::error::{Error, Kind};
use crate::api::refusal::Refusal;
use crate::api::response::ApiResponse;
use crate::values::AccountId;
use crate::web::ApiDomain;

/// Makes requests and reads responses, for use with your own HTTP library.
///
/// A session consists of the API domain and an access token.
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
    /// The parsed domain, if there is one.
    authority: Option<&'a Authority>,
    access_token: Option<&'a AccessToken>,
}

impl<'a> Session<'a> {
    /// Makes a session with an access token.
    #[must_use]
    pub fn new(api_domain: &'a ApiDomain, access_token: &'a AccessToken) -> Self {
        Self { api_domain, authority: None, access_token: Some(access_token) }
    }

    /// Makes a session without a token, to request one.
    #[must_use]
    pub fn without_token(api_domain: &'a ApiDomain) -> Self {
        Self { api_domain, authority: None, access_token: None }
    }

    /// Avoids parsing the domain again for each request.
    #[cfg(feature = "client")]
    pub(crate) fn with_authority(mut self, authority: &'a Authority) -> Self {
        self.authority = Some(authority);
        self
    }

    /// Makes the request for a call.
    ///
    /// # Errors
    ///
    /// [`Error`] if the request is invalid, because an id is longer than any URL, or a segment of a custom
    /// call's path is `.` or `..`.
    ///
    /// # Security
    ///
    /// The `Authorization` header is marked sensitive, so `Debug` leaves it out. Tokens and secrets
    /// are never in the URL.
    pub fn request<C: Call + ?Sized>(&self, call: &C) -> Result<Request<Body>, Error> {
        let path = call.path();
        if has_dot_segment(&path) {
            let reason = "its path has a segment `.` or `..`";
            return Err(Error::new(C::OPERATION, Kind::Request(reason.into())));
        }
        self.assemble(path, call.account(), call.content(), C::OPERATION.method())
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

    /// Reads the response to a request that the same session made for the same call.
    ///
    /// # Errors
    ///
    /// [`Error`] if Cyclr refused the call, or if the response can't be read.
    pub fn read<C: Call + ?Sized>(
        &self,
        call: &C,
        response: Response<Body>,
    ) -> Result<C::Output, Error> {
        let status = response.status();
        if !status.is_success() {
            let refusal = Refusal::new(&response, |visit| {
                visit(self.access_token.map_or("", AccessToken::expose_secret));
                call.visit_secrets(visit);
            });
            return Err(Error::new(C::OPERATION, Kind::Status(refusal)));
        }
        call.read(&ApiResponse::new(response))
            .map_err(|error| Error::new(C::OPERATION, Kind::Unreadable(status, error)))
    }
}

/// Whether a server may read another path: no encoding protects such a segment.
fn has_dot_segment(path: &str) -> bool {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let dots = [".", "..", "%2e", ".%2e", "%2e.", "%2e%2e"];
    path.split('/').any(|segment| dots.iter().any(|it| segment.eq_ignore_ascii_case(it)))
}

const JSON: HeaderValue = HeaderValue::from_static("application/json");
const FORM: HeaderValue = HeaderValue::from_static("application/x-www-form-urlencoded");
const X_CYCLR_ACCOUNT: &str = "x-cyclr-account";
