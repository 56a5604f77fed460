//! The recipes of the documentation: the very code that is shown there, against the sandbox.

use std::cell::Cell;
use std::collections::HashSet;

use cyclr_oauth::api::MethodId;
use cyclr_oauth::client::AccountScope;
use cyclr_oauth::completion::{Completed, Decision, MemoryAttempts, NewLink, Returned};
use cyclr_oauth::{
    AccountConnectorId, AccountId, AttemptError, Attempts, Client, ConnectorId, SessionKey,
};
use cyclr_sandbox::{Completion, ConnectorSeed, Fault, Sandbox, Visit};
use http::Request;
use serde_json::Value;

#[path = "../../../docs/recipes/ask_again.rs"]
mod ask_again;
#[path = "../../../docs/recipes/fresh_connector.rs"]
mod fresh_connector;
#[path = "../../../docs/recipes/right_person.rs"]
mod right_person;

const MALLORY: &str = "the session of Mallory on the server";
const COLLEAGUE: &str = "the session of a colleague of Mallory";
const VICTIM: &str = "the session of the victim on the server";

/// A service with one customer, Acme, in which Mallory works; the third party has Mallory and the victim.
struct Service {
    sandbox: Sandbox,
    cyclr: Client,
    attempts: Attempts,
    account: AccountId,
    connector: ConnectorId,
    current_user: MethodId,
    in_use: Cell<Option<AccountConnectorId>>,
}

impl Service {
    async fn start() -> Self {
        let sandbox = Sandbox::start().await;
        let cyclr = sandbox.client_builder().build().unwrap();
        let account = AccountId::new("Acme-42").unwrap();
        sandbox.create_account(&account);
        let connector: ConnectorId = sandbox.define(ConnectorSeed::oauth2("CRM").id(7)).into();
        let methods = cyclr.account(&account).methods(connector).all().await.unwrap();
        let current_user = methods.into_iter().find(|it| it.name == "Get Current User").unwrap().id;
        let attempts = Attempts::new(MemoryAttempts::default());
        let in_use = Cell::new(None);
        Self { sandbox, cyclr, attempts, account, connector, current_user, in_use }
    }

    /// Mallory clicks, and someone opens the URL.
    async fn connect(&self) -> Result<Visit, AttemptError> {
        self.connect_by(MALLORY).await
    }

    async fn connect_by(&self, by: &str) -> Result<Visit, AttemptError> {
        let Self { attempts, cyclr, account, connector, .. } = self;
        let own = session(by);
        let redirect =
            fresh_connector::connect(attempts, cyclr, account, "user", *connector, &own).await?;
        let location = redirect.headers()["location"].to_str().unwrap();
        Ok(self.sandbox.user().open(location).await.unwrap())
    }

    /// The job, an hour later.
    async fn clean_up(&self, keep: &[AccountConnectorId]) {
        let scope = self.cyclr.account(&self.account);
        let keep: Vec<_> = self.in_use.get().into_iter().chain(keep.iter().copied()).collect();
        let clean_up = async |seen| {
            fresh_connector::clean_up(&scope, self.connector, &keep, &seen).await.unwrap()
        };
        let seen = clean_up(HashSet::new()).await;
        assert_eq!(clean_up(seen).await, HashSet::new());
    }

    /// Back at the page, in a session of the customer.
    async fn done(&self, page: &url::Url, by: &str) -> Result<Completed, AttemptError> {
        self.done_for(&self.account, page, by).await
    }

    async fn done_for(
        &self,
        account: &AccountId,
        page: &url::Url,
        by: &str,
    ) -> Result<Completed, AttemptError> {
        let decide = async |scope: AccountScope, id| {
            let signed_in: Value = scope.call_method(id, &self.current_user).await?;
            let right = signed_in["User"] == "mallory@acme.example";
            Ok(if right { Decision::Accept } else { Decision::Refuse })
        };
        let (attempts, cyclr, own) = (&self.attempts, &self.cyclr, session(by));
        let completed =
            fresh_connector::done(attempts, cyclr, account, returned(page), &own, decide).await?;
        if let Some(before) = self.in_use.replace(Some(completed.id)) {
            cyclr.account(account).delete(before).await.unwrap();
        }
        Ok(completed)
    }

    /// Connects as it should be.
    async fn connected(&self) -> AccountConnectorId {
        let page = page(self.connect().await.unwrap().approve_as("mallory@acme.example").await);
        let completed = self.done(&page, MALLORY).await.unwrap();
        self.is_all_there_is(completed.id);
        completed.id
    }

    /// The account has this account connector alone, with Mallory's data.
    fn is_all_there_is(&self, id: AccountConnectorId) {
        assert_eq!(self.in_use.get(), Some(id));
        let [only] = self.sandbox.account_connectors(&self.account).try_into().unwrap();
        assert_eq!((only.id(), only.is_authenticated()), (id, true));
        assert_eq!(only.consented_by(), Some("mallory@acme.example"));
    }

    fn number(&self) -> usize {
        self.sandbox.account_connectors(&self.account).len()
    }
}

