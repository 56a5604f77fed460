//! Who is signed in: sessions on the server, and what protects the forms of their pages.

use std::convert::Infallible;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::rejection::{BytesRejection, FailedToBufferBody, RawFormRejection};
use axum::extract::{
    Form, FromRequest, FromRequestParts, OptionalFromRequestParts, RawForm, Request,
};
use axum::http::request::Parts;
use axum_extra::extract::SignedCookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};
use cyclr_oauth::completion::{AttemptStore, StoreEntry};
use cyclr_oauth::{AttemptError, SessionKey, UtcTimestamp};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq;
use url::form_urlencoded;

use super::Portal;
use super::problem::Problem;
use crate::people::Person;

/// Somebody who is signed in, in one browser.
#[derive(Clone)]
pub(super) struct Session {
    /// What the browser presents, in a signed cookie.
    id: String,
    /// What attempts to connect are bound to.
    key: String,
    /// What each form of its pages sends back.
    pub(super) csrf: String,
    pub(super) person: Person,
}

/// What is on the server, for as long as the user is signed in.
#[derive(Deserialize, Serialize)]
struct Stored {
    key: String,
    csrf: String,
    person: String,
    begun: UtcTimestamp,
}

/// After that, the user signs in again.
const LIFETIME: Duration = Duration::from_secs(8 * 60 * 60);
/// The same if nobody has used it.
pub(super) const IDLE: Duration = Duration::from_secs(60 * 60);
/// How much of that may go by before a request is noted.
const NOTED_AFTER: Duration = Duration::from_secs(60);
/// How many a person may have, in memory; the next one ends the oldest.
pub(super) const PER_PERSON: usize = 20;

impl Session {
    /// A new one at each sign-in, so that nobody can have planted it.
    pub(super) async fn begin(portal: &Portal, person: &Person) -> Result<Self, Problem> {
        let session =
            Self { id: random()?, key: random()?, csrf: random()?, person: person.clone() };
        let now = portal.cyclr.now();
        let Self { id, key, csrf, person } = session.clone();
        let person = person.id.to_owned();
        let stored = serde_json::to_string(&Stored { key, csrf, person, begun: now });
        let stored = stored.map_err(|_| Problem::Unavailable)?;
        session.note(portal, now).await?;
        let account = session.person.username();
        session.insert(portal, (&id, &stored), &account, (now, LIFETIME)).await?;
        Ok(session)
    }

    async fn insert(
        &self,
        portal: &Portal,
        (key, value): (&str, &str),
        account: &str,
        (now, kept): (UtcTimestamp, Duration),
    ) -> Result<(), Problem> {
        let keep_until = now.saturating_add(kept);
        let entry = StoreEntry { key, value, account, now, due: keep_until, keep_until };
        portal.sessions.insert(entry).await.map_err(|_| Problem::Unavailable)
    }

    /// When it was last used is a separate entry: to write it again can't bring back a session that has
    /// just been ended.
    async fn note(&self, portal: &Portal, now: UtcTimestamp) -> Result<(), Problem> {
        let (key, account) = (seen(&self.id), format!("{} seen", self.person.username()));
        self.insert(portal, (&key, &now.to_string()), &account, (now, IDLE)).await
    }

    async fn find(portal: &Portal, id: &str) -> Result<Self, Problem> {
        let store: &dyn AttemptStore = &*portal.sessions;
        let get = async |key: &str| store.get(key).await.map_err(|_| Problem::Unavailable);
        let stored = get(id).await?.ok_or(Problem::SignedOut)?;
        let Stored { key, csrf, person, begun } =
            serde_json::from_str(&stored).map_err(|_| Problem::Unavailable)?;
        let noted = get(&seen(id)).await?.and_then(|it| it.parse::<UtcTimestamp>().ok());
        let noted = noted.ok_or(Problem::SignedOut)?;
        let now = portal.cyclr.now();
        if begun.saturating_add(LIFETIME) <= now || noted.saturating_add(IDLE) <= now {
            return Err(Problem::SignedOut);
        }
        let person = portal.people.iter().find(|it| it.id == person).ok_or(Problem::SignedOut)?;
        let session = Self { id: id.to_owned(), key, csrf, person: person.clone() };
        if noted.saturating_add(NOTED_AFTER) <= now {
            session.note(portal, now).await?;
        }
        Ok(session)
    }

    pub(super) fn cookie(&self, portal: &Portal) -> Cookie<'static> {
        cookie(portal, name(portal, "session"), self.id.clone())
    }

    pub(super) async fn end(&self, portal: &Portal) -> Result<(), Problem> {
        for key in [&self.id, &seen(&self.id)] {
            portal.sessions.take(key).await.map_err(|_| Problem::Unavailable)?;
        }
        Ok(())
    }

    /// What attempts to connect are bound to.
    pub(super) fn key(&self) -> Result<SessionKey, Problem> {
        Ok(SessionKey::new(&self.key).map_err(AttemptError::from)?)
    }
}

fn seen(id: &str) -> String {
    format!("{id} seen")
}

/// 128 bits as hexadecimal digits.
fn random() -> Result<String, Problem> {
    let mut bits = [0; 16];
    getrandom::fill(&mut bits).map_err(|_| Problem::Unavailable)?;
    Ok(format!("{:032x}", u128::from_ne_bytes(bits)))
}

/// For this host alone, where browsers support it.
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
        let session = Self::find(portal, cookie.value()).await?;
        if portal.sandbox.is_some() {
            let (account, now) = (&session.person.account, portal.cyclr.now());
            portal.wire.note(account, now, parts.method.as_str(), parts.uri.path());
        }
        Ok(session)
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

impl<T: DeserializeOwned> FromRequest<Portal> for Post<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, portal: &Portal) -> Result<Self, Problem> {
        let (mut parts, body) = request.into_parts();
        let session =
            <Session as FromRequestParts<_>>::from_request_parts(&mut parts, portal).await?;
        let fields = fields(Request::from_parts(parts.clone(), body), portal).await?;
        let csrf = form_urlencoded::parse(&fields).find(|(name, _)| name == "csrf");
        let csrf = csrf.map(|(_, value)| value).unwrap_or_default();
        if !bool::from(csrf.as_bytes().ct_eq(session.csrf.as_bytes())) {
            return Err(Problem::Forged);
        }
        let form = read(Request::from_parts(parts.clone(), Body::from(fields)), portal).await?;
        Ok(Self { parts, session, form })
    }
}

/// A form of a page that needs no sign-in.
pub(super) struct OpenForm<T>(pub(super) T);

impl<T: DeserializeOwned> FromRequest<Portal> for OpenForm<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, portal: &Portal) -> Result<Self, Problem> {
        read(request, portal).await.map(Self)
    }
}

async fn fields(request: Request, portal: &Portal) -> Result<Bytes, Problem> {
    match RawForm::from_request(request, portal).await {
        Ok(RawForm(fields)) => Ok(fields),
        Err(RawFormRejection::BytesRejection(BytesRejection::FailedToBufferBody(
            FailedToBufferBody::LengthLimitError(_),
        ))) => Err(Problem::TooLarge),
        Err(_) => Err(Problem::Forged),
    }
}

async fn read<T: DeserializeOwned>(request: Request, portal: &Portal) -> Result<T, Problem> {
    let form = Form::from_request(request, portal).await;
    form.map(|Form(form)| form).map_err(|_| Problem::Incomplete)
}
