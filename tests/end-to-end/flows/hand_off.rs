//! From the authentication URL to the partner's page, and every way in which that can fail.

use std::time::Duration;

use cyclr_oauth_end_to_end::{Kind, World, connectors, refused};
use cyclr_sandbox::{Completion, ConnectorSeed, MessageWindow, Switches};
use partner_portal::customer::Customer;

super::with_both_clients! {
    an_approval_ends_on_the_target_with_its_query_and_fragment
    with_a_message_cyclr_posts_it_and_does_not_redirect
    a_password_connector_comes_straight_back
    a_denial_ends_on_an_error_page_and_authenticates_nothing
    an_error_of_the_third_party_ends_on_an_error_page
    a_missing_required_property_ends_on_a_bad_request_page
    a_used_token_ends_on_a_forbidden_page
    an_expired_token_is_not_redirected_to_and_ends_on_a_forbidden_page
    a_token_of_another_account_ends_on_a_forbidden_page
    a_denial_leaves_what_was_authenticated_before
}

const TARGET: &str = "https://partner.example/done?attempt=a%20b&x=%2B#part";

fn ready() -> ConnectorSeed {
    connectors::docusign().property("Domain", "account.docusign.com")
}

async fn an_approval_ends_on_the_target_with_its_query_and_fragment(kind: Kind) {
    let world = World::start(kind);
    let docusign = world.sandbox.define(connectors::docusign());
    let id = world.scope.install(docusign.into(), &()).await.unwrap().id;
    world.scope.configure(id, &Customer::sample().unwrap().docusign).await.unwrap();
    assert!(!world.scope.connector(id).await.unwrap().authenticated);

    let visit = world.hand_off(id, TARGET, None).await;
    assert!(visit.is_consent_page());
    assert!(!world.scope.connector(id).await.unwrap().authenticated, "before the user decided");
    let completion = visit.approve().await.unwrap();

    // Cyclr adds no parameter for success or failure.
    assert_eq!(completion, Completion::Redirect(TARGET.parse().unwrap()));
    let state = world.scope.connector(id).await.unwrap();
    assert!(state.authenticated);
    assert!(state.auth_value.is_some());
    assert_eq!(world.sandbox.pending_hand_offs(), 0);
}

async fn with_a_message_cyclr_posts_it_and_does_not_redirect(kind: Kind) {
    let world = World::start(kind);
    // The receiving window is not documented.
    for message_window in
        [MessageWindow::OpenerElseParent, MessageWindow::Opener, MessageWindow::Parent]
    {
        world.sandbox.set_switches(Switches { message_window, ..Switches::default() });
        let id = world.sandbox.install(&world.account, ready());
        let message = "attempt=1+2&<b>\"ü\" </script>";
        let visit = world.hand_off(id, TARGET, Some(message)).await;
        let completion = visit.approve().await.unwrap();
        let (message, target_origin) = (message.to_owned(), "https://partner.example".to_owned());
        assert_eq!(completion, Completion::Message { message, target_origin });
        assert!(world.scope.connector(id).await.unwrap().authenticated);
    }
}

async fn a_password_connector_comes_straight_back(kind: Kind) {
    let world = World::start(kind);
    let sugar_crm = world.sandbox.define(connectors::sugar_crm());
    let customer = Customer::sample().unwrap();
    let id = world.scope.install(sugar_crm.into(), &customer.sugar_crm).await.unwrap().id;
    let visit = world.hand_off(id, TARGET, None).await;
    assert!(!visit.is_consent_page());
    assert_eq!(visit.approve().await.unwrap(), Completion::Redirect(TARGET.parse().unwrap()));
    assert!(world.scope.connector(id).await.unwrap().authenticated);
}

async fn a_denial_ends_on_an_error_page_and_authenticates_nothing(kind: Kind) {
    let world = World::start(kind);
    let id = world.sandbox.install(&world.account, ready());
    // Cyclr sends neither a message nor a redirect.
    for message in [None, Some("done")] {
        let visit = world.hand_off(id, TARGET, message).await;
        let (_, text) = refused(visit.deny().await.unwrap());
        assert!(text.contains("access_denied"), "{text}");
        assert!(text.contains("The user denied the request."), "{text}");
    }
    assert!(!world.scope.connector(id).await.unwrap().authenticated);
    assert_eq!(world.sandbox.pending_hand_offs(), 0);
}

