//! How attempts end without a message.

use serde_json::json;

use crate::world::{Sender, World};

impl World {
    /// An attempt whose window has severed its link to the page.
    async fn sever(&self, attempt: usize, expires_in_ms: u32) -> cyclr_oauth_browser_tests::Window {
        let mut hand_off = self.hand_off_with("url", self.cyclr_page("/severed"));
        hand_off["expiresInMs"] = json!(expires_in_ms);
        self.connect(attempt, hand_off).await
    }
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn time_is_over_in_a_window() {
    let world = World::start().await;
    world.begin().await;
    world.answer(0, world.hand_off_with("expiresInMs", 300)).await;
    world.ended_as(0, "timed-out", "nothing came").await;
    world.alone().await;
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn time_is_over_in_a_frame() {
    let world = World::start().await;
    world.embed(0, world.hand_off_with("expiresInMs", 300)).await;
    world.ended_as(0, "timed-out", "nothing came").await;
    world.send_from_frame("#frame").await;
    world.ended_as(0, "timed-out", "too late").await;
    world.embed(1, world.hand_off_with("url", world.cyclr_page("/?again"))).await;
    world.send_from_frame("#frame").await;
    world.completed(1, "another attempt").await;
    world.ended_as(0, "timed-out", "too late").await;
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn aborted_before_it_began() {
    let world = World::start().await;
    world.run("test.options = { signal: AbortSignal.abort() }", ()).await;
    world.click().await;
    world.ended_as(0, "aborted", "a window").await;
    world.session.click("#embed").await;
    world.ended_as(1, "aborted", "a frame").await;
    assert_eq!(world.read("test.log").await, json!([]), "a token would have been wasted");
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn aborted_while_the_server_is_asked() {
    let world = World::start().await;
    let popup = world.begin().await;
    world.run("test.attempts[0].controller.abort()", ()).await;
    world.ended_as(0, "aborted", "a window").await;
    world.session.until_closed(&popup).await;

    world.session.click("#embed").await;
    world.run("test.attempts[1].controller.abort()", ()).await;
    world.ended_as(1, "aborted", "a frame").await;

    for attempt in 0..2 {
        world.answer(attempt, world.hand_off()).await;
        world.ended_as(attempt, "aborted", "an answer that comes too late").await;
    }
    assert_eq!(world.visits(), 0);
}

/// If the partner's request has the same signal, the request fails first.
#[tokio::test]
#[ignore = "needs chromedriver"]
async fn aborted_with_the_request() {
    let world = World::start().await;
    let start = "test.start = () => new Promise((_, reject) => \
        (test.attempts.at(-1).controller.signal.onabort = reject))";
    world.run(start, ()).await;
    let popup = world.begin().await;
    world.run("test.attempts[0].controller.abort()", ()).await;
    world.ended_as(0, "aborted", "with the request").await;
    world.session.until_closed(&popup).await;

    // If the signal aborts by itself, the request fails before the listener notices the signal.
    let start = "const signal = AbortSignal.timeout(300); \
        const failed = new Promise((_, reject) => (signal.onabort = reject)); \
        test.options = { signal }; test.start = () => failed";
    world.run(start, ()).await;
    world.click().await;
    world.ended_as(1, "aborted", "by a time limit").await;
    world.alone().await;
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn aborted_while_it_waits() {
    let world = World::start().await;
    let popup = world.connect(0, world.hand_off()).await;
    world.run("test.attempts[0].controller.abort()", ()).await;
    world.ended_as(0, "aborted", "a window").await;
    world.session.until_closed(&popup).await;

    world.embed(1, world.hand_off()).await;
    world.run("test.attempts[1].controller.abort()", ()).await;
    world.ended_as(1, "aborted", "a frame").await;
    world.send_from_frame("#frame").await;
    world.ended_as(1, "aborted", "too late").await;
}

/// With another attempt in the frame before: only this attempt's messages count.
#[tokio::test]
#[ignore = "needs chromedriver"]
async fn a_late_message_in_the_next_attempt() {
    let world = World::start().await;
    world.embed(0, world.hand_off_with("message", "first")).await;
    world.run("test.attempts[0].controller.abort()", ()).await;
    world.ended_as(0, "aborted", "the first").await;
    let url = world.cyclr_page("/?second");
    world.embed(1, world.hand_off_with("url", url)).await;
    world.send(Sender { window: &world.page, frames: &["#frame"], to: "parent" }, "'first'").await;
    world.waits(1, "the first one's message").await;
    world.send_from_frame("#frame").await;
    world.completed(1, "the second").await;
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn closed_while_the_server_is_asked() {
    let world = World::start().await;
    let popup = world.begin().await;
    world.session.close(&popup, &world.page).await;
    world.answer(0, world.hand_off()).await;
    world.ended_as(0, "closed", "while the server is asked").await;
    assert_eq!(world.visits(), 0);
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn closed_by_the_user() {
    let world = World::start().await;
    let popup = world.connect(0, world.hand_off()).await;
    world.session.close(&popup, &world.page).await;
    world.ended_as(0, "closed", "without check").await;
    assert_eq!(world.read("test.attempts[0].gone").await, 1);
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn closed_by_the_user_while_the_server_can_be_asked() {
    let world = World::start().await;
    world.run("test.options = { check: async () => false }", ()).await;
    let popup = world.connect(0, world.hand_off()).await;
    world.session.close(&popup, &world.page).await;
    world.session.until_true("test.attempts[0].gone === 1").await;
    world.waits(0, "the server is still asked").await;
    world.run("test.attempts[0].controller.abort()", ()).await;
    world.ended_as(0, "aborted", "by the partner").await;

    let popup = world.connect(1, world.hand_off_with("expiresInMs", 5000)).await;
    world.session.close(&popup, &world.page).await;
    world.ended_as(1, "closed", "time is over").await;
    assert_eq!(world.read("test.attempts[1].gone").await, 1);
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn a_frame_that_is_removed() {
    let world = World::start().await;
    world.embed(0, world.hand_off()).await;
    world.run("document.querySelector('#frame').remove()", ()).await;
    world.ended_as(0, "closed", "removed").await;
    assert_eq!(world.read("test.attempts[0].gone").await, 1);
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn a_frame_that_is_removed_while_the_server_is_asked() {
    let world = World::start().await;
    world.session.click("#embed").await;
    world.run("document.querySelector('#frame').remove()", ()).await;
    world.answer(0, world.hand_off()).await;
    world.ended_as(0, "closed", "removed").await;
    assert_eq!(world.visits(), 0);
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn a_window_that_cuts_itself_off() {
    let world = World::start().await;
    let popup = world.sever(0, 60_000).await;
    assert!(world.session.script::<bool>("return opener === null;", ()).await);
    world.ended_as(0, "closed", "without check").await;
    assert_eq!(world.read("test.attempts[0].gone").await, 1);
    assert!(world.session.is_open(&popup).await, "the user is still there");
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn a_window_that_cuts_itself_off_while_the_server_can_be_asked() {
    let world = World::start().await;
    let check = "let asked = 0; test.options = { check: async () => (asked += 1) === 3 }";
    world.run(check, ()).await;
    world.sever(0, 60_000).await;
    world.completed(0, "the server says so").await;
    assert_eq!(world.read("test.attempts[0].gone").await, 1);
    let message = world.hand_off()["message"].clone();
    assert_eq!(world.read("test.attempts[0].presented").await, json!([message, message, message]));
    world.no_complaints().await;
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn a_check_that_fails_at_first() {
    let world = World::start().await;
    let check = "let asked = 0; const fail = () => { throw new Error('no'); }; \
        const answers = [fail, () => Promise.reject(new Error('no')), () => 'true', async () => true]; \
        test.options = { check: () => answers[asked++]() }";
    world.run(check, ()).await;
    world.sever(0, 60_000).await;
    world.completed(0, "the server says so at last").await;
    assert_eq!(world.read("test.attempts[0].presented.length").await, 4);
    world.no_complaints().await;
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn a_check_that_never_answers() {
    let world = World::start().await;
    world.run("test.options = { check: () => new Promise(() => {}) }", ()).await;
    world.sever(0, 4500).await;
    world.ended_as(0, "closed", "time is over").await;
    assert_eq!(world.read("test.attempts[0].presented.length").await, 1, "one question at a time");
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn a_check_that_answers_too_late() {
    let world = World::start().await;
    let check =
        "test.options = { check: () => new Promise((resolve) => { test.late = resolve; }) }";
    world.run(check, ()).await;
    world.sever(0, 60_000).await;
    world.session.switch_to(&world.page).await;
    world.session.until_true("test.late").await;
    world.run("test.attempts[0].controller.abort()", ()).await;
    world.ended_as(0, "aborted", "by the partner").await;
    world.run("test.late(true)", ()).await;
    world.ended_as(0, "aborted", "too late").await;
}

/// While the window is open, the page asks the server now and then, and the message still counts.
#[tokio::test]
#[ignore = "needs chromedriver"]
async fn a_check_while_the_window_is_open() {
    let world = World::start().await;
    world.run("test.options = { check: async () => false }", ()).await;
    let popup = world.connect(0, world.hand_off()).await;
    world.session.switch_to(&world.page).await;
    world.session.until_true("test.attempts[0].presented.length === 1").await;
    world.waits(0, "asked once").await;
    assert_eq!(world.read("test.attempts[0].gone").await, 0);
    world.completes_from(&popup, 0, "by the message").await;
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn a_check_that_hangs_once() {
    let world = World::start().await;
    let check = "test.speed = 10; let asked = 0; \
        test.options = { check: () => asked++ === 0 ? new Promise(() => {}) : Promise.resolve(true) }";
    world.run(check, ()).await;
    world.sever(0, 60_000).await;
    world.completed(0, "the server is asked again").await;
    assert_eq!(world.read("test.attempts[0].presented.length").await, 2);
    // `start`, the check that hung, and the next one: only the hanging check is aborted.
    let called_off = world.read("test.attempts[0].signals.map((it) => it.aborted)").await;
    assert_eq!(called_off, json!([false, true, false]));
}

/// The same while the window is open.
#[tokio::test]
#[ignore = "needs chromedriver"]
async fn a_check_that_hangs_once_while_the_window_is_open() {
    let world = World::start().await;
    let check = "test.speed = 10; let asked = 0; \
        test.options = { check: () => asked++ === 0 ? new Promise(() => {}) : Promise.resolve(true) }";
    world.run(check, ()).await;
    world.connect(0, world.hand_off()).await;
    world.completed(0, "the server is asked again").await;
    world.alone().await;
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn a_slow_check_that_says_yes_after_its_time() {
    let world = World::start().await;
    let check = "test.speed = 10; let asked = 0; test.options = { \
        check: () => new Promise((resolve) => { if (asked++ === 0) test.late = resolve; }) }";
    world.run(check, ()).await;
    world.sever(0, 60_000).await;
    world.session.switch_to(&world.page).await;
    world.session.until_true("test.attempts[0].presented.length === 2").await;
    world.run("test.late(true)", ()).await;
    world.completed(0, "late, but yes").await;
    // All requests except `start`.
    let called_off = "test.attempts[0].signals.slice(1).every((it) => it.aborted)";
    assert_eq!(world.read(called_off).await, true, "a question is still open");
}

/// A renewal looks the same before and after: the user can confirm it, but the server can't.
#[tokio::test]
#[ignore = "needs chromedriver"]
async fn the_user_says_that_it_is_done() {
    let world = World::start().await;
    world.run("test.options = { check: async () => false }", ()).await;
    world.sever(0, 60_000).await;
    world.session.switch_to(&world.page).await;
    world.session.until_true("test.attempts[0].finish").await;
    world.waits(0, "before the user says so").await;
    world.run("test.attempts[0].finish()", ()).await;
    world.completed(0, "the user says so").await;
    world.run("test.attempts[0].finish()", ()).await;
    world.completed(0, "the user says so twice").await;
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn a_caller_that_throws() {
    let world = World::start().await;
    let options = "test.options = { check: async () => true, \
        onGone: () => { throw new Error('no'); } }";
    world.run(options, ()).await;
    world.sever(0, 60_000).await;
    world.completed(0, "the server is asked all the same").await;
}

/// What the page does with the window is its own business.
#[tokio::test]
#[ignore = "needs chromedriver"]
async fn an_on_open_that_throws() {
    let world = World::start().await;
    let options = "test.errors = 0; addEventListener('error', () => (test.errors += 1)); \
        test.options = { onOpen: (popup) => { test.popup = popup; throw new Error('no'); } }";
    world.run(options, ()).await;
    let popup = world.connect(0, world.hand_off()).await;
    world.completes_from(&popup, 0, "the attempt goes on").await;
    assert_eq!(world.read("test.errors").await, 1, "the page's own error is reported");

    // Nothing of an attempt that fails or is aborted after it is left, either.
    world.run("test.start = () => Promise.reject(new Error('no'))", ()).await;
    world.click().await;
    world.failed(1, "the server fails").await;
    world.alone().await;
    world.run("test.start = undefined", ()).await;
    world.begin().await;
    world.run("test.attempts[2].controller.abort()", ()).await;
    world.ended_as(2, "aborted", "by the page").await;
    world.alone().await;

    let closes = "test.options = { onOpen: (popup) => { popup.close(); throw new Error('no'); } }";
    world.run(closes, ()).await;
    world.click().await;
    world.ended_as(3, "closed", "it has closed the window").await;
    world.alone().await;
    assert_eq!(world.read("test.errors").await, 4);
}
