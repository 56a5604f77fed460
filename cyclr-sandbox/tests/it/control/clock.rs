//! The clock.

use http::Method;
use serde_json::json;

use super::Control;

#[tokio::test]
async fn the_clock_is_moved_and_stopped() {
    let control = Control::start().await;
    let id = control.install().await;
    let url = control.api.auth_url(id, None).await;
    let frozen = control.call(Method::POST, "/clock/freeze", None).await.1;
    assert_eq!(frozen["frozen"], true);
    assert_eq!(control.get("/clock").await, frozen);
    let advanced = control.post("/clock/advance", json!({"seconds": 301.5})).await;
    assert_ne!(advanced["now"], frozen["now"]);
    let end = control.post("/visits", json!({"url": url, "decision": "approve"})).await;
    assert_eq!(end["status"], 403, "an expired token");
    assert_eq!(control.call(Method::POST, "/clock/resume", None).await.1["frozen"], false);

    let fault = json!({"kind": "delay", "seconds": 60});
    control.post("/faults", json!({"method": "*", "path": "**", "fault": fault})).await;
    let read = control.api.get("/v1.0/account/connectors");
    let (_, (status, step)) =
        tokio::join!(read, control.call(Method::POST, "/clock/advance-to-next", None));
    assert_eq!(status, 200);
    assert!((59.0..=60.0).contains(&step["seconds"].as_f64().unwrap()), "{step}");
    let body = json!({"seconds": 1, "when": "waiting"});
    let (status, problem) = control.call(Method::POST, "/clock/advance", Some(body)).await;
    assert_eq!(status, 409, "{problem}");
}
