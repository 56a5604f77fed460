//! The portal is accessible by keyboard, with assistive technology and on a phone.

use cyclr_oauth_browser_tests::{Session, axe};
use thirtyfour::Key;

use crate::world::{World, button};

/// The portal's pages by path, with text that each contains.
fn pages(world: &World) -> Vec<(String, &'static str)> {
    let id = |name| world.id(name);
    vec![
        ("/sign-in".to_owned(), "Who are you?"),
        ("/".to_owned(), "Your connections"),
        (format!("/connectors/{}", id("Salesforce")), "Supply the tokens instead"),
        (format!("/connectors/{}", id("Docusign")), "Environment"),
        (format!("/connectors/{}", id("ActiveCampaign")), "API key"),
        (format!("/connectors/{}", id("Velocify")), "User name and password"),
        (format!("/connectors/{}", id("SugarCRM")), "Let Cyclr fetch the tokens"),
        (format!("/connectors/{}/ended/blocked", id("Salesforce")), "The window was blocked"),
        (format!("/connectors/{}/ended/closed", id("Salesforce")), "The window was closed"),
        (format!("/connectors/{}/ended/timed-out", id("Salesforce")), "That took too long"),
        ("/done".to_owned(), "This page can't be opened this way"),
        ("/nowhere".to_owned(), "Not found"),
    ]
}

async fn no_violations(session: &Session, page: &str) {
    let violations = axe(session).await;
    let told: Vec<_> = violations.iter().map(ToString::to_string).collect();
    assert!(violations.is_empty(), "{page}:\n{}", told.join("\n"));
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn no_page_breaks_a_rule_of_accessibility() {
    let world = World::signed_in_as("ada").await;
    // The list has a connection in each state.
    world.sandbox.set_authenticated(world.id("HubSpot"), true);
    for (path, text) in pages(&world) {
        world.open(&path).await;
        world.session.until_text(text).await;
        // Expanded, so that the rules also check collapsed content.
        world
            .session
            .script::<()>(
                "document.querySelectorAll('details').forEach((it) => { it.open = true; })",
                (),
            )
            .await;
        no_violations(&world.session, &path).await;
    }
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn the_pages_on_the_way_break_no_rule_either() {
    let world = World::signed_in_as("ada").await;
    world.session.click(&button(world.id("Salesforce"), "")).await;
    world.until_consent().await;
    no_violations(&world.session, "the consent page").await;
    world.session.click("button[value=deny]").await;
    world.session.until_text("access_denied").await;
    no_violations(&world.session, "the page of a denial").await;
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn no_page_breaks_a_rule_in_the_dark_or_on_a_phone() {
    let world = World::signed_in_as("ada").await;
    world.sandbox.set_authenticated(world.id("HubSpot"), true);
    world.session.prefer_dark().await;
    world.session.be_a_phone().await;
    for (path, text) in pages(&world) {
        world.open(&path).await;
        world.session.until_text(text).await;
        no_violations(&world.session, &path).await;
        // Nothing is cut off at the side.
        world.session.until_true("document.documentElement.scrollWidth <= innerWidth").await;
        // Buttons are large enough to touch.
        world.session.until_true(
            "[...document.querySelectorAll('button, .button')].every((it) => !it.checkVisibility() || it.getBoundingClientRect().height >= 44)",
        ).await;
    }
}

async fn press(session: &Session, key: impl Into<thirtyfour::TypingData>) {
    session.driver().action_chain().send_keys(key).perform().await.unwrap();
}

/// Presses Tab until the element has visible focus.
async fn tab_to(session: &Session, css: &str) {
    for _ in 0..40 {
        press(session, Key::Tab).await;
        let here = "return document.activeElement.matches(arguments[0])";
        if session.script::<bool>(here, css).await {
            let seen = "const style = getComputedStyle(document.activeElement); \
                return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 \
                    && document.activeElement.checkVisibility();";
            assert!(session.script::<bool>(seen, ()).await, "the focus on {css} can't be seen");
            return;
        }
    }
    panic!("{css} can't be reached by the keyboard");
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn everything_is_done_by_keyboard_alone() {
    let world = World::start().await;
    let (session, id) = (&world.session, world.id("Salesforce"));
    world.open("/").await;
    tab_to(session, "button[value=ada]").await;
    press(session, Key::Enter).await;
    session.until_text("Your connections").await;

    // The first Tab stop skips the header that all pages share.
    press(session, Key::Tab).await;
    assert_eq!(
        session.script::<String>("return document.activeElement.textContent", ()).await,
        "Skip to content"
    );
    press(session, Key::Enter).await;
    tab_to(session, "h2 a").await;

    tab_to(session, &button(id, "")).await;
    press(session, Key::Enter).await;
    world.until_consent().await;
    session.driver().action_chain().send_keys(Key::Tab).perform().await.unwrap();
    press(session, Key::Enter).await;
    world.until_connected(id).await;

    // Also in a window, which the space bar opens.
    let page = session.window().await;
    tab_to(session, &button(id, "popup")).await;
    let popup = session.opened_by(async || press(session, " ").await).await;
    session.switch_to(&popup).await;
    world.until_consent().await;
    session.driver().action_chain().send_keys(Key::Tab).perform().await.unwrap();
    press(session, Key::Enter).await;
    session.switch_to(&page).await;
    session.until_text("Connected, as it was before.").await;

    tab_to(session, "form[action$='/disconnect'] button").await;
    press(session, Key::Enter).await;
    session.until_text("Not connected").await;
    tab_to(session, ".who button").await;
    press(session, Key::Enter).await;
    session.until_text("Who are you?").await;
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn what_changes_without_a_new_page_is_announced() {
    let world = World::signed_in_as("ada").await;
    let id = world.id("Salesforce");
    let status = format!("form[data-connect='{id}'] [role=status]");
    assert_eq!(
        world
            .session
            .script::<String>(
                "return document.querySelector(arguments[0]).textContent",
                status.clone()
            )
            .await,
        ""
    );
    world.session.opened_by(async || world.session.click(&button(id, "popup")).await).await;
    assert_eq!(world.session.text_of(&status).await, "Carry on in the window that has opened.");
    no_violations(&world.session, "while a window is open").await;
}
