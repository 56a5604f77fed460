//! An attempt from its beginning to its completion, and what the user does meanwhile.

use cyclr_oauth::{AttemptError, ConnectAttempt, PopupListener, TargetOrigin};
use cyclr_oauth_end_to_end::{AnyAttempts, AnyClient, Kind, World};
use cyclr_sandbox::{Completion, ConnectorSeed, Fault, Switches};

super::with_both_clients! {
    a_redirect_brings_the_attempt_back_and_completes_it_once
    a_message_brings_the_attempt_back_and_completes_it_once
    a_denied_attempt_is_completed_when_the_user_has_thought_better_of_it
    a_target_that_loses_its_query_completes_nothing
    a_connector_that_is_removed_meanwhile_completes_nothing
    an_attempt_that_was_begun_with_one_client_completes_with_the_other
    a_fault_at_the_end_leaves_the_attempt
}

const SESSION: &str = "the session's cookie";
const PAGE: &str = "https://partner.example/done?step=2#part";

struct Begun {
    world: World,
    attempts: AnyAttempts,
    attempt: ConnectAttempt,
}

impl Begun {
    async fn new(kind: Kind) -> Self {
        let world = World::start(kind);
        let id = world.sandbox.install(&world.account, ConnectorSeed::oauth2("Salesforce"));
        let attempt = ConnectAttempt::new(&world.account, id, SESSION);
        let attempts = AnyAttempts::default();
        attempts.begin(&attempt, &world.client).await.unwrap();
        Self { world, attempts, attempt }
    }

    async fn hand_off(&self) -> cyclr_sandbox::Visit {
        let target = self.attempt.target_origin(PAGE).unwrap();
        self.world.hand_off(self.attempt.id(), target.as_str(), None).await
    }

    async fn complete(&self, presented: &str) -> Result<String, AttemptError> {
        let completed = self.attempts.complete(presented, SESSION, &self.world.client).await?;
        assert_eq!(completed.id, self.attempt.id());
        assert!(completed.state.authenticated && !completed.was_authenticated);
        Ok(completed.state.name)
    }
}

fn presented(completion: Completion) -> Option<String> {
    let Completion::Redirect(page) = completion else { panic!("{completion:?}") };
    let is_attempt = |(name, _): &(_, _)| name == ConnectAttempt::QUERY_PARAMETER;
    page.query_pairs().find(is_attempt).map(|(_, value)| value.into_owned())
}

async fn a_redirect_brings_the_attempt_back_and_completes_it_once(kind: Kind) {
    let begun = Begun::new(kind).await;
    let completion = begun.hand_off().await.approve().await.unwrap();
    let presented = presented(completion).unwrap();
    assert_eq!(begun.complete(&presented).await.unwrap(), "Salesforce");
    assert!(matches!(begun.complete(&presented).await, Err(AttemptError::Unknown)));
}

async fn a_message_brings_the_attempt_back_and_completes_it_once(kind: Kind) {
    let begun = Begun::new(kind).await;
    let Begun { world, attempt, .. } = &begun;
    let token = world.client.sign_in_token(&world.account, "ann").await.unwrap();
    let page = TargetOrigin::from_static("https://partner.example/connections");
    let url = PopupListener::new(world.client.service_domain(), attempt).url(token, page);
    let completion = world.sandbox.user().open(url.expose_url()).await.unwrap();
    let Completion::Message { message, target_origin } = completion.approve().await.unwrap() else {
        panic!("no message");
    };
    assert_eq!(target_origin, "https://partner.example");
    assert!(begun.attempts.check(&message, SESSION, &world.client).await.unwrap());
    assert_eq!(begun.complete(&message).await.unwrap(), "Salesforce");
    assert!(matches!(begun.complete(&message).await, Err(AttemptError::Unknown)));
}

async fn a_denied_attempt_is_completed_when_the_user_has_thought_better_of_it(kind: Kind) {
    let begun = Begun::new(kind).await;
    let completion = begun.hand_off().await.deny().await.unwrap();
    assert!(matches!(completion, Completion::Refused { .. }));
    let text = begun.attempt.expose_secret();
    assert!(matches!(begun.complete(text).await, Err(AttemptError::NotAuthenticated)));
    let completion = begun.hand_off().await.approve().await.unwrap();
    assert_eq!(presented(completion).as_deref(), Some(text));
    assert!(begun.complete(text).await.is_ok());
}

async fn a_target_that_loses_its_query_completes_nothing(kind: Kind) {
    let begun = Begun::new(kind).await;
    let switches = Switches { keep_target_query: false, ..Switches::default() };
    begun.world.sandbox.set_switches(switches);
    let completion = begun.hand_off().await.approve().await.unwrap();
    assert_eq!(presented(completion), None);
    assert!(matches!(begun.complete("").await, Err(AttemptError::Unknown)));
}

async fn a_connector_that_is_removed_meanwhile_completes_nothing(kind: Kind) {
    let begun = Begun::new(kind).await;
    let completion = begun.hand_off().await.approve().await.unwrap();
    begun.world.scope.delete(begun.attempt.id()).await.unwrap();
    let result = begun.complete(&presented(completion).unwrap()).await;
    assert!(
        matches!(&result, Err(AttemptError::Cyclr(error)) if error.is_not_found()),
        "{result:?}"
    );
}

async fn an_attempt_that_was_begun_with_one_client_completes_with_the_other(kind: Kind) {
    let begun = Begun::new(kind).await;
    let completion = begun.hand_off().await.approve().await.unwrap();
    let other = if kind == Kind::Async { Kind::Blocking } else { Kind::Async };
    let other = AnyClient::of(other, &begun.world.sandbox);
    let presented = presented(completion).unwrap();
    assert!(begun.attempts.complete(&presented, SESSION, &other).await.is_ok());
    assert!(matches!(begun.complete(&presented).await, Err(AttemptError::Unknown)));
}

async fn a_fault_at_the_end_leaves_the_attempt(kind: Kind) {
    let begun = Begun::new(kind).await;
    let completion = begun.hand_off().await.approve().await.unwrap();
    let presented = presented(completion).unwrap();
    for fault in [Fault::status(403), Fault::malformed()] {
        begun.world.sandbox.faults().always("GET", "/v1.0/account/connectors/*", fault);
        let result = begun.complete(&presented).await;
        begun.world.sandbox.faults().clear();
        assert!(matches!(result, Err(AttemptError::Cyclr(_))), "{result:?}");
    }
    assert!(begun.complete(&presented).await.is_ok());
}
