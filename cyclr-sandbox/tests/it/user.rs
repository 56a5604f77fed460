//! The user without a browser.

use std::process::Command;

use cyclr_sandbox::{Completion, ConnectorSeed, Sandbox};
use http::Method;
use serde_json::json;

use crate::support::Api;

#[tokio::test]
#[ignore = "for `a_user_needs_no_certificates`"]
async fn on_a_system_without_certificates() {
    let cyclr = Sandbox::start().await;
    let url = format!("{}/connectorauth/updateaccountconnectoroauth?id=1", cyclr.service_domain());
    let visit = cyclr.user().open(&url).await.unwrap();
    let Some(Completion::Refused { status, .. }) = visit.completion() else { panic!("{visit:?}") };
    assert_eq!(*status, 400);
}

#[test]
fn a_user_needs_no_certificates() {
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "user::on_a_system_without_certificates", "--ignored"])
        .env("SSL_CERT_FILE", "/nonexistent")
        .env("SSL_CERT_DIR", "/nonexistent")
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && text.contains("1 passed"), "{text}");
}

#[tokio::test]
async fn a_user_gets_to_the_page_of_a_launch() {
    let api = Api::start().await;
    let launched = api.send(Method::POST, &format!("{}/launch", Api::ACCOUNT), json!({})).await;
    let visit = api.cyclr.user().open(launched["LaunchUrl"].as_str().unwrap()).await.unwrap();
    let Some(Completion::Page { text }) = visit.completion() else { panic!("{visit:?}") };
    assert!(text.contains("completeParameter"), "{text}");
    assert!(format!("{visit:?}").starts_with("Visit(Page"), "{visit:?}");
    let id = api.cyclr.install(&api.account, ConnectorSeed::oauth2("Salesforce"));
    let visit = api.cyclr.user().open(&api.auth_url(id.get(), None).await).await.unwrap();
    assert_eq!(format!("{visit:?}"), "Visit(consent page)");
}

#[tokio::test]
async fn a_user_opens_http_urls_only() {
    let cyclr = Sandbox::start().await;
    for url in ["not a URL", "https://127.0.0.1/", "file:///etc/hosts", "data:,x"] {
        let error = cyclr.user().open(url).await.unwrap_err();
        assert_eq!(error.to_string(), "this is not an `http` URL", "{url}");
    }
    let error = cyclr.user().open("http://127.0.0.1:1/?token=s3cr3t").await.unwrap_err();
    assert_eq!(error.to_string(), "there was no answer, or a broken one");
    assert!(!format!("{error:?}").contains("s3cr3t"), "{error:?}");
    assert!(std::error::Error::source(&error).is_some());
}