async fn an_error_of_the_third_party_ends_on_an_error_page(kind: Kind) {
    let world = World::start(kind);
    let id = world.sandbox.install(&world.account, ready());
    let visit = world.hand_off(id, TARGET, None).await;
    let completion = visit.fail("temporarily_unavailable", "Come <again> later.").await.unwrap();
    let (_, text) = refused(completion);
    assert!(text.contains("temporarily_unavailable"), "{text}");
    assert!(text.contains("again"), "{text}");
    assert!(!world.scope.connector(id).await.unwrap().authenticated);
}

async fn a_missing_required_property_ends_on_a_bad_request_page(kind: Kind) {
    let world = World::start(kind);
    let id = world.sandbox.install(&world.account, connectors::docusign());
    let visit = world.hand_off(id, TARGET, None).await;
    let (status, text) = refused(visit.approve().await.unwrap());
    assert_eq!(status, 400);
    assert!(text.contains("Bad Request"), "{text}");
    assert!(!world.is_authenticated(id));
    assert_eq!(world.sandbox.pending_hand_offs(), 0);
}

async fn a_used_token_ends_on_a_forbidden_page(kind: Kind) {
    let world = World::start(kind);
    let id = world.sandbox.install(&world.account, ready());
    let url = world.auth_url(id, TARGET, None).await;
    let user = world.sandbox.user();

    let first = user.open(url.expose_url()).await.unwrap();
    let second = user.open(url.expose_url()).await.unwrap();
    let (status, text) = refused(second.approve().await.unwrap());
    assert_eq!(status, 403);
    assert!(text.contains("Forbidden: Access is denied."), "{text}");
    // The first visit continues as if there had been no other.
    assert_eq!(first.approve().await.unwrap(), Completion::Redirect(TARGET.parse().unwrap()));
    assert!(world.scope.connector(id).await.unwrap().authenticated);
}

async fn an_expired_token_is_not_redirected_to_and_ends_on_a_forbidden_page(kind: Kind) {
    let world = World::start(kind);
    let id = world.sandbox.install(&world.account, ready());
    let url = world.auth_url(id, TARGET, None).await;
    let link = url.expose_url().to_owned();
    world.sandbox.clock().advance(Duration::from_secs(301));

    let expired = url.into_redirect_at::<()>(world.sandbox.clock().now()).unwrap_err();
    assert!(expired.expired_at() < world.sandbox.clock().now());
    let visit = world.sandbox.user().open(&link).await.unwrap();
    let (status, text) = refused(visit.approve().await.unwrap());
    assert_eq!(status, 403);
    assert!(text.contains("Forbidden: Access is denied."), "{text}");
    assert!(!world.is_authenticated(id));
}

async fn a_token_of_another_account_ends_on_a_forbidden_page(kind: Kind) {
    let world = World::start(kind);
    let other = cyclr_oauth::AccountId::new("other").unwrap();
    let id = world.sandbox.install(&other, ready());
    let visit = world.hand_off(id, TARGET, None).await;
    assert_eq!(refused(visit.approve().await.unwrap()).0, 403);
    assert!(!world.is_authenticated(id));
}

async fn a_denial_leaves_what_was_authenticated_before(kind: Kind) {
    let world = World::start(kind);
    let id = world.sandbox.install(&world.account, ready());
    world.hand_off(id, TARGET, None).await.approve().await.unwrap();
    let before = world.sandbox.account_connector(id).unwrap().auth_value().map(str::to_owned);
    refused(world.hand_off(id, TARGET, None).await.deny().await.unwrap());
    // `Authenticated` alone does not prove that this hand-off succeeded.
    assert!(world.scope.connector(id).await.unwrap().authenticated);
    let after = world.sandbox.account_connector(id).unwrap().auth_value().map(str::to_owned);
    assert_eq!(before, after);
}
