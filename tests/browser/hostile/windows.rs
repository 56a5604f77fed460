//! The right message from the right origin, but another window.

use serde_json::json;

use crate::world::{CYCLR, PARTNER, Sender, World};

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn a_second_window_of_cyclr_completes_nothing() {
    let world = World::with_any_popup().await;
    let popup = world.connect(0, world.hand_off()).await;
    let other = world.open_window(&world.cyclr_page("/")).await;
    world.send_from(&other).await;
    world.waits(0, "a second window").await;
    world.completes_from(&popup, 0, "after a second window").await;
    assert!(world.session.is_open(&other).await, "only the attempt's window is closed");
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn frames_in_the_page_complete_nothing() {
    let world = World::start().await;
    let popup = world.connect(0, world.hand_off()).await;
    let page = world.cyclr_page("/");
    for (case, attributes) in [
        ("a frame of Cyclr", json!({ "src": page })),
        ("a sandboxed frame of Cyclr", json!({ "src": page, "sandbox": "allow-scripts" })),
        (
            "one that keeps its origin",
            json!({ "src": page, "sandbox": "allow-scripts allow-same-origin" }),
        ),
    ] {
        world.session.switch_to(&world.page).await;
        world.add_frame(attributes).await;
        world.send_from_frame("iframe:last-of-type").await;
        world.waits(0, case).await;
    }
    world.completes_from(&popup, 0, "after frames in the page").await;
    world.no_complaints().await;
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn frames_in_a_page_without_a_policy_complete_nothing() {
    let world = World::start().await;
    world.open("/lax").await;
    let popup = world.connect(0, world.hand_off()).await;
    let blob =
        world.read("URL.createObjectURL(new Blob(['<h1>Blob</h1>'], { type: 'text/html' }))");
    let blob = blob.await;
    for (case, attributes) in [
        ("a frame of another site", json!({ "src": world.cyclr.url("evil.localhost", "/") })),
        ("a frame of data", json!({ "src": "data:text/html,<h1>Data</h1>" })),
        ("a frame of a blob", json!({ "src": blob })),
        ("a frame of the page's own", json!({ "srcdoc": "<h1>Own</h1>" })),
        ("a sandboxed one", json!({ "srcdoc": "<h1>Own</h1>", "sandbox": "allow-scripts" })),
    ] {
        world.session.switch_to(&world.page).await;
        world.add_frame(attributes).await;
        world.send_from_frame("iframe:last-of-type").await;
        world.waits(0, case).await;
    }
    world.completes_from(&popup, 0, "after frames in the page").await;
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn frames_in_the_popup_complete_nothing() {
    let world = World::start().await;
    let popup = world.connect(0, world.hand_off()).await;
    world.session.switch_to(&popup).await;
    let blob = "return URL.createObjectURL(new Blob(['<h1>Blob</h1>'], { type: 'text/html' }));";
    let blob: String = world.session.script(blob, ()).await;
    let page = world.cyclr_page("/");
    for (case, attributes) in [
        ("a frame of Cyclr", json!({ "src": page })),
        ("a sandboxed frame of Cyclr", json!({ "src": page, "sandbox": "allow-scripts" })),
        ("a frame of another site", json!({ "src": world.cyclr.url("evil.localhost", "/") })),
        ("a frame of the partner", json!({ "src": world.partner.url(PARTNER, "/lax") })),
        ("a frame of data", json!({ "src": "data:text/html,<h1>Data</h1>" })),
        ("a frame of a blob", json!({ "src": blob })),
        ("a frame without an address", json!({ "srcdoc": "<h1>Own</h1>" })),
        ("a sandboxed one", json!({ "srcdoc": "<h1>Own</h1>", "sandbox": "allow-scripts" })),
    ] {
        world.session.switch_to(&popup).await;
        world.add_frame(attributes).await;
        let frames = &["iframe:last-of-type"];
        world.send(Sender { window: &popup, frames, to: "top.opener" }, "m").await;
        world.waits(0, case).await;
    }
    world.completes_from(&popup, 0, "after frames in the window").await;
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn a_window_that_the_popup_opened_completes_nothing() {
    let world = World::with_any_popup().await;
    let popup = world.connect(0, world.hand_off()).await;
    world.session.switch_to(&popup).await;
    let page = world.cyclr_page("/");
    let open = "window.open(arguments[0]);";
    let child = world
        .session
        .opened_by(async || world.session.script::<()>(open, page.as_str()).await)
        .await;
    world.until_shown(&child, &page).await;
    world.send(Sender { window: &child, frames: &[], to: "opener.opener" }, "m").await;
    world.waits(0, "the window's child").await;
    world.completes_from(&popup, 0, "after the window's child").await;
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn windows_other_than_the_frame_complete_nothing() {
    let world = World::with_any_popup().await;
    world.embed(0, world.hand_off()).await;
    let page = world.cyclr_page("/");

    world.add_frame(json!({ "src": page })).await;
    world.send_from_frame("iframe:last-of-type").await;
    world.waits(0, "a second frame").await;

    let popup = world.open_window(&page).await;
    world.send_from(&popup).await;
    world.waits(0, "a window of Cyclr").await;

    world.session.switch_to(&world.page).await;
    world.session.enter_frame("#frame").await;
    world.add_frame(json!({ "src": page })).await;
    let frames = &["#frame", "iframe"];
    world.send(Sender { window: &world.page, frames, to: "top" }, "m").await;
    world.waits(0, "a frame in the frame").await;

    world.send_from_frame("#frame").await;
    world.completed(0, "after all others").await;
}

/// A closed window's messages have no source, and a removed frame has no window.
#[tokio::test]
#[ignore = "needs chromedriver"]
async fn nobody() {
    let world = World::start().await;
    world.embed(0, world.hand_off()).await;
    let nobody = "const frame = document.querySelector('#frame'); frame.remove(); \
        dispatchEvent(new MessageEvent('message', argument))";
    let event = json!({
        "origin": world.cyclr.origin(CYCLR),
        "data": world.hand_off()["message"],
        "source": null,
    });
    world.run(nobody, event).await;
    assert_eq!(world.read("test.messages.length").await, 1);
    assert_eq!(world.read("test.attempts[0].outcomes").await, json!([]), "nobody's message");
    world.ended_as(0, "closed", "a frame that is gone").await;
}