fn session(id: &str) -> SessionKey {
    SessionKey::new(id).unwrap()
}

fn page<E: std::fmt::Debug>(completion: Result<Completion, E>) -> url::Url {
    let Completion::Redirect(page) = completion.unwrap() else { panic!("not sent back") };
    page
}

fn returned(page: &url::Url) -> Returned {
    let request = Request::get(page.as_str()).body(()).unwrap();
    Returned::by_navigation(&request.into_parts().0).unwrap()
}

#[tokio::test]
async fn the_person_who_signed_in_decides() {
    let service = Service::start().await;
    let Service { sandbox, cyclr, attempts, account, current_user, .. } = &service;
    let id = cyclr.account(account).install(service.connector, &()).await.unwrap().id;
    let own = session(MALLORY);
    for (signs_in, expected) in [("victim@other.example", false), ("mallory@acme.example", true)] {
        let begun = attempts.begin(cyclr, account, id, &own).await.unwrap();
        let done = cyclr_oauth::TargetOrigin::from_static("https://partner.example/done");
        let redirect = begun.redirect::<()>("ann", &done).await.unwrap();
        let location = redirect.headers()["location"].to_str().unwrap();
        let page = page(sandbox.user().open(location).await.unwrap().approve_as(signs_in).await);
        let who = "mallory@acme.example";
        let completed =
            right_person::complete_as(who, attempts, cyclr, returned(&page), &own, current_user);
        let completed = completed.await;
        assert_eq!(completed.is_ok(), expected, "{completed:?}");
        let refused = matches!(completed, Err(AttemptError::Refused { .. }));
        assert_eq!(refused, !expected);
        assert_eq!(sandbox.account_connector(id).unwrap().is_authenticated(), expected);
    }
    // A method that fails decides nothing.
    let begun = attempts.begin(cyclr, account, id, &own).await.unwrap();
    let done = cyclr_oauth::TargetOrigin::from_static("https://partner.example/done");
    let redirect = begun.redirect::<()>("ann", &done).await.unwrap();
    let location = redirect.headers()["location"].to_str().unwrap();
    let page = page(sandbox.user().open(location).await.unwrap().approve().await);
    let none = MethodId::new("6f9619ff-8b86-d011-b42d-00cf4fc964ff").unwrap();
    let undecided = right_person::complete_as("x", attempts, cyclr, returned(&page), &own, &none);
    assert!(matches!(undecided.await, Err(AttemptError::Undecided(_))));
}

#[tokio::test]
async fn a_new_account_connector_takes_the_place_of_the_one_before_once_it_is_confirmed() {
    let service = Service::start().await;
    let first = service.connected().await;
    let visit = service.connect().await.unwrap();
    assert_eq!((service.number(), service.in_use.get()), (2, Some(first)), "until it is confirmed");
    let page = page(visit.approve_as("mallory@acme.example").await);
    let second = service.done(&page, MALLORY).await.unwrap().id;
    assert_ne!(first, second);
    service.is_all_there_is(second);
}

#[tokio::test]
async fn a_user_who_gives_up_leaves_what_is_in_use() {
    let service = Service::start().await;
    let first = service.connected().await;
    for _ in 0..3 {
        drop(service.connect().await.unwrap());
    }
    let _ = service.connect().await.unwrap().deny().await.unwrap();
    assert_eq!((service.number(), service.in_use.get()), (5, Some(first)));
    service.clean_up(&[]).await;
    service.is_all_there_is(first);
}

#[tokio::test]
async fn colleagues_connect_at_once_and_a_job_cuts_neither() {
    let service = Service::start().await;
    let scope = service.cyclr.account(&service.account);
    let approved = async |by| {
        let visit = service.connect_by(by).await.unwrap();
        page(visit.approve_as("mallory@acme.example").await)
    };
    let first = approved(MALLORY).await;
    let second = approved(COLLEAGUE).await;
    let none = HashSet::new();
    fresh_connector::clean_up(&scope, service.connector, &[], &none).await.unwrap();
    // Whoever presents a colleague's attempt learns nothing, and cuts nothing.
    let error = service.done(&first, COLLEAGUE).await.unwrap_err();
    assert!(matches!(error, AttemptError::OtherSession { .. }), "{error:?}");
    let _ = service.done(&first, MALLORY).await.unwrap();
    let last = service.done(&second, COLLEAGUE).await.unwrap().id;
    service.is_all_there_is(last);
}

#[tokio::test]
async fn an_account_connector_of_an_open_link_is_kept() {
    let service = Service::start().await;
    let Service { cyclr, attempts, account, connector, .. } = &service;
    let of_link = cyclr.account(account).install(*connector, &()).await.unwrap().id;
    let invite = cyclr_oauth::TargetOrigin::from_static("https://partner.example/invite");
    let link = NewLink::new(account, of_link);
    let _ = attempts.issue_link(cyclr, link, &invite).await.unwrap();
    service.clean_up(&[of_link]).await;
    assert!(service.sandbox.account_connector(of_link).is_some());
}

