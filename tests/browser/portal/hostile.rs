//! Other sites' pages, other users, and forged returns, against the whole portal.

use cyclr_oauth_browser_tests::Session;
use serde_json::Value;

use crate::world::{World, button, evil};

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn another_sites_forms_change_nothing() {
    let world = World::signed_in_as("ada").await;
    let id = world.id("Salesforce");
    world.sandbox.set_authenticated(id, true);
    for (path, fields) in [
        ("/sign-in", r#"<input name="person" value="grace">"#),
        ("/sign-out", ""),
        (&*format!("/connectors/{id}/connect"), r#"<input name="csrf" value="0">"#),
        (&*format!("/connectors/{id}/disconnect"), ""),
        (&*format!("/connectors/{id}/auth-value"), r#"<input name="key" value="mine">"#),
        ("/attempts/check", r#"<input name="cyclr_attempt" value="AAAAAAAAAAAAAAAAAAAAAA">"#),
    ] {
        let form = format!(
            "<form method=post action='PORTAL{path}'>{fields}</form>\
            <button onclick='document.forms[0].submit()'>Win a prize</button>"
        );
        let evil = evil(&world, &[("/", &form)]).await;
        // Also from a subdomain of the same site, to which the browser sends the cookie.
        for host in ["evil.localhost", "blog.partner.localhost"] {
            world.session.open(&evil.url(host, "/")).await;
            world.session.click("button").await;
            world.session.until_text("This page is out of date").await;
        }
    }
    assert_eq!(world.sign_in_tokens(), 0);
    assert!(world.is_authenticated(id));
    world.open("/").await;
    assert!(world.session.text().await.contains("Ada, Acme Ltd"));
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn no_page_of_the_portal_is_shown_in_a_frame() {
    let world = World::signed_in_as("ada").await;
    let page = "<iframe src='PORTAL/'></iframe><iframe src='PORTAL/sign-in'></iframe>\
        <iframe src='PORTAL/done'></iframe>";
    let evil = evil(&world, &[("/", page)]).await;
    world.session.open(&evil.url("evil.localhost", "/")).await;
    world.session.until_true("frames.length === 3").await;
    let refused = async || {
        let complaints = world.session.complaints().await;
        complaints.iter().filter(|it| it.message.contains("frame-ancestors")).count()
    };
    let mut count = 0;
    world
        .session
        .until("all three are refused", async || {
            count += refused().await;
            (count >= 3).then_some(())
        })
        .await;
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn an_opener_cannot_reach_the_portal() {
    let world = World::signed_in_as("ada").await;
    let page = "<button onclick='window.portal = window.open(`PORTAL/`)'>Open</button>";
    let evil = evil(&world, &[("/", page)]).await;
    world.session.open(&evil.url("evil.localhost", "/")).await;
    let opener = world.session.window().await;
    let portal = world.session.opened_by(async || world.session.click("button").await).await;
    world.session.switch_to(&portal).await;
    world.session.until_text("Your connections").await;
    assert!(world.session.script::<bool>("return window.opener === null", ()).await);
    // It can neither post to the page nor navigate it.
    world.session.switch_to(&opener).await;
    world.session.until_true("portal.closed").await;
    world
        .session
        .script::<()>("portal.location = '/elsewhere'; portal.postMessage('x', '*')", ())
        .await;
    world.session.switch_to(&portal).await;
    assert_eq!(world.session.address().await, format!("{}/", world.portal));
}

/// What another site's page posts to the portal during a hand-off.
#[tokio::test]
#[ignore = "needs chromedriver"]
async fn a_message_from_another_window_completes_nothing() {
    let world = World::signed_in_as("ada").await;
    let id = world.id("Salesforce");
    world.session.spy_on("/connect").await;
    let page = world.session.window().await;
    let popup = world.connect_in_window(id).await;
    world.session.forge_messages(&world.sandbox.service_domain().to_string()).await;
    assert_eq!(world.session.script::<u8>("return window.completions;", ()).await, 0);
    assert_eq!(world.session.address().await, format!("{}/", world.portal));
    assert!(world.session.text().await.contains("Continue in the Salesforce window"));

    world.approve_in(&popup, &page).await;
    world.until_connected(id).await;
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn a_return_without_an_attempt_is_refused() {
    let world = World::signed_in_as("ada").await;
    for (path, text) in [
        ("/done", "This page can't be opened this way"),
        ("/done?success=true", "This page can't be opened this way"),
        ("/done?cyclr_attempt=AAAAAAAAAAAAAAAAAAAAAA", "This page can't be used"),
    ] {
        let link = format!("<a href='PORTAL{path}'>Your prize</a>");
        let evil = evil(&world, &[("/", &link)]).await;
        world.session.open(&evil.url("evil.localhost", "/")).await;
        world.session.click("a").await;
        world.session.until_text(text).await;
    }
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn a_lured_users_connection_is_undone_when_they_come_back() {
    // Ada starts in her own browser and keeps the URL.
    let world = World::signed_in_as("ada").await;
    let id = world.id("Salesforce");
    let begin = "const form = document.querySelector(argument).form; \
        const answer = await fetch(form.action, { method: 'POST', body: new URLSearchParams(new FormData(form)), \
            redirect: 'manual', headers: { accept: 'application/json' } }); \
        return (await answer.json()).url;";
    let by_message: String = world.session.script_async(begin, button(id, "popup")).await;

    // Grace opens it in another browser and consents.
    let grace = Session::start().await;
    grace.open(&format!("{}/sign-in", world.portal)).await;
    grace.click("button[value=grace]").await;
    grace.until_text("Globex Corp").await;
    grace.open(&by_message).await;
    grace.click("button[value=approve]").await;
    // No window of Grace's waits for the message, and nobody else receives it.
    grace.until_text("You are connected.").await;
    grace.open(&format!("{}/", world.portal)).await;
    assert!(!grace.text().await.contains("Connect again"), "her own account has nothing of it");
    // Her application is now connected to Ada's account. Only Cyclr could prevent that.
    assert!(world.is_authenticated(id));

    // With redirects, Cyclr sends her to the portal, which undoes the connection.
    world.sandbox.set_authenticated(id, false);
    world.connect_by_redirect(id).await;
    world.until_consent().await;
    let consent = world.session.address().await;
    grace.open(&consent).await;
    grace.click("button[value=approve]").await;
    grace.until_text("This page can't be used").await;
    assert!(!world.is_authenticated(id));
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn another_tenants_connector_is_not_there() {
    let world = World::signed_in_as("ada").await;
    let foreign = world.id_of("Globex-7", "Salesforce");
    world.open(&format!("/connectors/{foreign}")).await;
    world.session.until_text("There is no such page, or no such connection in your account.").await;
    // Also with the user's own form, tampered with.
    world.open("/").await;
    let own = world.id("Salesforce");
    let tamper = "const form = document.querySelector(arguments[0].button).form; \
        form.action = form.action.replace(/\\d+(?=\\/connect$)/, arguments[0].id); \
        form.dataset.connect = arguments[0].id;";
    let argument = serde_json::json!({ "button": button(own, ""), "id": foreign.to_string() });
    world.session.script::<Value>(tamper, argument).await;
    let before = world.session.windows().await;
    world.session.click(&button(foreign, "popup")).await;
    world.session.until_text("There is no such page").await;
    assert_eq!(world.session.windows().await, before, "the window was closed again");
    assert_eq!(world.sign_in_tokens(), 0);
}
