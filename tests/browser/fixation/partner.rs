//! A partner's service: a session for each user, and one page that the users come back to.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, Request, State};
use axum::response::{AppendHeaders, Html, IntoResponse as _, Response};
use axum::routing::get;
use cyclr_oauth::api::MethodId;
use cyclr_oauth::client::AccountScope;
use cyclr_oauth::completion::{Decision, Returned};
use cyclr_oauth::{
    AccountConnectorId, AccountId, AttemptError, Attempts, Client, ConnectorId, SessionKey,
};
use cyclr_sandbox::{ConnectorSeed, Sandbox};
use http::header::{COOKIE, SET_COOKIE};
use http::request::Parts;
use serde_json::Value;
use tokio::sync::Semaphore;

use crate::Measure;

pub(crate) const MALLORY: &str = "the-session-of-mallory";
pub(crate) const VICTIM: &str = "the-session-of-the-victim";

/// Its users are Mallory, of one account, and the victim, of another.
pub(crate) struct Partner {
    pub(crate) sandbox: Sandbox,
    pub(crate) cyclr: Client,
    pub(crate) attempts: Attempts,
    pub(crate) account: AccountId,
    pub(crate) connector: ConnectorId,
    pub(crate) measure: Measure,
    /// Requests of the victim that have arrived, and those that may be handled.
    pub(crate) arrived: Semaphore,
    pub(crate) handled: Semaphore,
    current_user: MethodId,
}

impl Partner {
    pub(crate) async fn start(measure: Measure) -> Arc<Self> {
        let sandbox = Sandbox::start().await;
        let cyclr = sandbox.client_builder().build().unwrap();
        let account = AccountId::new("Mallory-1").unwrap();
        sandbox.create_account(&account);
        let connector: ConnectorId = sandbox.define(ConnectorSeed::oauth2("CRM").id(7)).into();
        let methods = cyclr.account(&account).methods(connector).all().await.unwrap();
        let current_user = methods.into_iter().find(|it| it.name == "Get Current User").unwrap().id;
        Arc::new(Self {
            sandbox,
            cyclr,
            attempts: Attempts::in_memory(),
            account,
            connector,
            measure,
            arrived: Semaphore::new(0),
            handled: Semaphore::new(Semaphore::MAX_PERMITS),
            current_user,
        })
    }

    pub(crate) fn routes(self: &Arc<Self>) -> Router {
        Router::new()
            .route("/sign-in/{session}", get(sign_in))
            .route("/done", get(done))
            .with_state(Arc::clone(self))
    }

    pub(crate) fn scope(&self) -> AccountScope {
        self.cyclr.account(&self.account)
    }

    /// Who consented, as the third party says.
    pub(crate) async fn signed_in(&self, id: AccountConnectorId) -> Option<String> {
        let user: Value = self.scope().call_method(id, &self.current_user).await.ok()?;
        Some(user["User"].as_str().unwrap().to_owned())
    }

    async fn complete(
        &self,
        request: &Parts,
        session: &str,
    ) -> Result<AccountConnectorId, AttemptError> {
        let (returned, session) = (Returned::by_navigation(request)?, SessionKey::new(session)?);
        let is_right = async |_: AccountScope, id| {
            let is_right = self.signed_in(id).await.as_deref() == Some("mallory@acme.example");
            Ok(if is_right { Decision::Accept } else { Decision::Refuse })
        };
        let (attempts, cyclr) = (&self.attempts, &self.cyclr);
        let result = if self.measure.asks() {
            attempts.complete_if(cyclr, returned, &session, is_right).await
        } else {
            attempts.complete(cyclr, returned, &session).await
        };
        match result {
            Ok(completed) => Ok(completed.id),
            Err(error) => {
                if let (
                    Measure::OtherSession,
                    AttemptError::OtherSession { account, id, was_authenticated_before: false },
                ) = (self.measure, &error)
                {
                    cyclr.account(account).deauthenticate(*id).await?;
                }
                Err(error)
            }
        }
    }
}

/// `GET /sign-in/{session}`
async fn sign_in(Path(session): Path<String>) -> Response {
    let cookie = format!("session={session}; Path=/; HttpOnly; SameSite=Lax");
    (AppendHeaders([(SET_COOKIE, cookie)]), Html(format!("This is {session}"))).into_response()
}

/// `GET /done`
async fn done(State(partner): State<Arc<Partner>>, request: Request) -> Html<String> {
    let (parts, _) = request.into_parts();
    let cookies = parts.headers[COOKIE].to_str().unwrap();
    let session = cookies.split("; ").find_map(|it| it.strip_prefix("session=")).unwrap();
    if session == VICTIM {
        partner.arrived.add_permits(1);
        partner.handled.acquire().await.unwrap().forget();
    }
    let result = partner.complete(&parts, session).await;
    Html(format!(
        "The partner: {}",
        result.map_or_else(|error| error.to_string(), |id| format!("connected as {id}"))
    ))
}
