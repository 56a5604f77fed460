//! Completion by a redirect.

use std::time::Duration;

use crate::world::{World, button};

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn the_user_approves_and_comes_back_connected() {
    let world = World::signed_in_as("ada").await;
    let id = world.id("Salesforce");
    world.connect_by_redirect(id).await;
    world.until_consent().await;
    assert!(!world.is_authenticated(id));
    world.session.click("button[value=approve]").await;
    world.until_connected(id).await;
    // The attempt does not stay in the address, and loading it again says nothing new.
    assert_eq!(world.session.address().await, format!("{}/connectors/{id}", world.portal));
    world.session.driver().refresh().await.unwrap();
    world.session.until_text("All connections").await;
    assert!(!world.session.text().await.contains("is connected."));
    assert_eq!(world.sign_in_tokens(), 1);
    world.no_complaints().await;
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn the_user_denies_and_is_not_connected() {
    let world = World::signed_in_as("ada").await;
    let id = world.id("Salesforce");
    world.connect_by_redirect(id).await;
    world.until_consent().await;
    world.session.click("button[value=deny]").await;
    // On Cyclr's own page, from which nothing leads back.
    world.session.until_text("access_denied").await;
    assert!(world.session.address().await.starts_with(&world.sandbox.service_domain().to_string()));
    world.open("/").await;
    let state = format!("form[data-connect='{id}']");
    world.session.element(&state).await;
    assert!(world.session.text().await.contains("Not connected"));
    assert!(!world.is_authenticated(id));
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn a_user_who_takes_too_long_is_told_so() {
    let world = World::signed_in_as("ada").await;
    let id = world.id("Salesforce");
    world.connect_by_redirect(id).await;
    world.until_consent().await;
    world.sandbox.clock().advance(Duration::from_secs(16 * 60));
    world.session.click("button[value=approve]").await;
    world.session.until_text("That took too long").await;
    // What Cyclr says is shown, all the same.
    world.session.click("main .next a.button").await;
    world.session.until_text("Connected before").await;
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn going_back_leads_to_no_second_completion() {
    let world = World::signed_in_as("ada").await;
    let id = world.id("Salesforce");
    world.connect_by_redirect(id).await;
    world.approve().await;
    world.until_connected(id).await;

    world.session.driver().back().await.unwrap();
    world.approve().await;
    world.session.until_text("Bad Request").await;
    assert!(world.is_authenticated(id));

    // To the list, and a click there begins another attempt.
    world.session.driver().back().await.unwrap();
    world.session.driver().back().await.unwrap();
    world.session.until_text("Your connections").await;
    world.open("/?transport=redirect").await;
    world.session.click(&format!("[data-row='{id}'] .menu summary")).await;
    world.session.click(&button(id, "")).await;
    world.until_consent().await;
    assert_eq!(world.sign_in_tokens(), 2);
    world.session.click("button[value=approve]").await;
    world.session.until_text("is connected, as it was before.").await;
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn the_return_page_completes_once() {
    let world = World::signed_in_as("ada").await;
    let id = world.id("Salesforce");
    world.connect_by_redirect(id).await;
    world.until_consent().await;
    let url = world.sandbox.requests();
    let opened = url.iter().find(|it| it.path().contains("updateaccountconnectoroauth")).unwrap();
    let query = opened.query().unwrap().to_owned();
    world.session.click("button[value=approve]").await;
    world.until_connected(id).await;

    let target = query.split("targetOrigin=").nth(1).unwrap().split('&').next().unwrap();
    let target: String =
        world.session.script("return decodeURIComponent(arguments[0])", target).await;
    world.session.open(&target).await;
    world.session.until_text("This page can't be used").await;
    // The one-time URL neither.
    let url = format!("{}{}?{query}", world.sandbox.service_domain(), opened.path());
    world.session.open(&url).await;
    world.session.until_text("Forbidden: Access is denied.").await;
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn two_tabs_complete_each_its_own() {
    let world = World::signed_in_as("ada").await;
    let (one, other) = (world.id("Salesforce"), world.id("HubSpot"));
    let first = world.session.window().await;
    let second = world.new_tab().await;
    world.connect_by_redirect(one).await;
    world.until_consent().await;
    world.session.switch_to(&second).await;
    world.open("/").await;
    world.connect_by_redirect(other).await;
    world.until_consent().await;

    world.session.switch_to(&first).await;
    world.session.click("button[value=approve]").await;
    world.until_connected(one).await;
    assert!(!world.is_authenticated(other));
    world.session.switch_to(&second).await;
    world.session.click("button[value=approve]").await;
    world.until_connected(other).await;
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn without_script_everything_works_by_redirects() {
    let world = World::signed_in_as("ada").await;
    let off = serde_json::json!({ "value": true });
    world.session.cdp("Emulation.setScriptExecutionDisabled", off).await;
    let id = world.id("Salesforce");
    world.open("/").await;
    world.session.click(&button(id, "")).await;
    world.session.element("button[value=approve]").await;
    world.session.click("button[value=approve]").await;
    world.until_news("Salesforce is connected.").await;
    assert!(world.is_authenticated(id));

    // Reconnect, edit, disconnect.
    world.session.click(".menu summary").await;
    world.session.click(&button(id, "")).await;
    world.session.click("button[value=approve]").await;
    world.until_news("as it was before").await;
    world.open(&format!("/connectors/{}/properties", world.id("Docusign"))).await;
    world.session.fill("select", "account.docusign.com").await;
    world.session.click("main form button").await;
    world.until_news("Saved.").await;
    world.open(&format!("/connectors/{id}")).await;
    world.session.click(".menu summary").await;
    world.session.click("a[href$='/disconnect']").await;
    world.session.click("button.danger").await;
    world.until_news("Salesforce is disconnected.").await;
    assert!(!world.is_authenticated(id));
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn on_a_phone_the_same_button_leads_to_cyclr_and_back() {
    let world = World::signed_in_as("ada").await;
    world.session.be_a_phone().await;
    let id = world.id("Salesforce");
    world.open("/").await;
    let before = world.session.windows().await;
    world.session.click(&button(id, "")).await;
    world.until_consent().await;
    assert_eq!(world.session.windows().await, before);
    world.session.click("button[value=approve]").await;
    world.until_connected(id).await;
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn from_a_page_about_a_problem_the_next_step_leaves_it() {
    let world = World::signed_in_as("ada").await;
    let id = world.id("Salesforce");
    let used = format!("/done?connector={id}&cyclr_attempt=AAAAAAAAAAAAAAAAAAAAAA");
    for page in [format!("/connectors/{id}?problem=too-many"), used] {
        world.sandbox.set_authenticated(id, false);
        world.open(&page).await;
        let before = world.session.windows().await;
        world.session.click(&button(id, "")).await;
        // In this window: what the page says of the problem would stay next to what comes of it.
        world.until_consent().await;
        assert_eq!(world.session.windows().await, before);
        world.session.click("button[value=approve]").await;
        world.until_connected(id).await;
        assert_eq!(world.session.text_of("h1").await, "Salesforce");
    }
}
