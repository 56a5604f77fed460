//! Hand-offs, connections that break, and access tokens.

use cyclr_oauth::AccountConnectorId;
use cyclr_sandbox::Fault;
use http::Method;
use serde_json::json;

use super::Control;
use crate::support::{Api, TARGET, eventually};

#[tokio::test]
async fn a_hand_off_is_driven_by_http_alone() {
    let control = Control::start().await;
    let info = control.get("/sandbox").await;
    assert_eq!(info["apiDomain"], control.api.cyclr.api_domain().to_string());
    assert_eq!(info["clientId"], control.api.cyclr.client_credentials().0);

    let id = control.install().await;
    let path = format!("/account-connectors/{id}");
    assert_eq!(control.get(&path).await["authenticated"], false);
    assert_eq!(control.visit(id, json!({"decision": "deny"})).await["outcome"], "refused");
    let failed = json!({"decision": "fail", "error": "out_of_order", "errorDescription": "Later."});
    let failed = control.visit(id, failed).await;
    assert!(failed["text"].as_str().unwrap().contains("out_of_order"), "{failed}");
    assert_eq!(control.visit(id, json!({"decision": "abandon"})).await["outcome"], "abandoned");
    assert_eq!(control.api.cyclr.pending_hand_offs(), 1);
    assert_eq!(control.get(&path).await["authenticated"], false);

    let visit = json!({"decision": "approve", "user": "mallory@evil.example"});
    assert_eq!(control.visit(id, visit).await, json!({"outcome": "redirect", "url": TARGET}));
    let connector = control.get(&path).await;
    assert_eq!(connector["authenticated"], true);
    assert_eq!(connector["consentedBy"], "mallory@evil.example");
    let snapshot = control.api.cyclr.account_connector(AccountConnectorId::from(id)).unwrap();
    assert_eq!(snapshot.consented_by(), Some("mallory@evil.example"));

    // By a message, for a popup.
    let url = control.api.auth_url(id, Some("done")).await;
    let end = control.post("/visits", json!({"url": url, "decision": "approve"})).await;
    let expected =
        json!({"outcome": "message", "message": "done", "targetOrigin": "https://partner.example"});
    assert_eq!(end, expected);
    // The link works once.
    for decision in ["approve", "abandon"] {
        let end = control.post("/visits", json!({"url": url, "decision": decision})).await;
        assert_eq!((&end["outcome"], &end["status"]), (&json!("refused"), &json!(403)));
    }
}

/// The webhook goes to a URL on this machine; what answers there is up to the test.
#[tokio::test]
async fn a_connection_breaks_and_the_webhook_tells_of_it() {
    let control = Control::start().await;
    let id = control.install().await;
    control.visit(id, json!({"decision": "approve"})).await;
    let account = control.api.account.as_str();
    let cycle = json!({"account": account, "accountConnectors": [id]});
    let cycle = control.post("/cycles", cycle).await["id"].as_str().unwrap().to_owned();
    let url = format!("{}/nowhere", control.base);
    let hook = json!({"TransactionErrorWebhookEnabled": true, "TransactionErrorWebhookUrl": url});
    control.api.send(Method::PUT, Api::ACCOUNT, hook).await;

    control.done(Method::POST, &format!("/account-connectors/{id}/break")).await;
    let path = format!("/account-connectors/{id}");
    assert_eq!(control.get(&path).await["authenticated"], false);
    let prerequisites = control.api.get(&format!("/v1.0/cycles/{cycle}/prerequisites")).await;
    assert_eq!(prerequisites[0]["ObjectId"], id.to_string());
    eventually(|| control.api.cyclr.webhooks()[0].is_settled()).await;
    let webhooks = control.get("/webhooks").await;
    assert_eq!(webhooks[0]["body"]["CycleId"], cycle.as_str());
    assert_eq!((&webhooks[0]["url"], &webhooks[0]["status"]), (&json!(url), &json!(404)));
    assert_eq!(webhooks[0]["settled"], true);

    assert_eq!(control.call(Method::POST, "/account-connectors/1/break", None).await.0, 404);
    let wrong = json!({"account": account, "accountConnectors": [id, 1]});
    assert_eq!(control.refused("/cycles", wrong).await.0, "accountConnectors[1]");

    let notification = |event| json!({"account": account, "event": event, "package": 8, "url": "http://127.0.0.1:1/"});
    let path = "/marketplace-notifications";
    assert_eq!(control.call(Method::POST, path, Some(notification("stopped"))).await.0, 204);
    let sent = &control.get("/webhooks").await[1];
    assert_eq!(sent["body"]["Status"], "stopped");
    assert_eq!(sent["body"]["MarketplaceIntegrationPackageId"], 8);
    assert_eq!(control.refused(path, notification("Other")).await.0, "event");
    let nobody = json!({"account": "nobody", "event": "started", "package": 8, "url": url});
    assert_eq!(control.refused(path, nobody).await.0, "account");

    control.done(Method::POST, "/reset").await;
    assert_eq!(control.get("/webhooks").await, json!([]));
}

#[tokio::test]
async fn a_visit_that_meets_a_fault_is_no_answer() {
    let control = Control::start().await;
    let url = control.api.auth_url(control.install().await, None).await;
    control.api.cyclr.faults().always("GET", "**", Fault::reset());
    let body = json!({"url": url, "decision": "approve"});
    let (status, problem) = control.call(Method::POST, "/visits", Some(body)).await;
    assert_eq!(status, 409);
    assert!(problem["message"].as_str().unwrap().contains("fault"), "{problem}");
}

#[tokio::test]
async fn access_tokens_are_revoked() {
    let control = Control::start().await;
    let request = control.api.request(Method::GET, "/v1.0/account/connectors");
    control.done(Method::DELETE, "/access-tokens").await;
    assert_eq!(request.send().await.unwrap().status(), 401);
}
