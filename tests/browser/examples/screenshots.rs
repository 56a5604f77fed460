//! Takes pictures of every page and state of the portal, and measures the list:
//! `cargo run -p cyclr-oauth-browser-tests --features browser --example screenshots`.
//!
//! They go to the folder that `BROWSER_SCREENSHOTS` names, or to `target/screenshots`; those of the portal's README
//! to `examples/partner-portal/screenshots` as well.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "as in a test"
)]

#[path = "../portal/world.rs"]
#[allow(dead_code, reason = "the tests need more of it")]
mod world;

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use cyclr_oauth::AccountId;
use cyclr_oauth_browser_tests::Session;
use cyclr_sandbox::{ConnectorSeed, Fault};
use serde_json::{Value, json};
use world::World;

/// Name, width, height, a phone, dark.
const SCREENS: [(&str, u32, u32, bool, bool); 5] = [
    ("1280-light", 1280, 900, false, false),
    ("1280-dark", 1280, 900, false, true),
    ("390-light", 390, 844, true, false),
    ("390-dark", 390, 844, true, true),
    ("320-light", 320, 640, true, false),
];

/// Those in the README.
const SHOWN: [&str; 6] = [
    "list-1280-light",
    "waiting-1280-light",
    "connection-1280-dark",
    "details-mistake-390-light",
    "list-390-dark",
    "problem-390-light",
];

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let folder = env::var_os("BROWSER_SCREENSHOTS").map(PathBuf::from);
    let folder = folder.unwrap_or_else(|| root.join("target/screenshots"));
    fs::create_dir_all(&folder).unwrap();

    let world = World::signed_in_as("ada").await;
    prepare(&world).await;
    for (screen, width, height, phone, dark) in SCREENS {
        show_on(&world.session, (width, height), phone, dark).await;
        for (name, path) in pages(&world) {
            world.open(&path).await;
            open_wire(&world.session, name).await;
            take(&world.session, &folder, &format!("{name}-{screen}")).await;
        }
        states(&world, &folder, screen).await;
        world.details_mistake().await;
        take(&world.session, &folder, &format!("details-mistake-{screen}")).await;
        if !phone {
            waiting(&world, &folder, screen).await;
        }
        world.empty_list().await;
        take(&world.session, &folder, &format!("empty-{screen}")).await;
        world.sign_in("ada").await;
    }
    let readme = root.join("examples/partner-portal/screenshots");
    fs::create_dir_all(&readme).unwrap();
    for name in SHOWN {
        let file = format!("{name}.png");
        fs::copy(folder.join(&file), readme.join(&file)).unwrap();
    }
    println!("pictures: {}", folder.display());
    measure().await;
}

/// One connection of each state.
async fn prepare(world: &World) {
    let session = &world.session;
    for name in ["Salesforce", "HubSpot"] {
        world.connect_by_redirect(world.id(name)).await;
        world.approve().await;
        world.until_connected(world.id(name)).await;
    }
    world.sandbox.set_authenticated(world.id("HubSpot"), false);
    world.open(&format!("/connectors/{}/auth-value", world.id("ActiveCampaign"))).await;
    session.fill("textarea", "4p1-k3y").await;
    session.click("main form button").await;
    session.until_text("Saved.").await;
    let acme = AccountId::new("Acme-42").unwrap();
    world.sandbox.install(&acme, ConnectorSeed::new("Trello", "OAuth1"));
    // Names as long as anybody's, and enough of them for a search.
    let long = "Donaudampfschifffahrtsgesellschaftskapitänspatentverwaltung";
    world.sandbox.install(&acme, ConnectorSeed::oauth2(long));
}

fn pages(world: &World) -> Vec<(&'static str, String)> {
    let of = |name, page: &str| format!("/connectors/{}{page}", world.id(name));
    vec![
        ("sign-in", "/sign-in".to_owned()),
        ("list", "/".to_owned()),
        ("search", "/?q=c".to_owned()),
        ("search-empty", "/?q=zebra".to_owned()),
        ("wire", "/?wire".to_owned()),
        ("connection", of("Salesforce", "")),
        ("connection-broken", of("HubSpot", "")),
        ("connection-new", of("SugarCRM", "")),
        ("connection-incomplete", of("Docusign", "")),
        ("connection-impossible", of("Trello", "")),
        ("details", of("Docusign", "/properties")),
        ("connection-key", of("ActiveCampaign", "")),
        ("connection-password", of("Velocify", "")),
        ("api-key", of("ActiveCampaign", "/auth-value")),
        ("password", of("Velocify", "/auth-value")),
        ("tokens", of("Salesforce", "/auth-value")),
        ("disconnect", of("Salesforce", "/disconnect")),
        ("problem", of("HubSpot", "?problem=too-many")),
        ("problem-page", "/problem/unavailable".to_owned()),
        (
            "return-used",
            format!("/done?connector={}&cyclr_attempt=AAAAAAAAAAAAAAAAAAAAAA", world.id("HubSpot")),
        ),
        ("not-found", "/nowhere".to_owned()),
    ]
}

async fn open_wire(session: &Session, name: &str) {
    if name == "wire" {
        let open = "const wire = document.querySelector('.wire'); wire.open = true; \
            wire.querySelector('li details').open = true; wire.scrollIntoView();";
        session.script::<()>(open, ()).await;
    }
}

