//! Sessions, forms, and requests that other sites make.

use std::time::Duration;

use reqwest::Method;

use crate::support::World;

#[tokio::test]
async fn nobody_sees_anything_without_signing_in() {
    let world = World::start().await;
    let mut nobody = world.browser();
    for path in ["/", "/connectors/1"] {
        assert_eq!(nobody.get(path).await.location(), "/sign-in", "{path}");
    }
    for path in
        ["/connectors/1/connect", "/connectors/1/auth-value", "/attempts/check", "/sign-out"]
    {
        assert_eq!(nobody.post(path, &[("csrf", "x")]).await.location(), "/sign-in", "{path}");
    }
    let mallory = nobody.post("/sign-in", &[("person", "mallory")]).await;
    assert_eq!(mallory.location(), "/problem/not-found");
    assert_eq!(world.sandbox.requests().len(), 0);
}

#[tokio::test]
async fn a_session_is_new_at_sign_in_and_ends_by_time_or_sign_out() {
    let world = World::start().await;
    let mut ada = world.signed_in_as("ada").await;
    let first = ada.cookies["session"].clone();
    ada.post("/sign-in", &[("person", "ada")]).await;
    assert_ne!(ada.cookies["session"], first);

    for _ in 0..16 {
        world.sandbox.clock().advance(Duration::from_secs(30 * 60 - 3));
        assert_eq!(ada.get("/").await.status, 200);
    }
    world.sandbox.clock().advance(Duration::from_secs(61));
    assert_eq!(ada.get("/").await.location(), "/sign-in");

    let mut ada = world.signed_in_as("ada").await;
    assert_eq!(ada.submit("/sign-out", &[]).await.location(), "/sign-in");
    assert!(!ada.cookies.contains_key("session"));
}

#[tokio::test]
async fn a_copy_of_a_cookie_ends_with_its_session() {
    let world = World::start().await;
    let mut ada = world.signed_in_as("ada").await;
    let mut copy = ada.clone();
    assert_eq!(copy.get("/").await.status, 200);
    ada.submit("/sign-out", &[]).await;
    assert_eq!(copy.get("/").await.location(), "/sign-in");
    assert_eq!(copy.post("/attempts/check", &[("csrf", "x")]).await.location(), "/sign-in");

    // Signing in again ends the session before.
    let mut ada = world.signed_in_as("ada").await;
    let mut copy = ada.clone();
    ada.post("/sign-in", &[("person", "alan")]).await;
    assert_eq!(copy.get("/").await.location(), "/sign-in");
    assert_eq!(ada.get("/").await.status, 200);
}

#[tokio::test]
async fn a_session_cannot_be_made_up() {
    let world = World::start().await;
    let ada = world.signed_in_as("ada").await;
    let cookie = &ada.cookies["session"];
    for forged in
        [format!("{cookie}0"), cookie.to_uppercase(), cookie[1..].to_owned(), "0".repeat(32)]
    {
        assert_ne!(&forged, cookie);
        let mut mallory = world.browser();
        mallory.cookies.insert("session".to_owned(), forged);
        assert_eq!(mallory.get("/").await.location(), "/sign-in");
    }
}

#[tokio::test]
async fn cookies_are_out_of_reach_of_scripts_and_other_sites() {
    let world = World::start().await;
    let answer = world.browser().post("/sign-in", &[("person", "ada")]).await;
    let cookie = answer.header("set-cookie").unwrap();
    let (_, attributes) = cookie.split_once("; ").unwrap();
    assert_eq!(attributes, "HttpOnly; SameSite=Lax; Path=/");

    let world = World::known_as(Some("https://portal.example")).await;
    let mut browser = world.browser();
    browser.headers.push(("host", "portal.example".to_owned()));
    let answer = browser.post("/sign-in", &[("person", "ada")]).await;
    let cookie = answer.header("set-cookie").unwrap();
    assert!(cookie.starts_with("__Host-session="), "{cookie}");
    let (_, attributes) = cookie.split_once("; ").unwrap();
    assert_eq!(attributes, "HttpOnly; SameSite=Lax; Secure; Path=/");
    assert_eq!(answer.header("strict-transport-security"), Some("max-age=31536000"));
}

#[tokio::test]
async fn a_form_of_no_page_of_the_session_changes_nothing() {
    let world = World::start().await;
    let mut ada = world.signed_in_as("ada").await;
    let id = world.id("Salesforce");
    let (connect, check) = (format!("/connectors/{id}/connect"), "/attempts/check".to_owned());
    let foreign = world.signed_in_as("alan").await.csrf().await;
    let own = ada.csrf().await;
    for path in [connect, check, format!("/connectors/{id}/disconnect"), "/sign-out".to_owned()] {
        for csrf in ["", " ", "x", &foreign, &own[1..], &own.to_uppercase(), &format!("{own}0")] {
            if csrf == own {
                continue; // Digits alone have no upper case.
            }
            let answer = ada.post(&path, &[("csrf", csrf)]).await;
            assert_eq!(answer.status, 403, "{path} with {csrf:?}");
        }
        assert_eq!(ada.post(&path, &[]).await.status, 403, "{path} without a token");
        assert_eq!(ada.send(Method::POST, &path, None).await.status, 403, "{path} without a form");
    }
    assert_eq!(world.sign_in_tokens(), 0);
    assert_eq!(ada.get("/").await.status, 200, "she is still signed in");
}

#[tokio::test]
async fn another_sites_page_changes_nothing_even_with_the_token() {
    let world = World::start().await;
    let mut ada = world.signed_in_as("ada").await;
    let csrf = ada.csrf().await;
    let connect = format!("/connectors/{}/connect", world.id("Salesforce"));
    let form = [("csrf", &*csrf)];
    for site in ["cross-site", "same-site", "none"] {
        ada.site = Some(site);
        assert_eq!(ada.post(&connect, &form).await.status, 403, "{site}");
        assert_eq!(ada.post("/sign-in", &[("person", "grace")]).await.status, 403, "{site}");
    }
    // Browsers without that header send the origin.
    ada.site = None;
    let port = world.address.rsplit(':').next().unwrap();
    for origin in ["null", "https://evil.example", &format!("http://evil.localhost:{port}")] {
        ada.headers = vec![("origin", origin.to_owned())];
        assert_eq!(ada.post(&connect, &form).await.status, 403, "{origin}");
    }
    ada.headers.clear();
    assert_eq!(ada.post(&connect, &form).await.status, 403, "without a word");
    assert_eq!(world.sign_in_tokens(), 0);
    ada.headers = vec![("origin", world.address.clone())];
    assert_eq!(ada.post(&connect, &form).await.status, 303);
}

#[tokio::test]
async fn the_portal_answers_under_one_name() {
    let world = World::start().await;
    let mut ada = world.signed_in_as("ada").await;
    let csrf = ada.csrf().await;
    for host in ["127.0.0.1", "evil.example", "localhost"] {
        ada.headers = vec![("host", host.to_owned())];
        let answer = ada.get("/connectors/1?a=b").await;
        assert_eq!(answer.location(), format!("{}/connectors/1?a=b", world.address), "{host}");
        let answer = ada.post("/sign-out", &[("csrf", &csrf)]).await;
        assert_eq!(answer.status, 421, "{host}");
    }
}
