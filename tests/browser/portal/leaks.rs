//! Only Cyclr sees the one-time URL.

use std::fs;
use std::path::Path;

use cyclr_oauth_browser_tests::Session;
use cyclr_sandbox::{Origin, RecordedRequest};

use crate::world::World;

/// The last hand-off's sign-in token, encoded and plain.
fn tokens(world: &World) -> Vec<String> {
    let requests = world.sandbox.requests();
    let is_hand_off = |it: &&RecordedRequest| it.path().contains("updateaccountconnectoroauth");
    let hand_off = requests.iter().rfind(is_hand_off).unwrap();
    let query = hand_off.query().unwrap();
    let encoded = query.split("token=").nth(1).unwrap().split('&').next().unwrap().to_owned();
    let plain = encoded.replace("%2B", "+").replace("%2F", "/").replace("%3D", "=");
    assert_ne!(encoded, plain, "it has what must be encoded");
    vec![encoded, plain]
}

/// Asserts that only Cyclr has seen the token, and that no page has sent a `Referer`.
fn nothing_leaked(world: &World) {
    let tokens = tokens(world);
    let mut hand_offs = 0;
    for request in world.sandbox.requests() {
        let referer = request.header("referer").unwrap_or_default();
        for token in &tokens {
            assert!(!referer.contains(token), "{request:?}");
        }
        assert!(!referer.contains("cyclr_attempt"), "{request:?}");
        assert!(!referer.contains("partner.localhost"), "{request:?}");
        let query = request.query().unwrap_or_default();
        if request.path().contains("updateaccountconnectoroauth") {
            hand_offs += 1;
        } else if request.origin() != Origin::Api {
            assert!(tokens.iter().all(|token| !query.contains(token)), "{request:?}");
        }
    }
    assert_eq!(hand_offs, 1, "it was opened once");
}

/// All files in a folder that contain one of the texts.
fn holding(folder: &Path, texts: &[String], found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            holding(&path, texts, found);
        } else if let Ok(bytes) = fs::read(&path) {
            let holds = |text: &String| bytes.windows(text.len()).any(|it| it == text.as_bytes());
            if texts.iter().any(holds) {
                found.push(path.display().to_string());
            }
        }
    }
}

/// Asserts that the browser's cache has no entry for the URL or the pages after it.
async fn nothing_cached(world: &World, session: &Session) {
    let requests = world.sandbox.requests();
    // From a page of Cyclr's, where scripts can query the cache.
    session.open(&format!("{}/nowhere", world.sandbox.service_domain())).await;
    let service = world.sandbox.service_domain().to_string();
    let mut asked = 0;
    for request in requests.iter().filter(|it| it.origin() == Origin::Service) {
        let Some(query) = request.query() else { continue };
        let url = format!("{service}{}?{query}", request.path());
        let ask = "try { await fetch(argument, { cache: 'only-if-cached', mode: 'same-origin' }); return true; } \
            catch { return false; }";
        assert!(!session.script_async::<bool>(ask, url).await, "{request:?}");
        asked += 1;
    }
    assert!(asked >= 2);
    // The files on disk.
    let mut found = Vec::new();
    for cache in ["Default/Cache", "Default/Code Cache", "Default/Service Worker"] {
        holding(&session.profile().join(cache), &tokens(world), &mut found);
    }
    assert!(found.is_empty(), "{found:?}");
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn a_redirect_leaves_no_trace_of_its_url() {
    let world = World::signed_in_as("ada").await;
    let id = world.id("Salesforce");
    world.connect_by_redirect(id).await;
    world.until_consent().await;
    assert_eq!(world.session.script::<String>("return document.referrer", ()).await, "");
    world.session.click("button[value=approve]").await;
    world.until_connected(id).await;
    assert_eq!(world.session.script::<String>("return document.referrer", ()).await, "");
    nothing_leaked(&world);
    nothing_cached(&world, &world.session).await;
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn a_window_leaves_no_trace_of_its_url() {
    let world = World::signed_in_as("ada").await;
    let (id, page) = (world.id("Salesforce"), world.session.window().await);
    let popup = world.connect_in_window(id).await;
    world.session.switch_to(&popup).await;
    world.until_consent().await;
    assert_eq!(world.session.script::<String>("return document.referrer", ()).await, "");
    // Back leads nowhere: the URL has no history entry.
    assert_eq!(world.session.script::<u32>("return history.length", ()).await, 1);
    world.session.click("button[value=approve]").await;
    world.session.switch_to(&page).await;
    world.until_connected(id).await;
    // The page's script has kept neither the URL nor the response that contained it.
    let kept = "return performance.getEntriesByType('resource').map((it) => it.name).join() \
        + JSON.stringify(localStorage) + JSON.stringify(sessionStorage) + document.cookie";
    let kept: String = world.session.script(kept, ()).await;
    assert!(tokens(&world).iter().all(|token| !kept.contains(token)), "{kept}");
    // Scripts can't read the attempt or the session cookie.
    let stored = "return [document.cookie, localStorage.length, sessionStorage.length].join()";
    assert_eq!(world.session.script::<String>(stored, ()).await, ",0,0");
    nothing_leaked(&world);
    nothing_cached(&world, &world.session).await;
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn a_cached_page_would_be_found() {
    // Proves that the tests above can fail: one of the portal's style sheets is in the cache.
    let world = World::signed_in_as("ada").await;
    let ask = "try { const answer = await fetch(argument, { cache: 'only-if-cached', mode: 'same-origin' }); \
        return answer.ok; } catch { return false; }";
    let style = format!("{}/portal.css", world.portal);
    world
        .session
        .until("the style sheet is cached", async || {
            world.session.script_async::<bool>(ask, style.clone()).await.then_some(())
        })
        .await;
    let page = format!("{}/", world.portal);
    assert!(!world.session.script_async::<bool>(ask, page).await, "the page itself is not");
}
