//! `useCyclrConnect` in a React application, in `StrictMode`.

use serde_json::json;

use crate::world::{MESSAGE, Sender, World};

impl World {
    /// Asserts that nothing is left behind. React has its own timers, which end by themselves.
    async fn settled(&self, attempt: usize, outcome: serde_json::Value, case: &str) {
        self.ended(attempt, outcome, case).await;
        self.session
            .until_true("test.left.messages + test.left.aborts + test.left.timers === 0")
            .await;
    }

    async fn completes(&self, attempt: usize, case: &str) {
        let completed = json!({ "outcome": "completed", "presented": MESSAGE });
        self.settled(attempt, completed, case).await;
    }
}

fn aborted() -> serde_json::Value {
    json!({ "outcome": "aborted" })
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn strict_mode_mounts_twice_and_connects_once() {
    let world = World::react().await;
    world.session.until_true("test.effects === 4").await;
    let popup = world.connect(0, world.hand_off()).await;
    world.send_from(&popup).await;
    world.completes(0, "in StrictMode").await;
    world.session.until_closed(&popup).await;
    assert_eq!(world.read("test.attempts[0].started").await, 1);
    assert_eq!(world.read("test.log").await, json!(["open", "start", "listen"]));
    world.session.until_true("test.shown.connect.at(-1) === 'idle completed'").await;
    let shown = world.read("[...new Set(test.shown.connect)]").await;
    assert_eq!(shown, json!(["idle", "waiting", "idle completed"]));
    assert_eq!(world.read("[...new Set(test.shown.other)]").await, json!(["idle"]));
    world.no_complaints().await;
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn rendered_again_while_it_waits() {
    let world = World::react().await;
    let popup = world.connect(0, world.hand_off()).await;
    for _ in 0..3 {
        world.run("test.renderAgain()", ()).await;
    }
    world.session.until_true("document.body.innerText.includes('Connect other 3')").await;
    world.waits(0, "rendered again").await;
    // Three functions for each of two connections, however often they render.
    assert_eq!(world.read("test.functions.size").await, 6);
    world.send_from(&popup).await;
    world.completes(0, "rendered again").await;
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn rendered_with_other_options() {
    let world = World::react().await;
    let options = "test.options = { onOpen: () => (test.opened = 'by the latest') }";
    world.run(options, ()).await;
    world.run("test.renderAgain()", ()).await;
    world.session.until_true("document.body.innerText.includes('Connect other 1')").await;
    world.session.opened_by(async || world.click_on("#other").await).await;
    world.session.switch_to(&world.page).await;
    world.session.until_true("test.opened === 'by the latest'").await;
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn a_route_that_is_left() {
    let world = World::react().await;
    for (attempt, leave) in ["test.go('elsewhere')", "test.unmount()"].into_iter().enumerate() {
        let popup = world.connect(attempt, world.hand_off()).await;
        world.run(leave, ()).await;
        world.settled(attempt, aborted(), leave).await;
        world.session.until_closed(&popup).await;
        world.run("test.go('connections')", ()).await;
    }
    world.no_complaints().await;
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn a_route_that_is_left_while_the_server_is_asked() {
    let world = World::react().await;
    let popup = world.begin().await;
    world.run("test.go('elsewhere')", ()).await;
    world.settled(0, aborted(), "while the server is asked").await;
    world.session.until_closed(&popup).await;
    assert_eq!(world.read("test.attempts[0].signals[0].aborted").await, true);
    world.answer(0, world.hand_off()).await;
    world.settled(0, aborted(), "too late").await;
    assert_eq!(world.visits(), 0);

    // After returning, everything is new.
    world.run("test.go('connections')", ()).await;
    let popup = world.connect(1, world.hand_off()).await;
    world.send_from(&popup).await;
    world.completes(1, "back again").await;
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn connecting_again() {
    let world = World::react().await;
    world.run("test.options = { check: async () => false }; test.renderAgain()", ()).await;
    world.run("test.go('elsewhere')", ()).await;
    world.run("test.go('connections')", ()).await;
    let closed = world.connect(0, world.hand_off()).await;
    world.session.close(&closed, &world.page).await;
    world.session.until_text("I have finished").await;
    let popup = world.connect(1, world.hand_off_with("url", world.cyclr_page("/?again"))).await;
    world.ended(0, aborted(), "replaced").await;
    world.session.until_true("!document.querySelector('#connect-finish')").await;
    assert_eq!(world.read("test.left.messages").await, 1);
    world.send_from(&popup).await;
    world.completes(1, "again").await;
    world.alone().await;
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn the_user_stops_and_the_user_finishes() {
    let world = World::react().await;
    let popup = world.connect(0, world.hand_off()).await;
    world.click_on("#connect-cancel").await;
    world.settled(0, aborted(), "stopped").await;
    world.session.until_closed(&popup).await;

    world.run("test.options = { check: async () => false }", ()).await;
    world.run("test.go('elsewhere')", ()).await;
    world.run("test.go('connections')", ()).await;
    world.connect(1, world.hand_off_with("url", world.cyclr_page("/severed"))).await;
    world.click_on("#connect-finish").await;
    world.completes(1, "finished").await;
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn two_at_once() {
    let world = World::react().await;
    let first = world.connect(0, world.hand_off()).await;
    let second = world.session.opened_by(async || world.click_on("#other").await).await;
    world.answer(1, world.hand_off_with("message", "second")).await;
    world.until_shown(&second, &world.cyclr_page("/")).await;
    world.send(Sender { window: &second, frames: &[], to: "opener" }, "'second'").await;
    world.ended(1, json!({ "outcome": "completed", "presented": "second" }), "the second").await;
    world.waits(0, "the first").await;
    world.send_from(&first).await;
    world.completes(0, "the first").await;
    world.alone().await;
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn in_a_frame() {
    let world = World::react().await;
    world.run("test.go('frame')", ()).await;
    world.embed(0, world.hand_off()).await;
    world.send_from_frame("#frame").await;
    world.completes(0, "in a frame").await;

    world.embed(1, world.hand_off_with("url", world.cyclr_page("/?again"))).await;
    world.run("test.go('elsewhere')", ()).await;
    world.settled(1, aborted(), "the frame's route is left").await;
    world.no_complaints().await;
}
