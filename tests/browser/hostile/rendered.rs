//! The script that is part of a page.

use serde_json::json;

use crate::world::World;

const MESSAGE: &str = "BwcHBwcHBwcHBwcHBwcHBw";

async fn ended_once(world: &World) {
    world.session.switch_to(&world.page).await;
    world.session.until_true("test.ended.length > 0").await;
    let detail = json!({ "outcome": "completed", "presented": MESSAGE });
    assert_eq!(world.read("test.ended").await, json!([["it", detail]]));
    world.quiet("rendered").await;
    world.no_complaints().await;
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn a_button() {
    let world = World::start().await;
    world.open("/button").await;
    assert_eq!(world.read("test.log").await, json!([]), "nothing before the click");
    world.session.click("#it").await;
    ended_once(&world).await;
    world.alone().await;
    // Its token can be used once.
    world.session.click("#it").await;
    assert_eq!(world.read("test.log").await, json!(["open", "listen"]));
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn a_frame() {
    let world = World::start().await;
    world.open("/frame").await;
    ended_once(&world).await;
    assert_eq!(world.visits(), 1);
}
