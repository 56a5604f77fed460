//! Accounts and their users. Each check deletes the account that it has created.

use http::Method;
use serde_json::{Value, json};

use super::kind;
use crate::report::Found;
use crate::server::{Answer, Server};

const ID: &str = "cyclr-oauth-contract-account";

fn one() -> String {
    format!("/v1.0/accounts/{ID}")
}

/// Creates an account with these settings, changes it, and deletes it; returns the response to the
/// change.
async fn changed(server: &Server, created: Value, change: Value) -> Answer {
    server.new_account(ID, created).await;
    let answer = server.manage(Method::PUT, &one(), &change).await;
    server.manage(Method::DELETE, &one(), &Value::Null).await;
    answer
}

fn said(answer: &Answer) -> String {
    format!("{}, {}", answer.status, answer.json()["Message"].as_str().unwrap_or("no Message"))
}

pub(super) async fn new_account(server: &Server) -> Found {
    let answer = server.new_account(ID, json!({"Name": "Contract"})).await;
    server.manage(Method::DELETE, &one(), &Value::Null).await;
    let account = answer.json();
    let id = if account["Id"] == ID { "own" } else { "another" };
    let members = super::present(&account, &["Name", "CreatedDate", "NextBillDateUtc"]);
    format!("{}, Id: {id}, {members}", answer.status).into()
}

pub(super) async fn id_in_use(server: &Server) -> Found {
    server.new_account(ID, json!({"Name": "Contract"})).await;
    let answer = server.new_account(ID, json!({"Name": "Contract"})).await;
    server.manage(Method::DELETE, &one(), &Value::Null).await;
    said(&answer).into()
}

pub(super) async fn no_name(server: &Server) -> Found {
    let answer = server.manage(Method::POST, "/v1.0/accounts", &json!({"Name": ""})).await;
    let message = answer.json()["Message"].as_str().unwrap_or_default().to_owned();
    let is_it = message.contains("Name is required");
    format!("{}, {}", answer.status, if is_it { "Name is required" } else { &message }).into()
}

pub(super) async fn partial_update(server: &Server) -> Found {
    let created = json!({"Name": "Contract", "Timezone": "Europe/London"});
    let answer = changed(server, created, json!({"Description": "d"})).await;
    let account = answer.json();
    let stays = account["Name"] == "Contract" && account["Timezone"] == "Europe/London";
    let is_set = account["Description"] == "d";
    let rest = if stays && is_set { "the rest stays" } else { "something else" };
    format!("{}, {rest}", answer.status).into()
}

pub(super) async fn hours(server: &Server) -> Found {
    const HOURS: &str = "StepDataSuccessRetentionHours";
    let name = || json!({"Name": "Contract"});
    let most = changed(server, name(), json!({HOURS: 10_000})).await.json();
    let created = json!({"Name": "Contract", HOURS: 24});
    let cleared = changed(server, created, json!({HOURS: null})).await.json();
    let cleared = match &cleared[HOURS] {
        Value::Null => "clears them".to_owned(),
        other => format!("leaves {}", kind(other)),
    };
    format!("{} at most, null {cleared}", most[HOURS]).into()
}

pub(super) async fn negative_hours(server: &Server) -> Found {
    let change = json!({"StepDataSuccessRetentionHours": -10});
    said(&changed(server, json!({"Name": "Contract"}), change).await).into()
}

pub(super) async fn no_webhook_url(server: &Server) -> Found {
    let change = json!({"TransactionErrorWebhookEnabled": true});
    said(&changed(server, json!({"Name": "Contract"}), change).await).into()
}

pub(super) async fn users(server: &Server) -> Found {
    const USER: &str = "cyclr-oauth-contract-user@example.com";
    server.new_account(ID, json!({"Name": "Contract"})).await;
    let users = format!("{}/users", one());
    let user = json!({"UserName": USER, "Password": "Contr4ct-of-tests!"});
    let added = server.manage(Method::PUT, &users, &user).await.status;
    let listed = server.manage(Method::GET, &users, &Value::Null).await.json();
    server.manage(Method::DELETE, &users, &json!({"UserName": USER})).await;
    let left = server.manage(Method::GET, &users, &Value::Null).await.json();
    server.manage(Method::DELETE, &one(), &Value::Null).await;
    let is_there = |list: &Value| list.as_array().is_some_and(|it| it.contains(&json!(USER)));
    let listed = if is_there(&listed) { "listed" } else { "not listed" };
    let removed = if is_there(&left) { "not removed" } else { "removed" };
    format!("{added}, {listed}, {removed}").into()
}

pub(super) async fn deleted(server: &Server) -> Found {
    server.new_account(ID, json!({"Name": "Contract"})).await;
    let deleted = server.manage(Method::DELETE, &one(), &Value::Null).await.status;
    let gone = server.manage(Method::GET, &one(), &Value::Null).await.status;
    format!("{deleted}, gone {gone}").into()
}

pub(super) async fn nosniff(server: &Server) -> Found {
    let answer = server.get("/v1.0/connectors?page=1&pageSize=1").await;
    answer.content_type_options.unwrap_or_default().into()
}
