//! An attempt from beginning to completion, and the user's actions meanwhile.

use cyclr_oauth::completion::Returned;
use cyclr_oauth::{AccountConnectorId, AttemptError, TargetOrigin};
use cyclr_oauth_end_to_end::{AnyAttempts, AnyBegun, AnyClient, Kind, World};
use cyclr_sandbox::{Completion, ConnectorSeed, Fault, Switches, Visit};

super::with_both_clients! {
    a_redirect_brings_the_attempt_back_and_completes_it_once
    a_message_brings_the_attempt_back_and_completes_it_once
    a_denied_attempt_completes_nothing
    a_target_that_loses_its_query_completes_nothing
    a_connector_that_is_removed_meanwhile_completes_nothing
    an_attempt_that_was_begun_with_one_client_completes_with_the_other
    a_fault_at_the_end_leaves_the_attempt
}

const SESSION: &str = "the id of the session on the server";
const PAGE: TargetOrigin = TargetOrigin::from_static("https://partner.example/done?step=2#part");

struct Service {
    world: World,
    attempts: AnyAttempts,
    id: AccountConnectorId,
}

impl Service {
    async fn new(kind: Kind) -> (Self, AnyBegun) {
        let world = World::start(kind);
        let id = world.sandbox.install(&world.account, ConnectorSeed::oauth2("Salesforce"));
        let attempts = AnyAttempts::default();
        let begun = attempts.begin(&world.client, &world.account, id, SESSION).await.unwrap();
        (Self { world, attempts, id }, begun)
    }

    async fn hand_off(&self, begun: AnyBegun) -> Visit {
        let redirect = begun.redirect("ann", &PAGE).await.unwrap();
        let location = redirect.headers()["location"].to_str().unwrap();
        self.world.sandbox.user().open(location).await.unwrap()
    }

    async fn complete(&self, presented: &str) -> Result<String, AttemptError> {
        let completed = self.attempts.complete(&self.world.client, presented, SESSION).await?;
        assert_eq!(completed.id, self.id);
        assert!(completed.state.authenticated && !completed.was_authenticated_before);
        Ok(completed.state.name)
    }
}

pub(crate) fn presented(completion: Completion) -> Option<String> {
    let Completion::Redirect(page) = completion else { panic!("{completion:?}") };
    let is_attempt = |(name, _): &(_, _)| name == Returned::PARAMETER;
    page.query_pairs().find(is_attempt).map(|(_, value)| value.into_owned())
}

async fn a_redirect_brings_the_attempt_back_and_completes_it_once(kind: Kind) {
    let (service, begun) = Service::new(kind).await;
    let completion = service.hand_off(begun).await.approve().await.unwrap();
    let presented = presented(completion).unwrap();
    assert_eq!(service.complete(&presented).await.unwrap(), "Salesforce");
    assert!(matches!(service.complete(&presented).await, Err(AttemptError::Unknown)));
}

async fn a_message_brings_the_attempt_back_and_completes_it_once(kind: Kind) {
    let (service, begun) = Service::new(kind).await;
    let Service { world, attempts, .. } = &service;
    let page = TargetOrigin::from_static("https://partner.example/connections");
    let answer = begun.popup("ann", &page).await;
    let json: serde_json::Value = serde_json::from_str(answer.body()).unwrap();
    let visit = world.sandbox.user().open(json["url"].as_str().unwrap()).await.unwrap();
    let Completion::Message { message, target_origin } = visit.approve().await.unwrap() else {
        panic!("no message");
    };
    assert_eq!(target_origin, "https://partner.example");
    assert!(attempts.check(&world.client, &message, SESSION).await.unwrap());
    assert_eq!(service.complete(&message).await.unwrap(), "Salesforce");
    assert!(matches!(service.complete(&message).await, Err(AttemptError::Unknown)));
}

async fn a_denied_attempt_completes_nothing(kind: Kind) {
    let (service, begun) = Service::new(kind).await;
    let redirect = begun.redirect("ann", &PAGE).await.unwrap();
    let url = url::Url::parse(redirect.headers()["location"].to_str().unwrap()).unwrap();
    let (_, target) = url.query_pairs().find(|(name, _)| name == "targetOrigin").unwrap();
    let (_, rest) = target.split_once("cyclr_attempt=").unwrap();
    let visit = service.world.sandbox.user().open(url.as_str()).await.unwrap();
    let completion = visit.deny().await.unwrap();
    assert!(matches!(completion, Completion::Refused { .. }));
    assert!(matches!(service.complete(&rest[..22]).await, Err(AttemptError::NotAuthenticated)));
}

async fn a_target_that_loses_its_query_completes_nothing(kind: Kind) {
    let (service, begun) = Service::new(kind).await;
    let switches = Switches { keep_target_query: false, ..Switches::default() };
    service.world.sandbox.set_switches(switches);
    let completion = service.hand_off(begun).await.approve().await.unwrap();
    assert_eq!(presented(completion), None);
    assert!(matches!(service.complete("").await, Err(AttemptError::NotReturned(_))));
}

async fn a_connector_that_is_removed_meanwhile_completes_nothing(kind: Kind) {
    let (service, begun) = Service::new(kind).await;
    let completion = service.hand_off(begun).await.approve().await.unwrap();
    service.world.scope.delete(service.id).await.unwrap();
    let result = service.complete(&presented(completion).unwrap()).await;
    assert!(
        matches!(&result, Err(AttemptError::Cyclr(error)) if error.is_not_found()),
        "{result:?}"
    );
}

async fn an_attempt_that_was_begun_with_one_client_completes_with_the_other(kind: Kind) {
    let (service, begun) = Service::new(kind).await;
    let completion = service.hand_off(begun).await.approve().await.unwrap();
    let other = if kind == Kind::Async { Kind::Blocking } else { Kind::Async };
    let other = AnyClient::of(other, &service.world.sandbox);
    let presented = presented(completion).unwrap();
    assert!(service.attempts.complete(&other, &presented, SESSION).await.is_ok());
    assert!(matches!(service.complete(&presented).await, Err(AttemptError::Unknown)));
}

async fn a_fault_at_the_end_leaves_the_attempt(kind: Kind) {
    let (service, begun) = Service::new(kind).await;
    let completion = service.hand_off(begun).await.approve().await.unwrap();
    let presented = presented(completion).unwrap();
    for fault in [Fault::status(403), Fault::malformed()] {
        service.world.sandbox.faults().always("GET", "/v1.0/account/connectors/*", fault);
        let result = service.complete(&presented).await;
        service.world.sandbox.faults().clear();
        assert!(matches!(result, Err(AttemptError::Cyclr(_))), "{result:?}");
    }
    assert!(service.complete(&presented).await.is_ok());
}