/// What a page shows after something was done, and what is folded away.
async fn states(world: &World, folder: &Path, screen: &str) {
    let session = &world.session;
    world.open("/").await;
    session.click(&format!("[data-row='{}'] .menu summary", world.id("Salesforce"))).await;
    take(session, folder, &format!("menu-{screen}")).await;
    let long = "document.querySelector('[data-name^=Donau]').scrollIntoView({ block: 'center' })";
    session.script::<()>(long, ()).await;
    take(session, folder, &format!("list-long-{screen}")).await;

    let id = world.id("Velocify");
    world.open(&format!("/connectors/{id}/auth-value")).await;
    session.fill("input[name=user]", "me:you").await;
    session.click("main form button").await;
    session.until_text("Nothing was saved").await;
    take(session, folder, &format!("password-mistake-{screen}")).await;
    session.replace("input[name=user]", "me").await;
    session.click("main form button").await;
    session.until_text("Saved.").await;
    take(session, folder, &format!("saved-{screen}")).await;
    world.open(&format!("/connectors/{id}/disconnect")).await;
    session.click("button.danger").await;
    session.until_text("is disconnected.").await;
    take(session, folder, &format!("disconnected-{screen}")).await;

    // A problem with a connection that works, and a return of a user who is signed out.
    let id = world.id("Salesforce");
    world.open(&format!("/connectors/{id}?problem=unavailable")).await;
    take(session, folder, &format!("problem-connected-{screen}")).await;
    let cookies = session.driver().get_all_cookies().await.unwrap();
    session.driver().delete_all_cookies().await.unwrap();
    world.open("/done?cyclr_attempt=AAAAAAAAAAAAAAAAAAAAAA").await;
    take(session, folder, &format!("signed-out-{screen}")).await;
    for cookie in cookies {
        session.driver().add_cookie(cookie).await.unwrap();
    }
}

/// While a window is open, and the window itself before Cyclr has answered.
async fn waiting(world: &World, folder: &Path, screen: &str) {
    let session = &world.session;
    let hub_spot = world.id("HubSpot");
    world.open("/").await;
    let page = session.window().await;
    let delay = Fault::delay(std::time::Duration::from_secs(4));
    world.sandbox.faults().next("POST", "/v1.0/accounts/*/signintoken", delay);
    let popup = world.connect_in_window(hub_spot).await;
    session.switch_to(&popup).await;
    if screen.ends_with("dark") {
        session.prefer_dark().await;
    }
    session.until_text("Opening HubSpot…").await;
    take(session, folder, &format!("window-{screen}")).await;
    world.until_consent().await;
    session.switch_to(&page).await;
    world.until_status(hub_spot, "Continue in").await;
    take(session, folder, &format!("waiting-{screen}")).await;
    session.close(&popup, &page).await;
    world.until_status(hub_spot, "looks closed").await;
    take(session, folder, &format!("gone-{screen}")).await;
    session.click(&format!("[data-row='{hub_spot}'] [data-cancel]")).await;
    world.until_status(hub_spot, "Cancelled.").await;
    take(session, folder, &format!("cancelled-{screen}")).await;
}

async fn show_on(session: &Session, (width, height): (u32, u32), phone: bool, dark: bool) {
    let metrics =
        json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": phone });
    session.cdp("Emulation.setDeviceMetricsOverride", metrics).await;
    session.cdp("Emulation.setScrollbarsHidden", json!({ "hidden": true })).await;
    let scheme = if dark { "dark" } else { "light" };
    let feature = json!({ "name": "prefers-color-scheme", "value": scheme });
    session.cdp("Emulation.setEmulatedMedia", json!({ "features": [feature] })).await;
}

async fn take(session: &Session, folder: &Path, name: &str) {
    let path = folder.join(name).with_extension("png");
    session.driver().screenshot(&path).await.unwrap();
}

/// Bytes, requests and time of the list, the median of five, from a browser without a cache.
async fn measure() {
    const READ: &str = "const [page] = performance.getEntriesByType('navigation'); \
        const all = [page, ...performance.getEntriesByType('resource').filter((it) => it.name.startsWith('http'))]; \
        return { bytes: all.reduce((sum, it) => sum + it.encodedBodySize, 0), requests: all.length, \
            ms: page.domContentLoadedEventEnd };";
    for connections in [6, 200] {
        let world = World::signed_in_as("ada").await;
        let acme = AccountId::new("Acme-42").unwrap();
        for number in 6..connections {
            world.sandbox.install(&acme, ConnectorSeed::oauth2(format!("Connector {number}")));
        }
        let off = json!({ "cacheDisabled": true });
        world.session.cdp("Network.enable", json!({})).await;
        world.session.cdp("Network.setCacheDisabled", off).await;
        let mut times = Vec::new();
        let mut last = Value::Null;
        for _ in 0..5 {
            world.open("/").await;
            world
                .session
                .until_true("performance.getEntriesByType('navigation')[0].loadEventEnd > 0")
                .await;
            last = world.session.script::<Value>(READ, ()).await;
            times.push(last["ms"].as_f64().unwrap());
        }
        times.sort_by(f64::total_cmp);
        println!(
            "{connections} connections: {} bytes, {} requests, interactive after {:.0} ms",
            last["bytes"], last["requests"], times[2]
        );
    }
}
