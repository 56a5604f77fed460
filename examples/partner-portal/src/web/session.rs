//! Who is signed in: a signed cookie, and what protects the forms of its pages.

use std::convert::Infallible;
use std::time::Duration;

use axum::extract::{Form, FromRequest, FromRequestParts, OptionalFromRequestParts, Request};
use axum::http::request::Parts;
use axum_extra::extract::SignedCookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};
use cyclr_oauth::completion::StoreEntry;
use cyclr_oauth::{AttemptError, SessionKey, UtcTimestamp};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use subtle::ConstantTimeEq;

use super::Portal;
use super::problem::Problem;
use crate::people::Person;

/// Somebody who is signed in, in one browser.
#[derive(Clone)]
pub(super) struct Session {
    /// Under which its end is remembered. Nothing else depends on it.
    id: String,
    /// What tells this session from all others: the key that attempts to connect are bound to.
    key: String,
    /// What each form of its pages has to send back.
    pub(super) csrf: String,
    begun: UtcTimestamp,
    pub(super) person: Person,
}

/// After that, the user signs in again.
const LIFETIME: Duration = Duration::from_secs(8 * 60 * 60);

impl Session {
    /// A new one at each sign-in, so that nobody can have planted it.
    pub(super) fn begin(portal: &Portal, person: &Person) -> Result<Self, Problem> {
        let begun = portal.cyclr.now();
        let (id, key, csrf, person) = (random()?, random()?, random()?, person.clone());
        Ok(Self { id, key, csrf, begun, person })
    }

    pub(super) fn cookie(&self, portal: &Portal) -> Cookie<'static> {
        let Self { id, key, csrf, begun, person } = self;
        cookie(portal, name(portal, "session"), format!("{id}~{key}~{csrf}~{begun}~{}", person.id))
    }

    fn read(portal: &Portal, value: &str) -> Option<Self> {
        let mut parts = value.split('~');
        let (id, key, csrf) = (parts.next()?, parts.next()?, parts.next()?);
        let (begun, person) = (parts.next()?.parse::<UtcTimestamp>().ok()?, parts.next()?);
        if begun.saturating_add(LIFETIME) <= portal.cyclr.now() {
            return None;
        }
        let person = portal.people.iter().find(|it| it.id == person)?.clone();
        let [id, key, csrf] = [id, key, csrf].map(str::to_owned);
        Some(Self { id, key, csrf, begun, person })
    }

    /// Ends it, for every copy of its cookie.
    pub(super) async fn end(&self, portal: &Portal) -> Result<(), Problem> {
        let now = portal.cyclr.now();
        let keep_until = now.saturating_add(LIFETIME);
        let (key, account) = (&*self.id, self.person.id);
        let entry = StoreEntry { key, value: "", account, now, due: keep_until, keep_until };
        portal.ended_sessions.insert(entry).await.map_err(|_| Problem::Unavailable)
    }

    /// What attempts to connect are bound to.
    pub(super) fn key(&self) -> Result<SessionKey, Problem> {
        Ok(SessionKey::new(&self.key).map_err(AttemptError::from)?)
    }

    async fn has_ended(&self, portal: &Portal) -> Result<bool, Problem> {
        let ended = portal.ended_sessions.get(&self.id).await;
        Ok(ended.map_err(|_| Problem::Unavailable)?.is_some())
    }
}

/// 128 bits as hexadecimal digits.
fn random() -> Result<String, Problem> {
    let mut bits = [0; 16];
    getrandom::fill(&mut bits).map_err(|_| Problem::Unavailable)?;
    Ok(format!("{:032x}", u128::from_ne_bytes(bits)))
}

/// For this host alone, where browsers can be told so.
pub(super) fn name(portal: &Portal, name: &'static str) -> String {
    if portal.address.is_https() { format!("__Host-{name}") } else { name.to_owned() }
}

/// A cookie that no script sees. `Lax`, since the user comes back from Cyclr's site by a redirect, for which
/// browsers withhold a `Strict` one.
pub(super) fn cookie(portal: &Portal, name: String, value: String) -> Cookie<'static> {
    Cookie::build((name, value))
        .http_only(true)
        .path("/")
        .same_site(SameSite::Lax)
        .secure(portal.address.is_https())
        .build()
}

/// Where a page says itself that nobody is signed in.
impl OptionalFromRequestParts<Portal> for Session {
    type Rejection = Infallible;

    async fn from_request_parts(
        parts: &mut Parts,
        portal: &Portal,
    ) -> Result<Option<Self>, Infallible> {
        Ok(<Self as FromRequestParts<_>>::from_request_parts(parts, portal).await.ok())
    }
}

impl FromRequestParts<Portal> for Session {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, portal: &Portal) -> Result<Self, Problem> {
        let jar = SignedCookieJar::from_headers(&parts.headers, portal.key.0.clone());
        let cookie = jar.get(&name(portal, "session")).ok_or(Problem::SignedOut)?;
        let session = Self::read(portal, cookie.value()).ok_or(Problem::SignedOut)?;
        if session.has_ended(portal).await? { Err(Problem::SignedOut) } else { Ok(session) }
    }
}

/// A form that a page of this session has sent.
pub(super) struct Post<T> {
    pub(super) parts: Parts,
    pub(super) session: Session,
    pub(super) form: T,
}

/// A form that says all by having been sent.
#[derive(Deserialize)]
pub(super) struct Nothing {}

#[derive(Deserialize)]
struct Fields<T> {
    csrf: String,
    #[serde(flatten)]
    form: T,
}

impl<T: DeserializeOwned> FromRequest<Portal> for Post<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, portal: &Portal) -> Result<Self, Problem> {
        let (mut parts, body) = request.into_parts();
        let session =
            <Session as FromRequestParts<_>>::from_request_parts(&mut parts, portal).await?;
        let request = Request::from_parts(parts.clone(), body);
        let Form(Fields { csrf, form }) =
            Form::from_request(request, portal).await.map_err(|_| Problem::Forged)?;
        if !bool::from(csrf.as_bytes().ct_eq(session.csrf.as_bytes())) {
            return Err(Problem::Forged);
        }
        Ok(Self { parts, session, form })
    }
}
