//! Completion by a message to the page that opened a window.

use cyclr_sandbox::{MessageWindow, Switches};

use crate::world::{World, button};

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn the_user_approves_in_the_window_and_the_page_says_connected() {
    let world = World::signed_in_as("ada").await;
    let (id, page) = (world.id("Salesforce"), world.session.window().await);
    let popup = world.connect_in_window(id).await;
    world.session.until_text("Carry on in the window").await;
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
    world.session.until_text("The window looks closed.").await;
    world.session.click(&format!("form[data-connect='{id}'] [data-stop]")).await;
    world.session.until_text("Stopped. Nothing was changed.").await;
    assert!(!world.is_authenticated(id));

    // The same again, to the end.
    let popup = world.connect_in_window(id).await;
    world.approve_in(&popup, &page).await;
    world.until_connected(id).await;
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn a_blocked_window_is_said_and_no_token_is_asked_for() {
    let world = World::signed_in_as("ada").await;
    let id = world.id("Salesforce");
    // Without a user's click, so that the browser blocks it.
    let submit = "setTimeout(() => { \
        const button = document.querySelector(argument); button.form.requestSubmit(button); }, 0)";
    world.session.script_async::<()>(submit, button(id, "popup")).await;
    world.session.until_text("The window was blocked").await;
    assert!(world.session.address().await.ends_with(&format!("/connectors/{id}/ended/blocked")));
    assert_eq!(world.sign_in_tokens(), 0);
    // From there, without a window.
    world.session.click(&button(id, "")).await;
    world.until_consent().await;
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn a_window_that_cut_itself_off_completes_by_asking_the_server() {
    let world = World::signed_in_as("ada").await;
    world.sandbox.set_switches(Switches { consent_cuts_opener: true, ..Switches::default() });
    let (id, page) = (world.id("Salesforce"), world.session.window().await);
    let popup = world.connect_in_window(id).await;
    world.session.until_text("The window looks closed.").await;
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
    world.session.until_text("Connect again").await;
    assert_eq!(world.session.address().await, format!("{}/", world.portal));
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn a_session_that_has_ended_is_said_and_the_window_is_closed() {
    let world = World::signed_in_as("ada").await;
    let id = world.id("Salesforce");
    world.session.driver().delete_all_cookies().await.unwrap();
    let before = world.session.windows().await;
    world.session.click(&button(id, "popup")).await;
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
    assert!(world.session.text().await.contains("Carry on in the window"));
    assert!(!world.is_authenticated(one));

    world.approve_in(&popup_one, &first).await;
    world.until_connected(one).await;
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn connecting_again_replaces_a_window_that_was_closed() {
    let world = World::signed_in_as("ada").await;
    let (id, page) = (world.id("Salesforce"), world.session.window().await);
    let closed = world.connect_in_window(id).await;
    world.session.switch_to(&closed).await;
    world.until_consent().await;
    world.session.close(&closed, &page).await;
    world.session.until_text("The window looks closed.").await;
    let popup = world.connect_in_window(id).await;
    world.session.until_text("Carry on in the window").await;
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
    world.session.until_text("Connected.").await;
    assert!(world.is_authenticated(other) && !world.is_authenticated(one));
    assert!(world.session.is_open(&popup_one).await);
    world.approve_in(&popup_one, &page).await;
    world.until_connected(one).await;
    world.no_complaints().await;
}
