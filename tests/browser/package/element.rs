//! `<cyclr-connect>` in plain HTML.

use cyclr_oauth_browser_tests::axe;
use serde_json::json;

use crate::pages::MESSAGE;
use crate::world::World;

impl World {
    async fn events(&self, count: usize) -> serde_json::Value {
        self.session.switch_to(&self.page).await;
        self.session.until_true(&format!("test.events.length >= {count}")).await;
        self.read("test.events").await
    }

    async fn state(&self, id: &str) -> serde_json::Value {
        self.read(&format!("[{id}.state, {id}.getAttribute('state')]")).await
    }

    async fn status(&self, id: &str) -> String {
        self.session.switch_to(&self.page).await;
        self.session.text_of(&format!("#{id} [role=status]")).await
    }

    async fn is_hidden(&self, id: &str) -> bool {
        self.read(&format!("document.getElementById('{id}').hidden")).await == true
    }

    async fn is_for_everybody(&self) {
        let violations = axe(&self.session).await;
        assert!(violations.is_empty(), "{violations:#?}");
    }

    fn severed(&self) -> serde_json::Value {
        self.hand_off_with("url", self.cyclr_page("/severed"))
    }
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn a_form_completes_and_the_server_decides() {
    let world = World::element().await;
    assert_eq!(world.state("it").await, json!(["idle", "idle"]));
    assert_eq!(world.status("it").await, "");
    world.click().await;
    let url = world.partner.url(crate::world::PARTNER, "/connected");
    assert_eq!(world.events(1).await, json!([["it", "completed", 200, url]]));
    assert_eq!(world.state("it").await, json!(["connected", "connected"]));
    assert_eq!(world.status("it").await, "Connected.");
    world.quiet("connected").await;
    world.alone().await;
    world.no_complaints().await;
    // The page doesn't navigate: other attempts may be running.
    assert!(world.session.address().await.ends_with("/element"));
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn the_server_refuses_what_completed_in_a_frame() {
    let world = World::element().await;
    world.session.click("#embed").await;
    let url = world.partner.url(crate::world::PARTNER, "/refuse");
    assert_eq!(world.events(1).await, json!([["framed", "completed", 403, url]]));
    assert_eq!(world.state("framed").await, json!(["refused", "refused"]));
    assert_eq!(world.status("framed").await, "Not connected. Please try again.");
    world.quiet("refused").await;
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn without_complete_the_page_hands_it_on() {
    let world = World::element().await;
    world.session.click("#other").await;
    assert_eq!(world.events(1).await, json!([["second", "completed", null, null]]));
    assert_eq!(world.state("second").await, json!(["completed", "completed"]));
    world.quiet("completed").await;
    world.alone().await;
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn the_server_is_asked_when_no_message_comes() {
    let world = World::element().await;
    world.run("test.decide('it')", ()).await;
    world.connect(0, world.severed()).await;
    let message = "the check refuses another attempt's message";
    world.session.switch_to(&world.page).await;
    world.session.until_true("it.state === 'gone'").await;
    world.waits(0, message).await;
    world.run("it.cancel()", ()).await;
    world.ended_as(0, "aborted", message).await;

    let mut hand_off = world.severed();
    hand_off["message"] = json!(MESSAGE);
    world.connect(1, hand_off).await;
    world.session.switch_to(&world.page).await;
    world.session.until_true("test.attempts[1].outcomes.length > 0").await;
    assert_eq!(world.state("it").await, json!(["connected", "connected"]));
    world.quiet("connected").await;
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn the_element_shows_each_state_and_its_buttons() {
    let world = World::element().await;
    world.run("test.decide('it', 'second', 'framed')", ()).await;
    assert_eq!(world.status("it").await, "");
    assert!(world.is_hidden("cancel").await && world.is_hidden("finish").await);

    let popup = world.begin().await;
    world.session.switch_to(&popup).await;
    world.session.until_text("One moment …").await;
    assert_eq!(world.status("it").await, "Continue in the window that opened.");
    assert!(!world.is_hidden("cancel").await && world.is_hidden("finish").await);
    world.answer(0, world.severed()).await;
    world.session.switch_to(&world.page).await;
    world.session.until_true("it.state === 'gone'").await;
    assert!(!world.is_hidden("cancel").await && !world.is_hidden("finish").await);

    // A renewal, which `check` can't detect: the user confirms it, and the server decides.
    world.session.click("#finish").await;
    world.session.until_true("it.state === 'refused'").await;
    assert!(world.is_hidden("cancel").await && world.is_hidden("finish").await);
    assert_eq!(world.read("document.activeElement.id").await, "connect", "the focus is kept");
    world.quiet("refused").await;
    world.session.close(&popup, &world.page).await;

    // In the page's own words and place.
    let other = world.session.opened_by(async || world.session.click("#other").await).await;
    assert_eq!(world.status("second").await, "Weiter im Fenster.");
    assert_eq!(world.read("document.querySelectorAll('#second p').length").await, 1);
    world.run("second.cancel()", ()).await;
    world.ended_as(1, "aborted", "by the page").await;
    assert_eq!(world.status("second").await, "");
    world.session.until_closed(&other).await;

    world.session.click("#embed").await;
    assert_eq!(world.status("framed").await, "Continue below.");
    world.run("framed.cancel()", ()).await;
    world.ended_as(2, "aborted", "by the page").await;
    assert_eq!(world.status("framed").await, "Stopped waiting.");
    let complaints = world.session.complaints().await;
    assert!(complaints.iter().all(|it| !it.is_csp()), "{complaints:#?}");
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn everybody_can_use_it_in_each_state() {
    let world = World::element().await;
    world.is_for_everybody().await;
    world.run("test.decide('it')", ()).await;
    world.begin().await;
    world.session.switch_to(&world.page).await;
    world.session.until_true("it.state === 'waiting'").await;
    world.is_for_everybody().await;
    world.answer(0, world.severed()).await;
    world.session.until_true("it.state === 'gone'").await;
    world.is_for_everybody().await;
    world.run("it.finish()", ()).await;
    world.session.until_true("it.state === 'refused'").await;
    world.is_for_everybody().await;
}

/// The page tells the server which attempt the user has stopped, and reports no other.
#[tokio::test]
#[ignore = "needs chromedriver"]
async fn the_server_can_undo_what_the_user_has_stopped() {
    let world = World::element().await;
    world.run("test.decide('it')", ()).await;
    let mut hand_off = world.hand_off();
    hand_off["message"] = json!(MESSAGE);
    let popup = world.connect(0, hand_off.clone()).await;
    hand_off["url"] = json!(world.cyclr_page("/?again"));
    let again = world.connect(1, hand_off).await;
    world.ended(0, json!({ "outcome": "aborted" }), "replaced").await;
    assert_eq!(world.read("test.fetched").await, json!([]));
    world.click_on("#cancel").await;
    world.ended_as(1, "aborted", "stopped").await;
    world.session.until_true("test.fetched.length > 0").await;
    let cancelled = json!([["/cancel", format!("csrf=secret&cyclr_attempt={MESSAGE}")]]);
    assert_eq!(world.read("test.fetched").await, cancelled);
    world.session.until_closed(&popup).await;
    world.session.until_closed(&again).await;
}

/// "Connect" works at any moment and replaces a running attempt.
#[tokio::test]
#[ignore = "needs chromedriver"]
async fn connecting_again() {
    let world = World::element().await;
    world.run("test.decide('it')", ()).await;
    // The user has closed one window, and has lost another behind the page.
    let closed = world.connect(0, world.hand_off()).await;
    world.session.close(&closed, &world.page).await;
    world.session.until_true("it.state === 'gone'").await;
    let lost = world.connect(1, world.hand_off_with("url", world.cyclr_page("/?1"))).await;
    world.ended(0, json!({ "outcome": "aborted" }), "closed").await;
    assert_eq!(world.state("it").await, json!(["waiting", "waiting"]));

    let popup = world.connect(2, world.hand_off_with("url", world.cyclr_page("/?2"))).await;
    world.ended(1, json!({ "outcome": "aborted" }), "lost").await;
    world.session.until_closed(&lost).await;
    assert_eq!(world.read("test.left.messages").await, 1);

    world.send_from(&popup).await;
    world.session.until_true("it.state === 'refused'").await;
    world.quiet("the last").await;
    world.alone().await;
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn two_at_once() {
    let world = World::element().await;
    world.run("test.decide('it', 'second')", ()).await;
    let first = world.connect(0, world.hand_off()).await;
    let second = world.session.opened_by(async || {
        world.session.switch_to(&world.page).await;
        world.session.click("#other").await;
    });
    let second = second.await;
    world.answer(1, world.hand_off_with("message", "second")).await;
    world.until_shown(&second, &world.cyclr_page("/")).await;

    let from = |window| crate::world::Sender { window, frames: &[], to: "opener" };
    world.send(from(&second), "'second'").await;
    world.ended(1, json!({ "outcome": "completed", "presented": "second" }), "the second").await;
    world.waits(0, "the first").await;
    assert_eq!(world.state("it").await, json!(["waiting", "waiting"]));
    world.session.until_closed(&second).await;

    world.send_from(&first).await;
    world.session.until_true("it.state === 'refused'").await;
    world.quiet("both").await;
    world.alone().await;
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn removed_and_moved() {
    let world = World::element().await;
    world.run("test.decide('it')", ()).await;
    let popup = world.connect(0, world.hand_off()).await;
    world.run("root.append(it)", ()).await;
    world.waits(0, "moved").await;
    world.run("it.remove()", ()).await;
    world.session.until_closed(&popup).await;
    world.session.switch_to(&world.page).await;
    world.session.until_true("test.left.messages === 0").await;
    world.quiet("removed").await;
    world.no_complaints().await;
}

/// As when a module defines the element after the page has set it up.
#[tokio::test]
#[ignore = "needs chromedriver"]
async fn what_is_set_before_the_element_is_defined() {
    let world = World::element().await;
    // An element of another document is defined when it gets here.
    world
        .run(
            "const early = document.implementation.createHTMLDocument().createElement('cyclr-connect'); \
             const [form, button] = ['form', 'button'].map((name) => document.createElement(name)); \
             button.id = button.textContent = 'early'; form.append(button); early.append(form); \
             early.start = () => new Promise(() => (test.early = early.state)); root.append(early)",
            (),
        )
        .await;
    world.session.click("#early").await;
    world.session.until_true("test.early === 'waiting'").await;
    assert!(world.session.address().await.ends_with("/element"));
}

/// A form whose submission the page prevents, for example because it is incomplete.
#[tokio::test]
#[ignore = "needs chromedriver"]
async fn a_form_that_is_held_back() {
    let world = World::element().await;
    world.run("form.addEventListener('submit', (event) => event.preventDefault())", ()).await;
    world.click().await;
    assert_eq!(world.read("test.log").await, json!([]));
    assert_eq!(world.state("it").await, json!(["idle", "idle"]));
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn a_window_that_is_blocked() {
    let world = World::element().await;
    world.run("form.requestSubmit(connect)", ()).await;
    assert_eq!(world.events(1).await, json!([["it", "blocked", null, null]]));
    let text = "Your browser blocked the window. Allow pop-ups for this site and connect again.";
    assert_eq!(world.status("it").await, text);
    world.quiet("blocked").await;
}
