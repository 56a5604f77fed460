//! The user without a browser.

use std::process::Command;

use cyclr_sandbox::{Completion, Sandbox};

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
async fn a_user_opens_http_urls_only() {
    let cyclr = Sandbox::start().await;
    for url in ["not a URL", "https://127.0.0.1/", "file:///etc/hosts", "data:,x"] {
        let error = cyclr.user().open(url).await.unwrap_err();
        assert_eq!(error.to_string(), "this is not an `http` URL", "{url}");
    }
    let error = cyclr.user().open("http://127.0.0.1:1/?token=s3cr3t").await.unwrap_err();
    assert_eq!(error.to_string(), "there was no answer, or a broken one");
    assert!(!format!("{error:?}").contains("s3cr3t"), "{error:?}");
}
