//! Everybody can use it: by keyboard alone, by assistive technology, on a phone.

use cyclr_oauth_browser_tests::{Session, axe};
use thirtyfour::Key;

use crate::world::{World, button};

/// The pages of the portal, by path, with what is on each.
fn pages(world: &World) -> Vec<(String, &'static str)> {
    let id = |name| world.id(name);
    vec![
        ("/sign-in".to_owned(), "Who are you?"),
        ("/".to_owned(), "Your connections"),
        ("/?q=nothing".to_owned(), "Your connections"),
        (format!("/connectors/{}", id("Salesforce")), "Last checked"),
        (format!("/connectors/{}", id("HubSpot")), "Connected"),
        (format!("/connectors/{}", id("Docusign")), "Edit details"),
        (format!("/connectors/{}/properties", id("Docusign")), "Environment"),
        (format!("/connectors/{}/properties", id("SugarCRM")), "Details for SugarCRM"),
        (format!("/connectors/{}/auth-value", id("Salesforce")), "Access token"),
        (format!("/connectors/{}/auth-value", id("ActiveCampaign")), "API key"),
        (format!("/connectors/{}/auth-value", id("Velocify")), "User name and password"),
        (format!("/connectors/{}/auth-value", id("SugarCRM")), "Let Cyclr get the tokens"),
        (format!("/connectors/{}/disconnect", id("HubSpot")), "Disconnect HubSpot?"),
        (format!("/connectors/{}?problem=too-many", id("Salesforce")), "Too many attempts"),
        ("/problem/unavailable".to_owned(), "Connections are not available"),
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
    // One of each state is on the list.
    world.sandbox.set_authenticated(world.id("HubSpot"), true);
    for (path, text) in pages(&world) {
        world.open(&path).await;
        world.session.until_text(text).await;
        // So that the rules see what is folded away, too.
        world
            .session
            .script::<()>(
                "document.querySelectorAll('details').forEach((it) => { it.open = true; })",
                (),
            )
            .await;
        no_violations(&world.session, &path).await;
    }
    world.details_mistake().await;
    no_violations(&world.session, "a mistake in the details").await;
    world.empty_list().await;
    no_violations(&world.session, "an empty list").await;
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn a_broken_rule_would_be_found() {
    // Proves that the other tests can fail.
    let world = World::signed_in_as("ada").await;
    let spoil = "document.querySelector('.state').style.color = '#999'; \
        document.querySelector('h2').prepend(document.createElement('img')); \
        document.querySelector('[data-connect] button').textContent = ''; \
        document.documentElement.lang = '';";
    no_violations(&world.session, "as it is").await;
    world.session.script::<()>(spoil, ()).await;
    let mut found: Vec<_> = axe(&world.session).await.into_iter().map(|it| it.id).collect();
    found.sort();
    assert_eq!(found, ["button-name", "color-contrast", "html-has-lang", "image-alt"]);
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn the_pages_on_the_way_break_no_rule_either() {
    let world = World::signed_in_as("ada").await;
    world.connect_by_redirect(world.id("Salesforce")).await;
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
    let narrow =
        serde_json::json!({ "width": 320, "height": 640, "deviceScaleFactor": 2, "mobile": true });
    world.session.cdp("Emulation.setDeviceMetricsOverride", narrow).await;
    // Names and texts as long as anybody's.
    let acme = cyclr_oauth::AccountId::new("Acme-42").unwrap();
    let long = "Donaudampfschifffahrtsgesellschaftskapitänspatentverwaltung".repeat(2);
    world.sandbox.install(&acme, cyclr_sandbox::ConnectorSeed::oauth2(long));
    for (path, text) in pages(&world) {
        world.open(&path).await;
        world.session.until_text(text).await;
        fits_and_breaks_no_rule(&world.session, &path).await;
    }
    world.details_mistake().await;
    fits_and_breaks_no_rule(&world.session, "a mistake in the details").await;
    world.empty_list().await;
    fits_and_breaks_no_rule(&world.session, "an empty list").await;
}

async fn fits_and_breaks_no_rule(session: &Session, page: &str) {
    no_violations(session, page).await;
    // Nothing is cut off to the side.
    session.until_true("document.documentElement.scrollWidth <= innerWidth").await;
    // Buttons are large enough for a finger.
    session.until_true(
        "[...document.querySelectorAll('button, .button')].every((it) => !it.checkVisibility() || it.getBoundingClientRect().height >= 44)",
    ).await;
}

async fn press(session: &Session, key: impl Into<thirtyfour::TypingData>) {
    session.driver().action_chain().send_keys(key).perform().await.unwrap();
}

/// Tabs on until the element has the focus, and that can be seen.
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

    // The first stop of a page leads past what all pages have.
    press(session, Key::Tab).await;
    assert_eq!(
        session.script::<String>("return document.activeElement.textContent", ()).await,
        "Skip to content"
    );
    press(session, Key::Enter).await;
    tab_to(session, "h2 a").await;

    // In a window.
    let page = session.window().await;
    tab_to(session, &button(id, "")).await;
    let popup = session.opened_by(async || press(session, Key::Enter).await).await;
    session.switch_to(&popup).await;
    world.until_consent().await;
    session.driver().action_chain().send_keys(Key::Tab).perform().await.unwrap();
    press(session, Key::Enter).await;
    session.switch_to(&page).await;
    world.until_connected(id).await;

    // Again, from the menu, which opens by the space bar, too.
    tab_to(session, &format!("[data-row='{id}'] .menu summary")).await;
    press(session, " ").await;
    tab_to(session, &button(id, "")).await;
    let popup = session.opened_by(async || press(session, " ").await).await;
    session.switch_to(&popup).await;
    world.until_consent().await;
    session.driver().action_chain().send_keys(Key::Tab).perform().await.unwrap();
    press(session, Key::Enter).await;
    session.switch_to(&page).await;
    world.until_status(id, "Salesforce is connected, as it was before.").await;

    // Edit.
    let docusign = world.id("Docusign");
    tab_to(session, &format!("a[href='/connectors/{docusign}/properties']")).await;
    press(session, Key::Enter).await;
    session.until_text("Details for Docusign").await;
    tab_to(session, "select").await;
    press(session, Key::Down).await;
    tab_to(session, "main form button").await;
    press(session, Key::Enter).await;
    session.until_text("Saved.").await;

    // Disconnect.
    world.open(&format!("/connectors/{id}")).await;
    tab_to(session, ".menu summary").await;
    press(session, Key::Enter).await;
    tab_to(session, "a[href$='/disconnect']").await;
    press(session, Key::Enter).await;
    session.until_text("Disconnect Salesforce?").await;
    tab_to(session, "button.danger").await;
    press(session, Key::Enter).await;
    session.until_text("Salesforce is disconnected.").await;
    tab_to(session, ".who button").await;
    press(session, Key::Enter).await;
    session.until_text("Who are you?").await;
}

/// The same where no script of the page runs, and none can ask what has the focus.
async fn tab_without_script_to(session: &Session, css: &str) {
    for _ in 0..40 {
        press(session, Key::Tab).await;
        let driver = session.driver();
        let wanted = driver.find(thirtyfour::By::Css(css)).await.unwrap();
        let focused = driver.active_element().await.unwrap();
        if focused.element_id() == wanted.element_id() {
            assert_ne!(focused.css_value("outline-style").await.unwrap(), "none", "{css}");
            return;
        }
    }
    panic!("{css} can't be reached by the keyboard");
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn everything_is_done_by_keyboard_alone_without_script() {
    let world = World::signed_in_as("ada").await;
    let off = serde_json::json!({ "value": true });
    world.session.cdp("Emulation.setScriptExecutionDisabled", off).await;
    let (session, id) = (&world.session, world.id("Salesforce"));
    let news = |text: &'static str| world.until_news(text);
    let approve = async || {
        session.element("button[value=approve]").await;
        tab_without_script_to(session, "button[value=approve]").await;
        press(session, Key::Enter).await;
    };

    world.open("/").await;
    tab_without_script_to(session, &button(id, "")).await;
    press(session, Key::Enter).await;
    approve().await;
    news("Salesforce is connected.").await;

    tab_without_script_to(session, ".menu summary").await;
    press(session, Key::Enter).await;
    tab_without_script_to(session, &button(id, "")).await;
    press(session, Key::Enter).await;
    approve().await;
    news("as it was before").await;

    let docusign = world.id("Docusign");
    world.open("/").await;
    let edit = format!("a[href='/connectors/{docusign}/properties']");
    tab_without_script_to(session, &edit).await;
    press(session, Key::Enter).await;
    session.element("main select").await;
    tab_without_script_to(session, "main select").await;
    press(session, Key::Down).await;
    tab_without_script_to(session, "main form button").await;
    press(session, Key::Enter).await;
    news("Saved.").await;

    world.open(&format!("/connectors/{id}")).await;
    tab_without_script_to(session, ".menu summary").await;
    press(session, " ").await;
    tab_without_script_to(session, "a[href$='/disconnect']").await;
    press(session, Key::Enter).await;
    session.element("button.danger").await;
    tab_without_script_to(session, "button.danger").await;
    press(session, Key::Enter).await;
    news("Salesforce is disconnected.").await;
    assert!(!world.is_authenticated(id));
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn changes_without_a_new_page_are_announced() {
    let world = World::signed_in_as("ada").await;
    let id = world.id("Salesforce");
    let status = format!("[data-row='{id}'] [role=status]");
    let shown = "const it = document.querySelector(arguments[0]); \
        return it.textContent === '' && getComputedStyle(it).display !== 'none'";
    assert!(world.session.script::<bool>(shown, status).await, "it is there before its first text");
    world.connect_in_window(id).await;
    world.until_status(id, "Continue in the Salesforce window.").await;
    no_violations(&world.session, "while a window is open").await;
    world.session.click(&format!("[data-row='{id}'] [data-cancel]")).await;
    world.until_status(id, "Cancelled.").await;
    world.session.until_true("document.title.startsWith('Cancelled.')").await;
    no_violations(&world.session, "after cancelling").await;
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn the_focus_follows_what_happens() {
    let world = World::signed_in_as("ada").await;
    let (id, page) = (world.id("Salesforce"), world.session.window().await);
    let has_focus =
        |css: &str| format!("document.activeElement.matches(\"[data-row='{id}'] {css}\")");
    world
        .session
        .script::<()>("document.querySelector(arguments[0]).focus()", button(id, ""))
        .await;
    let popup = world.session.opened_by(async || press(&world.session, Key::Enter).await).await;
    world.session.until_true(&has_focus("[data-cancel]")).await;
    world.approve_in(&popup, &page).await;
    world.until_connected(id).await;
    // The first control of the row, which is a new one.
    world.session.until_true(&has_focus("h2 a")).await;
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn a_menu_closes_as_users_expect_and_not_under_their_hands() {
    let world = World::signed_in_as("ada").await;
    let (id, other) = (world.id("Salesforce"), world.id("HubSpot"));
    for id in [id, other] {
        world.sandbox.set_authenticated(id, true);
    }
    world.open("/").await;
    let session = &world.session;
    let menu = format!("[data-row='{id}'] .menu");
    let is_open = |open: bool| format!("document.querySelector(\"{menu}\").open === {open}");
    let summary = format!("{menu} summary");
    session.click(&summary).await;
    session.until_true(&is_open(true)).await;
    press(session, Key::Tab).await;
    press(session, Key::Escape).await;
    session.until_true(&is_open(false)).await;
    session.until_true(&format!("document.activeElement.matches(\"{summary}\")")).await;

    session.click(&summary).await;
    session.click("h1").await;
    session.until_true(&is_open(false)).await;

    // What others have changed meanwhile shows, but not where the user is choosing.
    session.click(&summary).await;
    for id in [id, other] {
        world.sandbox.set_authenticated(id, false);
    }
    tokio::time::sleep(std::time::Duration::from_millis(2100)).await;
    session.script::<()>("dispatchEvent(new Event('focus'))", ()).await;
    let state = format!("document.querySelector(\"[data-row='{other}'] .state\").textContent");
    session.until_true(&format!("{state} === 'Not connected'")).await;
    session.until_true(&is_open(true)).await;
}
