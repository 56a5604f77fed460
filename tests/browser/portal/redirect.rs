//! Completion by a redirect.

use std::time::Duration;

use crate::world::{World, button};

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn the_user_approves_and_comes_back_connected() {
    let world = World::signed_in_as("ada").await;
    let id = world.id("Salesforce");
    world.session.click(&button(id, "")).await;
    world.until_consent().await;
    assert!(!world.is_authenticated(id));
    world.session.click("button[value=approve]").await;
    world.until_connected(id).await;
    // The address no longer contains the attempt, and reloading changes nothing.
    assert_eq!(world.session.address().await, format!("{}/connectors/{id}", world.portal));
    world.session.driver().refresh().await.unwrap();
    world.session.until_text("All connections").await;
    assert!(!world.session.text().await.contains("Connected."));
    assert_eq!(world.sign_in_tokens(), 1);
    world.no_complaints().await;
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn the_user_denies_and_is_not_connected() {
    let world = World::signed_in_as("ada").await;
    let id = world.id("Salesforce");
    world.session.click(&button(id, "")).await;
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
    world.session.click(&button(id, "")).await;
    world.until_consent().await;
    world.sandbox.clock().advance(Duration::from_secs(16 * 60));
    world.session.click("button[value=approve]").await;
    world.session.until_text("That took too long").await;
    // The page still shows what Cyclr reports.
    world.session.click("main a.button").await;
    world.session.until_text("Connect again").await;
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn going_back_leads_to_no_second_completion() {
    let world = World::signed_in_as("ada").await;
    let id = world.id("Salesforce");
    world.session.click(&button(id, "")).await;
    world.approve().await;
    world.until_connected(id).await;

    world.session.driver().back().await.unwrap();
    world.approve().await;
    world.session.until_text("Bad Request").await;
    assert!(world.is_authenticated(id));

    // To the list, where a click starts again.
    world.session.driver().back().await.unwrap();
    world.session.driver().back().await.unwrap();
    world.session.until_text("Your connections").await;
    world.session.click(&button(id, "")).await;
    world.until_consent().await;
    assert_eq!(world.sign_in_tokens(), 2);
    world.session.click("button[value=approve]").await;
    world.session.until_text("Connected, as it was before.").await;
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn the_page_that_cyclr_leads_to_serves_once() {
    let world = World::signed_in_as("ada").await;
    let id = world.id("Salesforce");
    world.session.click(&button(id, "")).await;
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
    // The one-time URL doesn't work again either.
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
    world.session.click(&button(one, "")).await;
    world.until_consent().await;
    world.session.switch_to(&second).await;
    world.open("/").await;
    world.session.click(&button(other, "")).await;
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
    assert_eq!(world.session.text_of("p.good[role=status]").await, "Connected.");
    assert!(world.is_authenticated(id));
}
