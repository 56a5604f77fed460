//! Without attacks, an attempt completes once.

use serde_json::json;

use crate::world::{CYCLR, MESSAGE, PARTNER, World};

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn a_form_and_a_window_under_the_strict_policy() {
    let world = World::start().await;
    world.run("test.start = test.submit(document.querySelector('#form'))", ()).await;
    world.click().await;
    let message = "CQkJCQkJCQkJCQkJCQkJCQ";
    let completed = json!({ "outcome": "completed", "presented": message });
    world.ended(0, completed, "a form").await;
    world.quiet("a form").await;
    assert_eq!(world.read("test.log").await, json!(["open", "start", "listen"]));
    let message = json!([{ "origin": world.cyclr.origin(CYCLR), "type": "string" }]);
    assert_eq!(world.read("test.messages").await, message);
    world.alone().await;
    world.no_complaints().await;
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn a_frame_under_the_strict_policy() {
    let world = World::start().await;
    world.run("test.start = test.submit(document.querySelector('#form'))", ()).await;
    world.session.click("#embed").await;
    let completed = json!({ "outcome": "completed", "presented": "CQkJCQkJCQkJCQkJCQkJCQ" });
    world.ended(0, completed, "a frame").await;
    world.quiet("a frame").await;
    world.no_complaints().await;
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn a_form_that_is_refused() {
    let world = World::start().await;
    let start = "const form = document.querySelector('#form'); \
        form.setAttribute('action', '/refuse'); test.start = test.submit(form)";
    world.run(start, ()).await;
    world.click().await;
    let error = world.failed(0, "a form that is refused").await;
    assert_eq!(error, "Error: /refuse returned 403");
    assert_eq!(world.read("test.attempts[0].cause.status").await, 403);
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn the_same_message_twice() {
    let world = World::start().await;
    let popup = world.connect(0, world.hand_off()).await;
    world.session.switch_to(&popup).await;
    let twice = "for (const _ of [1, 2]) opener.postMessage(...arguments[0]);";
    let argument = json!([MESSAGE, world.partner.origin(PARTNER)]);
    let () = world.session.script(twice, argument).await;
    world.completed(0, "twice").await;
    world.session.until_closed(&popup).await;

    // A frame stays, and can continue forever.
    world.embed(1, world.hand_off()).await;
    for _ in 0..3 {
        world.send_from_frame("#frame").await;
        world.completed(1, "again and again").await;
    }
    world.completed(0, "twice").await;
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn two_attempts_at_once_complete_each_its_own() {
    let world = World::start().await;
    let first = world.connect(0, world.hand_off_with("message", "first")).await;
    let second = world.connect(1, world.hand_off_with("message", "second")).await;
    let from = |window| crate::world::Sender { window, frames: &[], to: "opener" };

    world.send(from(&first), "'second'").await;
    world.send(from(&second), "'first'").await;
    world.waits(0, "the other's message").await;
    world.waits(1, "the other's message").await;
    assert_eq!(world.read("test.left.messages").await, 2);

    world.send(from(&second), "'second'").await;
    world.ended(1, json!({ "outcome": "completed", "presented": "second" }), "the second").await;
    world.waits(0, "the second has completed").await;
    assert_eq!(world.read("test.left.messages").await, 1);
    world.session.until_closed(&second).await;

    world.send(from(&first), "'first'").await;
    world.ended(0, json!({ "outcome": "completed", "presented": "first" }), "the first").await;
    world.quiet("both").await;
    world.no_complaints().await;
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn the_window_forgets_the_blank_page() {
    let world = World::start().await;
    let popup = world.connect(0, world.hand_off()).await;
    world.session.switch_to(&popup).await;
    assert_eq!(world.session.script::<u8>("return history.length;", ()).await, 1);
    world.completes_from(&popup, 0, "history").await;
}
