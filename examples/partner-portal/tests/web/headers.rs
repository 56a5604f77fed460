//! What every answer is sent with.

use reqwest::Method;

use crate::support::World;

#[tokio::test]
async fn every_response_is_protected() {
    let world = World::start().await;
    let mut ada = world.signed_in_as("ada").await;
    let csrf = ada.csrf().await;
    let id = world.id("Salesforce");
    let gets = [
        "/".to_owned(),
        "/sign-in".to_owned(),
        "/done".to_owned(),
        "/done?cyclr_attempt=a&cyclr_attempt=b".to_owned(),
        "/nowhere".to_owned(),
        "/connectors/x".to_owned(),
        "/connectors/0".to_owned(),
        format!("/connectors/{id}"),
        format!("/connectors/{id}/connect"),
        format!("/connectors/{id}/properties"),
        format!("/connectors/{id}/disconnect"),
        "/problem/too-many".to_owned(),
        "/portal.css".to_owned(),
        "/portal.js".to_owned(),
        "/cyclr-connect.js".to_owned(),
    ];
    let posts = [
        (format!("/connectors/{id}/connect"), &*csrf),
        (format!("/connectors/{id}/connect"), "forged"),
        ("/attempts/check".to_owned(), &*csrf),
        ("/sign-in".to_owned(), ""),
    ];
    let mut answers = Vec::new();
    for path in gets {
        answers.push((path.clone(), ada.get(&path).await));
    }
    for (path, csrf) in posts {
        answers.push((path.clone(), ada.post(&path, &[("csrf", csrf)]).await));
    }
    answers.push(("HEAD".to_owned(), ada.send(Method::HEAD, "/", None).await));
    answers.push(("PUT".to_owned(), ada.send(Method::PUT, "/", None).await));
    answers.push(("window".to_owned(), ada.connect_in_window(id).await));

    for (path, answer) in answers {
        let header = |name| answer.header(name).unwrap_or_default();
        assert_eq!(header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(header("referrer-policy"), "no-referrer", "{path}");
        assert_eq!(header("cross-origin-resource-policy"), "same-origin", "{path}");
        assert_eq!(answer.header("access-control-allow-origin"), None, "{path}");
        let cache =
            if path.ends_with("css") || path.ends_with("js") { "no-cache" } else { "no-store" };
        assert_eq!(header("cache-control"), cache, "{path}");
        let policy = header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'; "), "{path}: {policy}");
        assert!(policy.contains("frame-ancestors 'none'"), "{path}: {policy}");
        assert!(!policy.contains("unsafe"), "{path}: {policy}");
        if header("content-type").starts_with("text/") {
            assert!(header("content-type").ends_with("; charset=utf-8"), "{path}");
        }
        if header("content-type").starts_with("text/html") {
            assert!(policy.contains("; require-trusted-types-for 'script'; trusted-types 'none'"));
            assert_eq!(header("cross-origin-opener-policy"), "same-origin-allow-popups", "{path}");
            assert!(!answer.text.contains(" style="), "{path}: what the policy would refuse");
            assert!(!answer.text.contains(" onclick="), "{path}: what the policy would refuse");
        }
    }
}

#[tokio::test]
async fn each_page_has_a_nonce_of_its_own() {
    let world = World::start().await;
    let mut ada = world.signed_in_as("ada").await;
    let mut nonces = Vec::new();
    for _ in 0..2 {
        let page = ada.get("/").await;
        let policy = page.header("content-security-policy").unwrap();
        let nonce = policy.split("'nonce-").nth(1).unwrap().split('\'').next().unwrap().to_owned();
        let in_page = page.text.matches(&format!(r#"nonce="{nonce}""#)).count();
        assert_eq!(in_page, page.text.matches("nonce=").count());
        assert_eq!(in_page, 2, "style and script");
        nonces.push(nonce);
    }
    assert_ne!(nonces[0], nonces[1]);
}
