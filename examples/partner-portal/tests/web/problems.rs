//! Everything that goes wrong is a page of the product, at an address that can be reloaded.

use cyclr_sandbox::Fault;
use reqwest::Method;

use crate::support::World;

#[tokio::test]
async fn nothing_of_the_framework_shows() {
    let world = World::start().await;
    let mut ada = world.signed_in_as("ada").await;
    let csrf = ada.csrf().await;
    let id = world.id("Salesforce");
    let auth_value = format!("/connectors/{id}/auth-value");
    let long = "x".repeat(100_000);
    let mut answers = vec![
        (404, ada.get("/connectors/abc").await),
        (404, ada.get("/connectors/99999999999999999999").await),
        (404, ada.get("/connectors/abc/properties").await),
        (404, ada.get("/problem/%FF").await),
        (404, ada.get("/problem/none").await),
        (400, ada.get("/done?cyclr_attempt=a&cyclr_attempt=b").await),
        (405, ada.send(Method::PUT, "/", None).await),
    ];
    for (status, path, form) in [
        (400, "/sign-in", &[][..]),
        (400, "/sign-in", &[("person", "ada"), ("person", "alan")]),
        (413, &auth_value, &[("csrf", &*csrf), ("key", &*long)]),
        (400, &auth_value, &[("csrf", &*csrf), ("key", "a"), ("key", "b")]),
    ] {
        let refused = ada.post(path, form).await;
        // To an address that can be reloaded.
        let page = refused.location().to_owned();
        answers.push((status, ada.get(&page).await));
    }
    for (status, answer) in answers {
        assert_eq!(answer.status.as_u16(), status, "{}", answer.text);
        assert!(answer.text.contains("Partner Portal"), "{status}: {:?}", answer.text);
        assert!(answer.text.contains("Ada, Acme Ltd"), "the header: {}", answer.text);
    }
}

#[tokio::test]
async fn where_a_form_is_sent_to_can_be_opened() {
    let world = World::start().await;
    let mut ada = world.signed_in_as("ada").await;
    let id = world.id("Salesforce");
    for path in ["/sign-out", "/attempts/check", "/attempts/cancel"] {
        assert_eq!(ada.get(path).await.location(), "/", "{path}");
    }
    let connect = format!("/connectors/{id}/connect");
    assert_eq!(ada.get(&connect).await.location(), format!("/connectors/{id}"));
    for path in ["properties", "auth-value", "disconnect"] {
        assert_eq!(ada.get(&format!("/connectors/{id}/{path}")).await.status, 200, "{path}");
    }
}

#[tokio::test]
async fn a_failed_click_leads_back_to_the_connector_with_what_happened() {
    let world = World::start().await;
    let mut ada = world.signed_in_as("ada").await;
    let id = world.id("Salesforce");
    let csrf = ada.csrf().await;
    let tokens = "/v1.0/accounts/*/signintoken";
    world.sandbox.faults().always("POST", tokens, Fault::status(403));
    let failed = ada.post(&format!("/connectors/{id}/connect"), &[("csrf", &csrf)]).await;
    let page = failed.location().to_owned();
    assert_eq!(page, format!("/connectors/{id}?problem=unavailable"));
    let page = ada.get(&page).await;
    assert_eq!(page.status, 503);
    assert!(page.text.contains("<title>Salesforce: that didn't work"), "{}", page.text);
    assert!(page.text.contains("data-connect"), "the next step is there");
    // It does not say that connections can't be read: they are, on this page.
    assert!(page.text.contains("Connections were not available."), "{}", page.text);
    // The script says the same, in the row.
    let failed = ada.connect_in_window(id).await;
    assert_eq!((failed.status.as_u16(), &*failed.member("problem")), (503, "unavailable"));
}

#[tokio::test]
async fn a_script_whose_user_is_signed_out_learns_that() {
    let world = World::start().await;
    let answer = world.browser().by_script("/connectors/1/connect", &[("csrf", "x")]).await;
    assert_eq!((answer.status.as_u16(), &*answer.member("problem")), (401, "signed-out"));
}

#[tokio::test]
async fn a_host_with_the_port_of_its_scheme_is_the_same_host() {
    for (public, host) in [
        ("https://portal.example", "portal.example:443"),
        ("http://portal.localhost", "portal.localhost:80"),
    ] {
        let world = World::known_as(Some(public)).await;
        let mut browser = world.browser();
        browser.headers = vec![("host", host.to_owned())];
        assert_eq!(browser.get("/sign-in").await.status, 200, "{host}");
        browser.headers = vec![("host", host.replace(":443", ":444").replace(":80", ":81"))];
        assert_eq!(browser.get("/sign-in").await.location(), format!("{public}/sign-in"));
    }
}

#[tokio::test]
async fn a_method_that_is_refused_comes_with_those_that_are_not() {
    let world = World::start().await;
    let mut ada = world.signed_in_as("ada").await;
    let url = ada.connect(world.id("Salesforce")).await;
    let done = world.approve_redirect(&url).await;
    for (method, path, allowed) in [
        (Method::PUT, "/", "GET,HEAD"),
        (Method::DELETE, "/attempts/check", "GET,HEAD,POST"),
        (Method::PUT, "/problem/none", "GET,HEAD"),
        (Method::HEAD, &*done, "GET, POST"),
        (Method::GET, "/problem/method", "GET, HEAD"),
    ] {
        let refused = ada.send(method.clone(), path, None).await;
        assert_eq!(refused.status, 405, "{method} {path}");
        assert_eq!(refused.header("allow"), Some(allowed), "{method} {path}");
    }
    assert_eq!(ada.get("/nowhere").await.header("allow"), None);
}
