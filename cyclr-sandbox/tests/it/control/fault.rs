//! Faults.

use std::time::Duration;

use http::Method;
use serde_json::json;
use tokio::time::timeout;

use super::Control;

/// Nothing comes for so long.
const A_WHILE: Duration = Duration::from_millis(300);

#[tokio::test]
async fn all_nine_faults_are_added_listed_and_cleared() {
    let control = Control::start().await;
    let path = "/v1.0/account/connectors";
    let cases = [
        json!({"kind": "status", "status": 503, "headers": {"retry-after": "1"}, "body": "busy"}),
        json!({"kind": "status", "status": 503, "seconds": 0.001}),
        json!({"kind": "delay", "seconds": 0.001}),
        json!({"kind": "stall"}),
        json!({"kind": "stallAfter", "bytes": 1}),
        json!({"kind": "reset", "processed": true}),
        json!({"kind": "truncateAfter", "bytes": 1}),
        json!({"kind": "malformed"}),
        json!({"kind": "wrongContentType", "contentType": "text/css"}),
        json!({"kind": "endless"}),
    ];
    for fault in cases {
        let rule = json!({"method": "GET", "path": path, "fault": fault, "when": {"always": true}});
        let added = control.post("/faults", rule).await;
        assert_eq!(added["fault"], fault);
        assert_eq!(control.get("/faults").await, json!([added]));
        let kind = fault["kind"].as_str().unwrap();
        let sent = control.api.request(Method::GET, path).send();
        match kind {
            "stall" => assert!(timeout(A_WHILE, sent).await.is_err()),
            "reset" => assert!(sent.await.is_err()),
            kind => {
                let mut answer = sent.await.unwrap();
                match kind {
                    "status" => {
                        assert_eq!(answer.status(), 503);
                        if fault.get("body").is_some() {
                            assert_eq!(answer.headers()["retry-after"], "1");
                            assert_eq!(answer.text().await.unwrap(), "busy");
                        }
                    }
                    "delay" => assert_eq!(answer.text().await.unwrap(), "[]"),
                    "malformed" => assert_eq!(answer.text().await.unwrap(), "["),
                    "endless" => {
                        let mut read = 0;
                        while read <= 1 << 20 {
                            read += answer.chunk().await.unwrap().unwrap().len();
                        }
                    }
                    "stallAfter" => assert!(timeout(A_WHILE, answer.bytes()).await.is_err()),
                    "truncateAfter" => assert!(answer.bytes().await.is_err()),
                    "wrongContentType" => assert_eq!(answer.headers()["content-type"], "text/css"),
                    _ => unreachable!("{kind}"),
                }
            }
        }
        let id = &added["id"];
        control.done(Method::DELETE, &format!("/faults/{id}")).await;
        assert_eq!(control.call(Method::DELETE, &format!("/faults/{id}"), None).await.0, 404);
    }

    // Each rule has its own id.
    let rule = json!({"method": "GET", "path": path, "fault": {"kind": "reset"}});
    let (one, other) =
        (control.post("/faults", rule.clone()).await, control.post("/faults", rule).await);
    control.done(Method::DELETE, &format!("/faults/{}", one["id"])).await;
    assert_eq!(control.get("/faults").await, json!([other]));
    control.done(Method::DELETE, "/faults").await;

    for when in [json!({"next": 2}), json!({"every": 3}), json!({"probability": 0.5, "seed": 7})] {
        let fault = json!({"kind": "status", "status": 500});
        let rule = json!({"method": "GET", "path": path, "fault": fault, "when": when});
        assert_eq!(control.post("/faults", rule).await["when"], when);
        let mut failed = 0;
        for _ in 0..6 {
            let answer = control.api.request(Method::GET, path).send().await.unwrap();
            failed += u32::from(answer.status() == 500);
        }
        assert!((1..=5).contains(&failed), "{when}: {failed}");
        control.done(Method::DELETE, "/faults").await;
        assert_eq!(control.get("/faults").await, json!([]));
    }
}
