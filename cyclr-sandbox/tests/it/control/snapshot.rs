//! Snapshots, restoring and resetting.

use std::time::Duration;

use cyclr_sandbox::{ConnectorSeed, Fault, Limits};
use http::Method;
use serde_json::{Value, json};

use super::Control;
use crate::support::{Api, eventually};

/// A hand-off with everything that is random or timed in it.
async fn story(control: &Control) -> Vec<Value> {
    let api = &control.api;
    let mut all = Vec::new();
    let form = |secret: String, id: String| {
        [
            ("grant_type", "client_credentials".to_owned()),
            ("client_id", id),
            ("client_secret", secret),
        ]
    };
    let (id, secret) = api.cyclr.client_credentials();
    for _ in 0..4 {
        let request = api.bare(Method::POST, "/oauth/token");
        let request = request.form(&form(secret.expose_secret().to_owned(), id.clone()));
        let answer = request.send().await.unwrap();
        all.push(json!(answer.status().as_u16()));
        all.push(answer.json().await.unwrap_or_default());
    }
    let id = control.install().await;
    let path = format!("{}/signintoken", Api::ACCOUNT);
    let token = api.send(Method::POST, &path, json!({"Username": "ann"})).await;
    all.push(token);
    all.push(control.visit(id, json!({"decision": "approve"})).await);
    all.push(api.get(&format!("/v1.0/account/connectors/{id}")).await);
    all.push(control.get("/requests").await);
    all.push(control.get("/faults").await);
    all
}

#[tokio::test]
async fn after_a_restore_the_same_calls_have_the_same_answers() {
    let control = Control::start().await;
    control.install().await;
    let fault = json!({"kind": "status", "status": 503});
    let when = json!({"probability": 0.5, "seed": 3});
    let rule = json!({"method": "*", "path": "/oauth/token", "fault": fault, "when": when});
    control.post("/faults", rule.clone()).await;
    assert_eq!(control.call(Method::POST, "/clock/freeze", None).await.0, 200);
    let snapshot = control.call(Method::POST, "/snapshots", None).await.1;
    let id = &snapshot["id"];
    assert_eq!(control.get("/snapshots").await, json!([{"id": id}]));

    let restore = format!("/snapshots/{id}/restore");
    let first = story(&control).await;
    let expected = control.get("/requests").await;
    for _ in 0..2 {
        control.post("/clock/advance", json!({"seconds": 4000})).await;
        control.call(Method::POST, "/clock/resume", None).await;
        control.done(Method::DELETE, "/faults").await;
        control.done(Method::POST, &restore).await;
        let again = story(&control).await;
        assert_eq!(first, again);
        assert_eq!(control.get("/requests").await.to_string().len(), expected.to_string().len());
    }
    control.done(Method::DELETE, &format!("/snapshots/{id}")).await;
    assert_eq!(control.call(Method::POST, &restore, None).await.0, 404);

    control.done(Method::POST, "/reset").await;
    assert_eq!(control.get("/requests").await, json!([]));
    assert_eq!(control.get("/clock").await["frozen"], false);
    assert!(!control.api.cyclr.has_account(&control.api.account));
}

#[tokio::test]
async fn snapshots_and_faults_are_bounded() {
    let control = Control::start().await;
    for _ in 0..32 {
        assert_eq!(control.call(Method::POST, "/snapshots", None).await.0, 200);
    }
    assert_eq!(control.call(Method::POST, "/snapshots", None).await.0, 409);
    for _ in 0..1_000 {
        control.api.cyclr.faults().next("PUT", "/nowhere", Fault::reset());
    }
    let rule = json!({"method": "*", "path": "**", "fault": {"kind": "reset"}});
    assert_eq!(control.call(Method::POST, "/faults", Some(rule)).await.0, 409);
}

#[tokio::test]
async fn accounts_and_what_they_hold_are_bounded() {
    let limits = Limits { accounts: 2, account_connectors: 2, ..Limits::default() };
    let control = Control::around(limits).await;
    let install = async |account: &str| {
        let body = json!({"account": account, "connector": {"Name": "A"}});
        control.call(Method::POST, "/account-connectors", Some(body)).await.0
    };
    // The first account already exists.
    assert_eq!(install("a").await, 200);
    assert_eq!(install("b").await, 409, "an account too many");
    assert_eq!(install("a").await, 200);
    assert_eq!(install("a").await, 409, "an account connector too many");
}

#[tokio::test]
async fn a_sandbox_keeps_its_clock_when_it_restores_another_s_snapshot() {
    let (one, other) = (Api::start().await, Api::start().await);
    let id = one.cyclr.install(&one.account, ConnectorSeed::oauth2("Salesforce"));
    other.cyclr.restore(&one.cyclr.snapshot());
    let link = other.auth_url(id.get(), None).await;
    one.cyclr.clock().advance(Duration::from_secs(301));
    assert_eq!(other.client.get(&link).send().await.unwrap().status(), 302);
    let link = other.auth_url(id.get(), None).await;
    other.cyclr.clock().advance(Duration::from_secs(301));
    assert_eq!(other.client.get(&link).send().await.unwrap().status(), 403);
}

/// The library can do it too, and what is held stays held.
#[tokio::test]
async fn a_held_request_survives_a_restore() {
    let api = Api::start().await;
    let before = api.cyclr.snapshot();
    api.cyclr.install(&api.account, ConnectorSeed::oauth2("Salesforce"));
    api.cyclr.faults().next("GET", "**", Fault::delay(Duration::from_secs(60)));
    let restore = async {
        eventually(|| api.cyclr.stalled() == 1).await;
        api.cyclr.restore(&before);
        assert!(api.cyclr.requests().is_empty());
        api.cyclr.clock().advance(Duration::from_secs(60));
    };
    let read = api.request(Method::GET, "/v1.0/account/connectors").send();
    let (answer, ()) = tokio::join!(read, restore);
    // Its access token is newer than the snapshot.
    assert_eq!(answer.unwrap().status(), 401);
    assert!(api.cyclr.requests().is_empty());
}