#[tokio::test]
async fn a_victim_who_comes_back_from_the_attackers_flow_leaves_nothing_behind() {
    let service = Service::start().await;
    let first = service.connected().await;
    let page = page(service.connect().await.unwrap().approve_as("victim@other.example").await);
    let shop = AccountId::new("Shop").unwrap();
    let error = service.done_for(&shop, &page, VICTIM).await.unwrap_err();
    assert!(matches!(error, AttemptError::OtherSession { .. }), "{error:?}");
    service.is_all_there_is(first);
    // Nor can Mallory complete it afterwards.
    assert_eq!(service.done(&page, MALLORY).await.unwrap_err().status(), 404);
    service.is_all_there_is(first);
}

#[tokio::test]
async fn an_attacker_who_completes_with_the_victims_data_is_refused() {
    let service = Service::start().await;
    let first = service.connected().await;
    let page = page(service.connect().await.unwrap().approve_as("victim@other.example").await);
    let error = service.done(&page, MALLORY).await.unwrap_err();
    assert!(matches!(error, AttemptError::Refused { .. }), "{error:?}");
    service.is_all_there_is(first);
}

#[tokio::test]
async fn an_abandoned_connection_is_swept_and_deleted() {
    let service = Service::start().await;
    let first = service.connected().await;
    // The victim consents where the way back passes the partner by.
    let visit = service.connect().await.unwrap();
    let _ = visit.approve_as("victim@other.example").await.unwrap();
    service.sandbox.clock().advance(std::time::Duration::from_secs(20 * 60));
    let swept = service.attempts.sweep(&service.cyclr).await.unwrap();
    let [left] = &*swept.refused else { panic!("{swept:?}") };
    assert_ne!(left.id, first);
    assert!(!service.sandbox.account_connector(left.id).unwrap().is_authenticated());
    service.clean_up(&[]).await;
    service.is_all_there_is(first);
}

#[tokio::test]
async fn a_confirmed_connection_that_a_victim_renewed_is_deauthenticated() {
    let service = Service::start().await;
    let Service { sandbox, cyclr, account, current_user, .. } = &service;
    let id = service.connected().await;
    let who = "mallory@acme.example";
    assert!(ask_again::is_still_of(who, cyclr, account, id, current_user).await.unwrap());
    assert!(sandbox.account_connector(id).unwrap().is_authenticated());

    // Mallory replaces the id in the URL of an attempt on a fresh account connector.
    let (attempts, own) = (&service.attempts, session(MALLORY));
    let fresh = cyclr.account(account).install(service.connector, &()).await.unwrap().id;
    let begun = attempts.begin(cyclr, account, fresh, &own).await.unwrap();
    let done = cyclr_oauth::TargetOrigin::from_static("https://partner.example/done");
    let redirect = begun.redirect::<()>("ann", &done).await.unwrap();
    let location = redirect.headers()["location"].to_str().unwrap();
    let diverted = location.replace(&format!("id={fresh}&"), &format!("id={id}&"));
    assert_ne!(location, diverted);
    let visit = sandbox.user().open(&diverted).await.unwrap();
    let _ = visit.approve_as("victim@other.example").await.unwrap();
    let consented = sandbox.account_connector(id).unwrap();
    assert_eq!(consented.consented_by(), Some("victim@other.example"));

    assert!(!ask_again::is_still_of(who, cyclr, account, id, current_user).await.unwrap());
    assert!(!sandbox.account_connector(id).unwrap().is_authenticated());
}

#[tokio::test]
async fn a_response_that_is_lost_leaves_nothing_that_the_job_does_not_delete() {
    for (method, path) in [
        ("POST", "/v1.0/connectors/*/install"),
        ("GET", "/v1.0/account/connectors/*"),
        ("POST", "/v1.0/accounts/*/signintoken"),
    ] {
        let service = Service::start().await;
        let first = service.connected().await;
        // Often enough for every try of the client, save what it doesn't try again.
        let often = if path.ends_with("install") { 1 } else { 5 };
        service.sandbox.faults().next_n(often, method, path, Fault::truncate_after(0));
        let clock = service.sandbox.clock();
        let lost = clock.advance_while(service.connect()).await;
        assert!(lost.is_err(), "{method} {path}");
        service.sandbox.faults().clear();
        service.clean_up(&[]).await;
        service.is_all_there_is(first);
    }
}

#[tokio::test]
async fn a_database_that_fails_leaves_what_was_in_use() {
    let service = Service::start().await;
    let first = service.connected().await;
    let page = page(service.connect().await.unwrap().approve_as("mallory@acme.example").await);
    let accept = async |_, _| Ok(Decision::Accept);
    let (attempts, cyclr, own) = (&service.attempts, &service.cyclr, session(MALLORY));
    let account = &service.account;
    let completed =
        fresh_connector::done(attempts, cyclr, account, returned(&page), &own, accept).await;
    assert_ne!(completed.unwrap().id, first, "and nobody stores it");
    service.clean_up(&[]).await;
    service.is_all_there_is(first);
}
