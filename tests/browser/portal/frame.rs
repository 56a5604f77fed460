//! Completion by a message from a frame of the page.

use crate::world::{World, button};

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn a_connector_without_consent_connects_on_the_page() {
    let world = World::signed_in_as("ada").await;
    let id = world.id("SugarCRM");
    let before = world.session.windows().await;
    world.open("/?transport=frame").await;
    world.session.click(&button(id, "")).await;
    world.until_connected(id).await;
    assert_eq!(world.session.windows().await, before, "no window was opened");
    world.no_complaints().await;
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn the_same_connector_connects_in_a_window_and_by_redirects() {
    let world = World::signed_in_as("ada").await;
    let id = world.id("SugarCRM");
    world.session.click(&button(id, "")).await;
    world.until_connected(id).await;
    world.sandbox.set_authenticated(id, false);
    world.connect_by_redirect(id).await;
    world.until_connected(id).await;
}
