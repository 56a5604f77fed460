//! Attempts with known text, and the requests that return with them.

use std::cell::Cell;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cyclr_oauth::completion::{
    AttemptStore, Begun, Completed, LinkError, MemoryAttempts, Returned,
};
use cyclr_oauth::{AttemptError, Attempts, SessionKey};
use http::Request;
use http::request::Parts;

use crate::script::{Outcome, Script, account, ok};

pub(crate) const SESSION: &str = "the id of the session on the server";

thread_local! {
    static COUNT: Cell<u128> = const { Cell::new(0) };
}

/// Different bits each time, which the thread remembers.
pub(crate) fn bits() -> [u8; 16] {
    COUNT.set(COUNT.get() + 1);
    COUNT.get().to_be_bytes()
}

/// The last attempt that this thread began.
pub(crate) fn last() -> String {
    URL_SAFE_NO_PAD.encode(COUNT.get().to_be_bytes())
}

pub(crate) fn attempts(store: impl AttemptStore + 'static) -> Attempts {
    Attempts::with_random(store, bits)
}

pub(crate) fn session(id: &str) -> SessionKey {
    SessionKey::new(id).unwrap()
}

pub(crate) fn navigation(presented: &str) -> Parts {
    let request = Request::get(format!("/done?cyclr_attempt={presented}"))
        .header("sec-fetch-site", "cross-site")
        .header("sec-fetch-mode", "navigate")
        .header("sec-fetch-dest", "document");
    request.body(()).unwrap().into_parts().0
}

pub(crate) fn returned(presented: &str) -> Returned {
    Returned::by_navigation(&navigation(presented)).unwrap()
}

/// The name of the error.
pub(crate) fn kind<T: std::fmt::Debug>(result: Result<T, AttemptError>) -> &'static str {
    match result.unwrap_err() {
        AttemptError::NotAuthenticated => "not authenticated",
        AttemptError::Unknown => "unknown",
        AttemptError::OtherSession { .. } => "other session",
        AttemptError::Expired => "expired",
        AttemptError::Refused { .. } => "refused",
        AttemptError::Undecided(_) => "undecided",
        AttemptError::Cyclr(_) => "cyclr",
        AttemptError::Store(_) => "store",
        AttemptError::Link(LinkError::Expired) => "link expired",
        AttemptError::Link(LinkError::Malformed) => "link malformed",
        AttemptError::Link(LinkError::Note) => "link note",
        AttemptError::Link(LinkError::NotClicked(_)) => "link not clicked",
        AttemptError::Link(LinkError::OtherAccount { .. }) => "link of another account",
        AttemptError::Link(LinkError::OtherUser { .. }) => "link of another user",
        AttemptError::Link(LinkError::Revoked) => "link revoked",
        AttemptError::Link(LinkError::Unknown) => "link unknown",
        AttemptError::Link(LinkError::Used) => "link used",
        other => panic!("{other:?}"),
    }
}

pub(crate) fn connector(authenticated: bool) -> Outcome {
    ok(format!(
        r#"{{"Id":1234,"Name":"Docusign","AuthValue":null,"Authenticated":{authenticated},"Connector":{{"Id":77}}}}"#
    ))
}

pub(crate) fn sign_in_token() -> Outcome {
    ok(r#"{"Token":"+7fC/w==","ExpiresAtUtc":"2021-10-01T00:05:00Z"}"#)
}

/// An attempt that has begun, and Cyclr's responses from then on.
pub(crate) struct Started {
    pub(crate) script: Script,
    pub(crate) attempts: Attempts,
    pub(crate) begun: Begun,
    pub(crate) text: String,
}

impl Started {
    pub(crate) async fn new(was: bool, then: impl IntoIterator<Item = Outcome>) -> Self {
        Self::of(attempts(MemoryAttempts::default()), was, then).await
    }

    pub(crate) async fn of(
        attempts: Attempts,
        was: bool,
        then: impl IntoIterator<Item = Outcome>,
    ) -> Self {
        let script = Script::new(std::iter::once(connector(was)).chain(then));
        let client = script.client();
        let begun = attempts.begin(&client, &account(), 1234, &session(SESSION)).await.unwrap();
        Self { script, attempts, begun, text: last() }
    }

    pub(crate) async fn complete(&self) -> Result<Completed, AttemptError> {
        self.complete_as(SESSION).await
    }

    pub(crate) async fn complete_as(&self, id: &str) -> Result<Completed, AttemptError> {
        self.present(&self.text, id).await
    }

    pub(crate) async fn present(&self, text: &str, id: &str) -> Result<Completed, AttemptError> {
        let client = self.script.client();
        self.attempts.complete(&client, returned(text), &session(id)).await
    }

    pub(crate) async fn check(&self) -> Result<bool, AttemptError> {
        let client = self.script.client();
        self.attempts.check(&client, returned(&self.text), &session(SESSION)).await
    }

    /// The number of requests to Cyclr so far.
    pub(crate) fn asked(&self) -> usize {
        self.script.calls().len() - 1
    }
}
