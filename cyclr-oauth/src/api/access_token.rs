//! The partner access token: `POST /oauth/token`.

use std::time::Duration;

use http::Method;
use http::header::HeaderValue;
use serde::{Deserialize, Deserializer};

use crate::api::body::Body;
use crate::api::call::{Call, Content};
use crate::api::operation::{Operation, TOKEN_ROUTE};
use crate::api::response::{ApiResponse, Unreadable};
use crate::values::{AccountId, Secret};
use crate::web::{Piece, join};

/// Requests an access token with the partner's client credentials
/// ([documented](crate::guide::how_cyclr_behaves)).
///
/// The credentials go in a form body, never in the URL or in HTTP Basic. Several tokens may be
/// valid at the same time ([documented](crate::guide::how_cyclr_behaves)), so requesting twice is
/// harmless.
#[derive(Clone, Copy, Debug)]
pub struct RequestAccessToken<'a> {
    /// The partner's client id.
    pub client_id: &'a str,
    /// The partner's client secret.
    pub client_secret: &'a Secret,
    /// The one account that the token is restricted to; `None` for all accounts. LAUNCH,
    /// Marketplace and ORBIT don't accept a restricted token
    /// ([documented](crate::guide::how_cyclr_behaves)).
    pub account: Option<&'a AccountId>,
}

impl Call for RequestAccessToken<'_> {
    type Output = AccessToken;

    const OPERATION: Operation = Operation::new(Method::POST, TOKEN_ROUTE).repeatable();

    fn path(&self) -> String {
        TOKEN_ROUTE.to_owned()
    }

    fn content(&self) -> Content {
        let id_and_secret = [
            Piece::Text("grant_type=client_credentials&client_id="),
            Piece::Value(self.client_id),
            Piece::Text("&client_secret="),
            Piece::Value(self.client_secret.expose_secret()),
        ];
        let form = match self.account {
            None => join(&id_and_secret),
            Some(account) => {
                let [a, b, c, d] = id_and_secret;
                let scope = Piece::Value(account.as_str());
                join(&[a, b, c, d, Piece::Text("&scope=account%3A"), scope])
            }
        };
        Content::Form(Body::from(form))
    }

    fn visit_secrets(&self, visit: &mut dyn FnMut(&str)) {
        visit(self.client_secret.expose_secret());
    }

    fn read(&self, response: &ApiResponse) -> Result<AccessToken, Unreadable> {
        #[derive(Deserialize)]
        struct Token {
            access_token: Secret,
            #[serde(default, deserialize_with = "seconds")]
            expires_in: Option<u64>,
        }

        let Token { access_token, expires_in } = response.json()?;
        AccessToken::new(access_token, expires_in.map(Duration::from_secs))
            .ok_or_else(|| Unreadable::new("the `access_token` can't be in a header"))
    }
}

/// A number, also as text.
fn seconds<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u64>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Seconds {
        Number(u64),
        Text(String),
        Other(serde::de::IgnoredAny),
    }

    Ok(match Seconds::deserialize(deserializer)? {
        Seconds::Number(seconds) => Some(seconds),
        Seconds::Text(text) => text.parse().ok(),
        Seconds::Other(_) => None,
    })
}

/// An access token, which authorizes `/v1.0` calls.
///
/// ```
/// use cyclr_oauth::api::AccessToken;
///
/// let token = AccessToken::new("t0k3n", None).unwrap();
/// assert_eq!(
///     format!("{token:?}"),
///     "AccessToken { authorization: Sensitive, lifetime: None }",
/// );
/// ```
///
/// # Security
///
/// The token is redacted in `Debug`. Its memory is wiped with the last copy, including copies in
/// requests.
#[derive(Clone, Debug)]
pub struct AccessToken {
    authorization: HeaderValue,
    lifetime: Option<Duration>,
}

impl AccessToken {
    /// Makes a token with its lifetime; `None` if the text is empty or can't be in a header.
    #[must_use]
    pub fn new(token: impl Into<Secret>, lifetime: Option<Duration>) -> Option<Self> {
        let token = token.into();
        if token.expose_secret().trim().is_empty() {
            return None;
        }
        let mut text = String::with_capacity(BEARER.len() + token.expose_secret().len());
        text.push_str(BEARER);
        text.push_str(token.expose_secret());
        let text = Body::from(Secret::from(text));
        // The header shares the memory, which the last copy wipes.
        let bytes = bytes::Bytes::from_owner(text);
        let mut authorization = HeaderValue::from_maybe_shared(bytes).ok()?;
        authorization.set_sensitive(true);
        Some(Self { authorization, lifetime })
    }

    /// The token's lifetime from when it was issued: 14 days
    /// ([documented](crate::guide::how_cyclr_behaves)).
    #[must_use]
    pub fn lifetime(&self) -> Option<Duration> {
        self.lifetime
    }

    /// The token as text.
    ///
    /// # Security
    ///
    /// Keep it on the server: anyone who holds it can act for all of the partner's accounts.
    #[must_use]
    #[expect(
        clippy::expect_used,
        clippy::missing_panics_doc,
        reason = "an invariant, see its text"
    )]
    pub fn expose_secret(&self) -> &str {
        let text =
            str::from_utf8(self.authorization.as_bytes()).expect("the header was made of text");
        text.split_at(BEARER.len()).1
    }

    /// The header, whose copies share one memory.
    pub(crate) fn authorization(&self) -> HeaderValue {
        self.authorization.clone()
    }
}

const BEARER: &str = "Bearer ";
