//! Recorded requests.

use http::Method;
use serde_json::json;

use super::Control;

#[tokio::test]
async fn requests_are_listed_without_their_secrets() {
    let control = Control::start().await;
    let url = control.api.auth_url(control.install().await, None).await;
    let body = json!({"decision": "approve", "url": url});
    control.post("/visits", body).await;
    let all = control.get("/requests").await;
    let sign_in = control.get("/requests?method=POST&path=/v1.0/accounts/*/signintoken").await;
    assert_eq!(sign_in.as_array().unwrap().len(), 1);
    assert_eq!(sign_in[0]["status"], 200);
    assert_eq!(sign_in[0]["origin"], "api");
    assert!(all.as_array().unwrap().len() >= 4);
    let token = url.split("token=").nth(1).unwrap().split('&').next().unwrap();
    let text = all.to_string();
    assert!(text.contains("[redacted]") && !text.contains(token), "{text}");
    // What is controlled is not recorded.
    assert!(!text.contains("/visits"));
    control.done(Method::DELETE, "/requests").await;
    assert_eq!(control.get("/requests").await, json!([]));
    assert_eq!(control.call(Method::GET, "/requests?pfad=x", None).await.0, 400);
}
