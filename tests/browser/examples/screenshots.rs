//! Takes the pictures of the portal: `cargo run -p cyclr-oauth-browser-tests --example screenshots`.
//!
//! They go to `examples/partner-portal/screenshots`, or to the folder that `BROWSER_SCREENSHOTS` names.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "as in a test")]

#[path = "../portal/world.rs"]
#[allow(dead_code, reason = "the tests need more of it")]
mod world;

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use cyclr_oauth_browser_tests::Session;
use serde_json::json;
use world::{World, button};

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let folder = env::var_os("BROWSER_SCREENSHOTS").map(PathBuf::from);
    let folder = folder.unwrap_or_else(|| {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/partner-portal/screenshots")
    });
    fs::create_dir_all(&folder).unwrap();

    let world = World::signed_in_as("ada").await;
    for name in ["HubSpot", "ActiveCampaign"] {
        world.sandbox.set_authenticated(world.id(name), true);
    }
    let session = &world.session;
    screen(session, 860, 720, 1, false).await;
    world.open("/").await;
    take(session, &folder, "connections-light").await;

    session.click(&button(world.id("Salesforce"), "")).await;
    world.until_consent().await;
    session.click("button[value=approve]").await;
    world.until_connected(world.id("Salesforce")).await;
    session.prefer_dark().await;
    session.script::<()>("document.querySelector('.wire').open = true; document.querySelectorAll('.wire li').forEach((it, index) => index < 7 || it.remove())", ()).await;
    take(session, &folder, "connected-dark").await;

    screen(session, 360, 740, 1, true).await;
    world.open("/").await;
    take(session, &folder, "connections-phone-dark").await;
    session.cdp("Emulation.setEmulatedMedia", json!({ "features": [] })).await;
    world.open(&format!("/connectors/{}", world.id("Docusign"))).await;
    take(session, &folder, "details-phone").await;
    world.open(&format!("/connectors/{}/ended/blocked", world.id("SugarCRM"))).await;
    take(session, &folder, "blocked-phone").await;
}

async fn screen(session: &Session, width: u32, height: u32, scale: u32, mobile: bool) {
    let metrics =
        json!({ "width": width, "height": height, "deviceScaleFactor": scale, "mobile": mobile });
    session.cdp("Emulation.setDeviceMetricsOverride", metrics).await;
    session.cdp("Emulation.setScrollbarsHidden", json!({ "hidden": true })).await;
}

async fn take(session: &Session, folder: &Path, name: &str) {
    let path = folder.join(name).with_extension("png");
    session.driver().screenshot(&path).await.unwrap();
    println!("{} ({} bytes)", path.display(), path.metadata().unwrap().len());
}
