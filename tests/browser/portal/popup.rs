//! Completion by a message to the page that opened a window.

use std::time::Duration;

use cyclr_sandbox::{Fault, MessageWindow, Switches};
use serde_json::json;

use crate::world::{World, button};

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn the_user_approves_in_the_window_and_the_page_says_connected() {
    let world = World::signed_in_as("ada").await;
    let (id, page) = (world.id("Salesforce"), world.session.window().await);
    let popup = world.connect_in_window(id).await;
    world.until_status(id, "Continue in the Salesforce window.").await;
    world.approve_in(&popup, &page).await;
    world.until_connected(id).await;
    world.session.until_closed(&popup).await;
    assert_eq!(world.sign_in_tokens(), 1);
    world.no_complaints().await;
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn a_denial_leaves_the_window_and_its_end_is_noticed() {
    let world = World::signed_in_as("ada").await;
    let (id, page) = (world.id("Salesforce"), world.session.window().await);
    let popup = world.connect_in_window(id).await;
    world.session.switch_to(&popup).await;
    world.until_consent().await;
    world.session.click("button[value=deny]").await;
    world.session.until_text("access_denied").await;
    world.session.close(&popup, &page).await;
    world.until_status(id, "looks closed").await;
    // What the user says is not what Cyclr reports.
    world.session.click(&format!("[data-row='{id}'] [data-finish]")).await;
    world.until_status(id, "Cyclr does not report Salesforce as connected yet.").await;
    world.session.click(&format!("[data-row='{id}'] [data-cancel]")).await;
    world.until_status(id, "Cancelled. Salesforce is not connected.").await;
    assert!(!world.is_authenticated(id));

    // The same again, to the end.
    let popup = world.connect_in_window(id).await;
    world.approve_in(&popup, &page).await;
    world.until_connected(id).await;
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn a_blocked_window_is_replaced_by_redirects() {
    let world = World::signed_in_as("ada").await;
    let id = world.id("Salesforce");
    // Without a user's click, so that the browser blocks it.
    let submit = "setTimeout(() => { \
        const button = document.querySelector(argument); button.form.requestSubmit(button); }, 0)";
    world.session.script_async::<()>(submit, button(id, "")).await;
    world.until_consent().await;
    assert_eq!(world.sign_in_tokens(), 1);
    world.session.click("button[value=approve]").await;
    world.until_connected(id).await;
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn a_window_that_cut_itself_off_completes_by_asking_the_server() {
    let world = World::signed_in_as("ada").await;
    world.sandbox.set_switches(Switches { consent_cuts_opener: true, ..Switches::default() });
    let (id, page) = (world.id("Salesforce"), world.session.window().await);
    let popup = world.connect_in_window(id).await;
    world.until_status(id, "looks closed").await;
    world.session.switch_to(&popup).await;
    world.approve().await;
    world.session.until_text("You are connected.").await;
    world.session.switch_to(&page).await;
    world.until_connected(id).await;
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn a_message_to_the_wrong_window_completes_by_asking_the_server() {
    let world = World::signed_in_as("ada").await;
    let switches = Switches { message_window: MessageWindow::Parent, ..Switches::default() };
    world.sandbox.set_switches(switches);
    let (id, page) = (world.id("Salesforce"), world.session.window().await);
    let popup = world.connect_in_window(id).await;
    world.approve_in(&popup, &page).await;
    world.until_connected(id).await;
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn a_page_that_was_loaded_again_meanwhile_shows_what_cyclr_says() {
    let world = World::signed_in_as("ada").await;
    let (id, page) = (world.id("Salesforce"), world.session.window().await);
    let popup = world.connect_in_window(id).await;
    world.session.switch_to(&popup).await;
    world.until_consent().await;
    world.session.switch_to(&page).await;
    world.session.driver().refresh().await.unwrap();
    world.session.until_text("Your connections").await;
    world.session.switch_to(&popup).await;
    world.session.click("button[value=approve]").await;
    world.session.until_text("You are connected.").await;
    world.session.close(&popup, &page).await;
    world.session.driver().refresh().await.unwrap();
    world.session.until_text("Connected").await;
    assert_eq!(world.session.address().await, format!("{}/", world.portal));
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn a_session_that_has_ended_is_said_and_the_window_is_closed() {
    let world = World::signed_in_as("ada").await;
    let id = world.id("Salesforce");
    world.session.driver().delete_all_cookies().await.unwrap();
    let before = world.session.windows().await;
    world.session.click(&button(id, "")).await;
    world.session.until_at(&format!("{}/sign-in", world.portal)).await;
    let windows = world.session.windows().await;
    assert_eq!(windows, before);
    assert_eq!(world.sign_in_tokens(), 0);
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn two_windows_complete_each_its_own() {
    let world = World::signed_in_as("ada").await;
    let (one, other) = (world.id("Salesforce"), world.id("HubSpot"));
    let first = world.session.window().await;
    let second = world.new_tab().await;
    let popup_one = world.connect_in_window(one).await;
    world.session.switch_to(&second).await;
    world.open("/").await;
    let popup_other = world.connect_in_window(other).await;

    world.approve_in(&popup_other, &second).await;
    world.until_connected(other).await;
    world.session.switch_to(&first).await;
    world.until_status(one, "Continue in the Salesforce window.").await;
    assert!(!world.is_authenticated(one));

    world.approve_in(&popup_one, &first).await;
    world.until_connected(one).await;
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn after_cancelling_connect_works_at_once() {
    let world = World::signed_in_as("ada").await;
    let (id, page) = (world.id("Salesforce"), world.session.window().await);
    let closed = world.connect_in_window(id).await;
    world.session.switch_to(&closed).await;
    world.until_consent().await;
    world.session.close(&closed, &page).await;
    world.until_status(id, "looks closed").await;
    world.session.click(&format!("[data-row='{id}'] [data-cancel]")).await;
    world.until_status(id, "Cancelled.").await;
    let popup = world.connect_in_window(id).await;
    world.until_status(id, "Continue in the Salesforce window.").await;
    world.approve_in(&popup, &page).await;
    world.until_connected(id).await;
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn two_windows_of_one_page_complete_each_its_own() {
    let world = World::signed_in_as("ada").await;
    let (one, other) = (world.id("Salesforce"), world.id("HubSpot"));
    let page = world.session.window().await;
    let popup_one = world.connect_in_window(one).await;
    let popup_other = world.connect_in_window(other).await;
    world.approve_in(&popup_other, &page).await;
    world.until_status(other, "HubSpot is connected.").await;
    assert!(world.is_authenticated(other) && !world.is_authenticated(one));
    // The page has stayed, and the other flow goes on.
    world.until_status(one, "Continue in the Salesforce window.").await;
    assert!(world.session.is_open(&popup_one).await);
    world.approve_in(&popup_one, &page).await;
    world.until_connected(one).await;
    assert_eq!(world.session.address().await, format!("{}/", world.portal));
    world.no_complaints().await;
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn a_renewal_in_a_window_that_cut_itself_off_ends_when_the_user_says_so() {
    let world = World::signed_in_as("ada").await;
    world.sandbox.set_switches(Switches { consent_cuts_opener: true, ..Switches::default() });
    let (id, page) = (world.id("Salesforce"), world.session.window().await);
    world.sandbox.set_authenticated(id, true);
    world.open("/").await;
    let popup = world.reconnect_in_window(id).await;
    world.until_status(id, "looks closed").await;
    world.session.switch_to(&popup).await;
    world.approve().await;
    world.session.until_text("You are connected.").await;
    world.session.switch_to(&page).await;
    world.session.click(&format!("[data-row='{id}'] [data-finish]")).await;
    world.until_status(id, "Salesforce is connected, as it was before.").await;
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn the_window_says_what_it_opens_and_can_be_brought_back() {
    let world = World::signed_in_as("ada").await;
    let (id, page) = (world.id("Salesforce"), world.session.window().await);
    let token = "/v1.0/accounts/*/signintoken";
    world.sandbox.faults().next("POST", token, Fault::delay(Duration::from_secs(3)));
    let popup = world.connect_in_window(id).await;
    world.session.switch_to(&popup).await;
    world.session.until_text("Opening Salesforce…").await;
    world.session.until_true("document.getAnimations().length === 1").await;
    world.until_consent().await;
    world.session.switch_to(&page).await;
    world.until_status(id, "Continue in the Salesforce window.").await;
    world.session.click(&format!("[data-row='{id}'] [data-focus]")).await;
    world.session.switch_to(&popup).await;
    world.session.until_true("document.hasFocus()").await;
    world.session.click("button[value=approve]").await;
    world.session.switch_to(&page).await;
    world.until_connected(id).await;
    world.no_complaints().await;
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn the_window_is_as_dark_as_the_page() {
    let world = World::start().await;
    world.session.prefer_dark().await;
    world.sign_in("ada").await;
    let slow = Fault::delay(Duration::from_secs(5));
    world.sandbox.faults().next("POST", "/v1.0/accounts/*/signintoken", slow);
    let popup = world.connect_in_window(world.id("Salesforce")).await;
    world.session.switch_to(&popup).await;
    world.session.prefer_dark().await;
    world.session.until_text("Opening Salesforce…").await;
    let dark = "getComputedStyle(document.body).backgroundColor === 'rgb(20, 23, 28)'";
    world.session.until_true(dark).await;
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn a_failure_says_what_failed() {
    let world = World::signed_in_as("ada").await;
    let id = world.id("Salesforce");
    for _ in 0..20 {
        let begin = "const form = document.querySelector(argument).form; \
            await fetch(form.action, { method: 'POST', body: new URLSearchParams(new FormData(form)), \
                headers: { accept: 'application/json' } });";
        world.session.script_async::<()>(begin, button(id, "")).await;
    }
    world.session.click(&button(id, "")).await;
    world.until_status(id, "Try again in 15 minutes.").await;
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn changes_by_others_show_when_the_page_is_visible_again() {
    let world = World::signed_in_as("ada").await;
    let id = world.id("Salesforce");
    world.sandbox.set_authenticated(id, true);
    tokio::time::sleep(Duration::from_millis(2100)).await;
    world.session.script::<()>("dispatchEvent(new Event('focus'))", ()).await;
    let state = format!("document.querySelector('[data-row=\"{id}\"] .state').textContent");
    world.session.until_true(&format!("{state} === 'Connected'")).await;
}

/// The server asks Cyclr and the third party: meanwhile, there is nothing to cancel, to finish or to focus.
#[tokio::test]
#[ignore = "needs chromedriver"]
async fn while_the_server_completes_no_button_promises_anything() {
    let world = World::signed_in_as("ada").await;
    let (id, page) = (world.id("Salesforce"), world.session.window().await);
    let slow = Fault::delay(Duration::from_secs(4));
    world.sandbox.faults().next("GET", "/v1.0/connectors/*/methods", slow);
    let popup = world.connect_in_window(id).await;
    world.approve_in(&popup, &page).await;
    world.until_status(id, "Checking Salesforce…").await;
    let shown = "return [...document.querySelectorAll(arguments[0])].filter((it) => it.checkVisibility()).length";
    let buttons = format!("[data-row='{id}'] [data-waiting] button");
    assert_eq!(world.session.script::<u32>(shown, buttons).await, 0);
    world.until_connected(id).await;
    // The next time, they are there.
    let popup = world.reconnect_in_window(id).await;
    world.until_status(id, "Continue in").await;
    world.session.click(&format!("[data-row='{id}'] [data-cancel]")).await;
    world.until_status(id, "Cancelled. Salesforce is still connected.").await;
    world.session.until_closed(&popup).await;
}

/// The user says so while the message is on its way: the attempt is completed once, and that counts.
#[tokio::test]
#[ignore = "needs chromedriver"]
async fn finishing_twice_says_connected() {
    let world = World::signed_in_as("ada").await;
    world.sandbox.set_switches(Switches { consent_cuts_opener: true, ..Switches::default() });
    let (id, page) = (world.id("Salesforce"), world.session.window().await);
    let popup = world.connect_in_window(id).await;
    world.until_status(id, "looks closed").await;
    world.session.switch_to(&popup).await;
    world.approve().await;
    world.session.until_text("You are connected.").await;
    world.session.switch_to(&page).await;
    let slow = Fault::delay(Duration::from_secs(5));
    world.sandbox.faults().next("GET", "/v1.0/connectors/*/methods", slow);
    let said = "window.said = []; new MutationObserver(() => window.said.push(document.querySelector(arguments[0]).textContent)) \
        .observe(document.querySelector(arguments[0]), { childList: true });";
    let status = format!("[data-row='{id}'] [data-status]");
    world.session.script::<()>(said, status).await;
    let twice =
        "const button = document.querySelector(arguments[0]); button.click(); button.click();";
    world.session.script::<()>(twice, format!("[data-row='{id}'] [data-finish]")).await;
    world.until_connected(id).await;
    let said = world.session.script::<Vec<String>>("return window.said", ()).await;
    assert!(said.iter().all(|it| it == "Checking Salesforce…"), "{said:?}");
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn a_window_that_is_closed_before_cyclr_is_there_ends_at_once() {
    let world = World::signed_in_as("ada").await;
    let (id, page) = (world.id("Salesforce"), world.session.window().await);
    let slow = Fault::delay(Duration::from_secs(3));
    world.sandbox.faults().next("POST", "/v1.0/accounts/*/signintoken", slow);
    // Nobody looks before the server has answered.
    world.session.script::<()>("window.setInterval = () => 0", ()).await;
    let popup = world.connect_in_window(id).await;
    world.session.close(&popup, &page).await;
    world.until_status(id, "The window was closed before Salesforce opened.").await;
    assert_eq!(world.sign_in_tokens(), 1);
    // The server has heard of it: nothing is left that could be completed.
    world.open("/").await;
    world
        .session
        .until_true("document.querySelector('.wire').textContent.includes('Cancel ')")
        .await;
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn without_a_network_the_row_says_what_is_known() {
    let world = World::signed_in_as("ada").await;
    let id = world.id("Salesforce");
    let before = world.session.windows().await;
    let offline = |offline: bool| json!({ "offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 });
    world.session.cdp("Network.enable", json!({})).await;
    world.session.cdp("Network.emulateNetworkConditions", offline(true)).await;
    world.session.click(&button(id, "")).await;
    world
        .until_status(id, "Salesforce could not be opened. Check your connection to the internet")
        .await;
    assert_eq!(world.session.windows().await, before);
    world.session.cdp("Network.emulateNetworkConditions", offline(false)).await;
    world.connect_in_window(id).await;
    world.until_status(id, "Continue in the Salesforce window.").await;
}
