//! The partner whom Mallory attacks.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Request, State};
use axum::response::Html;
use cyclr_oauth::api::{ApiResponse, Call, Method, MethodId, Operation, Unreadable};
use cyclr_oauth::client::AccountScope;
use cyclr_oauth::completion::{Decision, Returned};
use cyclr_oauth::{
    AccountConnectorId, AccountId, AttemptError, Attempts, Client, ConnectorId, SessionKey,
};
use cyclr_sandbox::{ConnectorSeed, Sandbox};
use http::request::Parts;
use serde_json::Value;
use tokio::sync::Notify;
use tokio::time::sleep;

use crate::fresh_connector::clean_up;
use crate::{MALLORY, MALLORYS_USER, Measure, VICTIM, Way, returning_to};

/// A partner whose users are Mallory, of one account, and the victim, of another.
pub(crate) struct Partner {
    pub(crate) sandbox: Sandbox,
    pub(crate) cyclr: Client,
    pub(crate) attempts: Attempts,
    pub(crate) account: AccountId,
    pub(crate) connector: ConnectorId,
    current_user: MethodId,
    measure: Measure,
    way: Way,
    /// That Mallory has presented the attempt, where he is to be first.
    presented: Notify,
}

impl Partner {
    pub(crate) async fn start(way: Way, measure: Measure) -> Arc<Self> {
        let sandbox = Sandbox::start().await;
        let cyclr = sandbox.client_builder().build().unwrap();
        let account = AccountId::new("Mallory-1").unwrap();
        sandbox.create_account(&account);
        let connector = sandbox.define(ConnectorSeed::oauth2("CRM").id(7)).into();
        let methods = cyclr.call(&ListMethods { account: &account }).await.unwrap();
        let method = methods.iter().find(|it| it["Name"] == "Get Current User").unwrap();
        let current_user = MethodId::new(method["MethodUniqueIdentifier"].as_str().unwrap());
        let attempts = Attempts::in_memory();
        let current_user = current_user.unwrap();
        let presented = Notify::new();
        Arc::new(Self {
            sandbox,
            cyclr,
            attempts,
            account,
            connector,
            current_user,
            measure,
            way,
            presented,
        })
    }

    pub(crate) fn scope(&self) -> AccountScope {
        self.cyclr.account(&self.account)
    }

    /// `GET /done`, in anybody's browser.
    pub(crate) async fn done(
        &self,
        request: &Parts,
        session: &str,
    ) -> Result<AccountConnectorId, AttemptError> {
        let (returned, session) = (Returned::by_navigation(request)?, SessionKey::new(session)?);
        let is_right = async |scope: AccountScope, id| {
            let signed_in: Value = scope.call_method(id, &self.current_user).await?;
            let is_right = signed_in["User"] == MALLORYS_USER;
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

    /// Mallory presents the attempt of this address, again and again until the consent is there.
    pub(crate) async fn done_first(&self, back: &str) -> Result<AccountConnectorId, AttemptError> {
        loop {
            match self.done(&returning_to(back), MALLORY).await {
                Err(AttemptError::NotAuthenticated) => sleep(Duration::from_millis(5)).await,
                result => {
                    self.presented.notify_one();
                    return result;
                }
            }
        }
    }

    /// Some time later, with what the application does by then. `in_use` is what its integrations run on.
    pub(crate) async fn after(&self, minutes: u64, in_use: Option<AccountConnectorId>) {
        self.sandbox.clock().advance(Duration::from_secs(minutes * 60));
        match self.measure {
            Measure::Sweep => drop(self.attempts.sweep(&self.cyclr).await.unwrap()),
            it if it.is_fresh() => {
                clean_up(&self.scope(), self.connector, in_use).await.unwrap();
            }
            _ => {}
        }
    }

    /// Whether Cyclr has the tokens of this user of the third party.
    pub(crate) fn holds(&self, id: AccountConnectorId, user: &str) -> bool {
        let connector = self.sandbox.account_connector(id);
        connector.is_some_and(|it| it.is_authenticated() && it.consented_by() == Some(user))
    }
}

/// What the victim's browser gets at the partner's page.
pub(crate) async fn page(State(partner): State<Arc<Partner>>, request: Request) -> Html<String> {
    let (parts, _) = request.into_parts();
    if partner.way == Way::AttackerIsFaster {
        partner.presented.notified().await;
    }
    let result = partner.done(&parts, VICTIM).await;
    Html(format!(
        "The partner: {}",
        result.map_or_else(|error| error.to_string(), |id| id.to_string())
    ))
}

/// `GET /v1.0/connectors/7/methods`
#[derive(Debug)]
struct ListMethods<'a> {
    account: &'a AccountId,
}

impl Call for ListMethods<'_> {
    type Output = Vec<Value>;

    const OPERATION: Operation = Operation::new(Method::GET, "/v1.0/connectors/{id}/methods");

    fn path(&self) -> String {
        "/v1.0/connectors/7/methods".to_owned()
    }

    fn account(&self) -> Option<&AccountId> {
        Some(self.account)
    }

    fn read(&self, response: &ApiResponse) -> Result<Vec<Value>, Unreadable> {
        response.json()
    }
}
