//! The checks: the rows of the sandbox's conformance table that need no browser.

use std::time::SystemTime;

use cyclr_oauth::UtcTimestamp;
use reqwest::Method;
use serde_json::{Value, json};

use crate::report::Report;
use crate::report::Source::{Documented, Observed, OurChoice};
use crate::server::{Answer, Result, Server};

/// Of nothing that exists.
const UNKNOWN: &str = "00000000-0000-4000-8000-00000c0f0a0e";
const USER: &str = "cyclr-sandbox-conformance";
const PROPERTY: &str = "CyclrSandboxConformance";

pub(crate) async fn run(server: &Server, report: &mut Report) -> Result<()> {
    access_token(server, report).await?;
    credentials(server, report).await?;
    accounts(server, report).await?;
    sign_in_token(server, report).await?;
    connectors(server, report).await?;
    let id = install(server, report).await?;
    let one = format!("/v1.0/account/connectors/{id}");
    account_connector(server, report, &one).await?;
    properties(server, report, &one).await?;
    delete(server, report, &one).await?;
    service_domain(server, report, &id).await
}

fn members(value: &Value) -> String {
    let mut names: Vec<_> =
        value.as_object().into_iter().flatten().map(|(name, _)| &**name).collect();
    names.sort_unstable();
    names.join(" ")
}

/// Those of the expected members that are there; a server may have more.
fn known_members(value: &Value, expected: &str) -> String {
    let known = expected.split(' ').filter(|name| value.get(name).is_some());
    known.collect::<Vec<_>>().join(" ")
}

fn header<'a>(answer: &'a Answer, name: &str) -> &'a str {
    answer.headers.get(name).and_then(|it| it.to_str().ok()).unwrap_or("absent")
}

async fn access_token(server: &Server, report: &mut Report) -> Result<()> {
    const ROUTE: &str = "POST /oauth/token";
    let right = server.token(&server.client_secret).await?;
    let expected = "access_token token_type expires_in clientId";
    report.check((ROUTE, "members", Documented), expected, known_members(&right.body, expected));
    let expected = ".issued .expires .refresh";
    report.check((ROUTE, "more members", Observed), expected, known_members(&right.body, expected));
    let token_type = right.body["token_type"].as_str().unwrap_or_default().to_lowercase();
    report.check((ROUTE, "`token_type`", Documented), "bearer", token_type);
    let days = right.body["expires_in"].as_u64().unwrap_or(0).div_ceil(24 * 60 * 60);
    report.check((ROUTE, "lifetime in days", Documented), 14, days);
    let wrong = server.token("a wrong secret").await?;
    report.check((ROUTE, "wrong secret", OurChoice), 400, wrong.status);
    let json = json!({"grant_type": "client_credentials"});
    let json = server.send(server.bare(Method::POST, "/oauth/token").json(&json)).await?;
    report.check((ROUTE, "a JSON body", OurChoice), 400, json.status);
    let get = server.send(server.bare(Method::GET, "/oauth/token")).await?;
    report.check(("GET /oauth/token", "status", OurChoice), 405, get.status);
    Ok(())
}

async fn credentials(server: &Server, report: &mut Report) -> Result<()> {
    const ROUTE: &str = "GET /v1.0/account/connectors";
    let path = "/v1.0/account/connectors?page=1&pageSize=1";
    let without = server.send(server.bare(Method::GET, path)).await?;
    report.check((ROUTE, "without an access token", OurChoice), 401, without.status);
    let without = server.send(server.partner(Method::GET, path)).await?;
    report.check((ROUTE, "without X-Cyclr-Account", OurChoice), 400, without.status);
    let with = server.call(Method::GET, path, None).await?;
    report.check((ROUTE, "status", Documented), 200, with.status);
    report.check((ROUTE, "an array", Documented), true, with.body.is_array());
    let nosniff = header(&with, "x-content-type-options");
    report.check((ROUTE, "`X-Content-Type-Options`", Observed), "nosniff", nosniff);
    Ok(())
}

async fn accounts(server: &Server, report: &mut Report) -> Result<()> {
    const ONE: &str = "GET /v1.0/accounts/{account}";
    let account = server.send(server.partner(Method::GET, &server.account_path())).await?;
    report.check((ONE, "status", Documented), 200, account.status);
    let id = account.body["Id"].as_str().unwrap_or_default();
    report.check((ONE, "`Id`", Documented), &server.account, id);
    let expected = "CreatedDate Id Name NextBillDateUtc Timezone TransactionErrorWebhookEnabled";
    report.check((ONE, "members", Observed), expected, known_members(&account.body, expected));
    let unknown = format!("/v1.0/accounts/{UNKNOWN}");
    let unknown = server.send(server.partner(Method::GET, &unknown)).await?;
    report.check((ONE, "an unknown id", Observed), 404, unknown.status);

    let create = "POST /v1.0/accounts";
    let taken = json!({"Id": server.account, "Name": USER});
    let taken = server.refused_account(taken).await?;
    report.check((create, "an id that exists", Observed), 400, taken.status);
    report.check((create, "its message", Observed), "ID already in use", taken.message());
    let nameless = server.refused_account(json!({})).await?;
    report.check((create, "without a name", Observed), 400, nameless.status);
    let says_why = nameless.message().contains("Name is required");
    report.check((create, "its message says that `Name is required`", Observed), true, says_why);
    let negative = json!({"Name": USER, "StepDataSuccessRetentionHours": -10});
    let negative = server.refused_account(negative).await?;
    let expected = "StepDataSuccessRetentionHours (-10): must be non negative";
    report.check((create, "negative hours", Observed), expected, negative.message());
    let without_url = json!({"Name": USER, "TransactionErrorWebhookEnabled": true});
    let without_url = server.refused_account(without_url).await?;
    let expected =
        "Transaction Error Webhook enabled: Transaction Error Webhook URL must be defined";
    report.check((create, "a webhook without URL", Observed), expected, without_url.message());

    let usage = format!("{}/usage", server.account_path());
    let usage = server.send(server.partner(Method::GET, &usage)).await?;
    let expected = "Id TasksUsed StartTime EndTime";
    let route = "GET /v1.0/accounts/{account}/usage";
    report.check((route, "members", Observed), expected, known_members(&usage.body, expected));
    let below = format!("{}/subaccounts", server.account_path());
    let below = server.send(server.partner(Method::GET, &below)).await?;
    let route = "GET /v1.0/accounts/{account}/subaccounts";
    report.check((route, "an array", Observed), true, below.body.is_array());
    Ok(())
}

async fn sign_in_token(server: &Server, report: &mut Report) -> Result<()> {
    const ROUTE: &str = "POST /v1.0/accounts/{account}/signintoken";
    let path = format!("{}/signintoken", server.account_path());
    let nobody = server.send(server.partner(Method::POST, &path).json(&json!({}))).await?;
    report.check((ROUTE, "without a user", OurChoice), 400, nobody.status);
    let unknown = format!("/v1.0/accounts/{UNKNOWN}/signintoken");
    let unknown = server.partner(Method::POST, &unknown).json(&json!({"Username": USER}));
    report.check((ROUTE, "an unknown account", OurChoice), 404, server.send(unknown).await?.status);

    let users = format!("{}/users", server.account_path());
    let has_user = async || {
        let users = server.send(server.partner(Method::GET, &users)).await?;
        let is_it = |it: &Value| it.as_str().is_some_and(|it| it.eq_ignore_ascii_case(USER));
        Result::Ok(users.body.as_array().is_some_and(|all| all.iter().any(is_it)))
    };
    if has_user().await? {
        return Err(format!("the account has a user {USER} already; remove that first").into());
    }
    server.created_user(USER);
    let body = json!({"Username": USER});
    let token = server.send(server.partner(Method::POST, &path).json(&body)).await?;
    report.check((ROUTE, "status", Documented), 200, token.status);
    let expected = "Token ExpiresAtUtc";
    report.check((ROUTE, "members", Documented), expected, known_members(&token.body, expected));
    let expires = token.body["ExpiresAtUtc"].as_str().unwrap_or_default();
    let expires: Option<UtcTimestamp> = expires.parse().ok();
    let left =
        expires.map(SystemTime::from).and_then(|it| it.duration_since(SystemTime::now()).ok());
    // The clocks may differ by a little.
    let minutes = left.map_or(0, |it| (it.as_secs() + 30) / 60);
    report.check((ROUTE, "lifetime in minutes", Documented), 5, minutes);
    report.check((ROUTE, "creates the user", Documented), true, has_user().await?);

    let remove = "DELETE /v1.0/accounts/{account}/users";
    let body = json!({"UserName": USER});
    let removed = server.send(server.partner(Method::DELETE, &users).json(&body)).await?;
    report.check((remove, "status", Observed), 200, removed.status);
    report.check((remove, "the user is gone", Observed), false, has_user().await?);
    Ok(())
}

async fn connectors(server: &Server, report: &mut Report) -> Result<()> {
    const LIST: &str = "GET /v1.0/connectors";
    let list = server.call(Method::GET, "/v1.0/connectors?page=1&pageSize=1", None).await?;
    let number = list.body.as_array().map_or(0, Vec::len);
    report.check((LIST, "a page of one", Documented), 1, number);
    let has_pages = header(&list, "total-pages").parse::<u64>().is_ok();
    report.check((LIST, "`Total-Pages`", Observed), true, has_pages);
    let path = format!("/v1.0/connectors/{}", server.connector);
    let without = server.send(server.partner(Method::GET, &path)).await?;
    report.check((LIST, "without X-Cyclr-Account", OurChoice), 400, without.status);

    let route = "GET /v1.0/connectors/{id}";
    let one = server.call(Method::GET, &path, None).await?;
    let id = one.body["Id"].to_string();
    report.check((route, "`Id`", Documented), &server.connector, id);
    let expected = "AuthDescription AuthScheme AuthType Authentication Description Icon Id Name OAuth2Type \
                    Parameters Status Version";
    report.check((route, "members", Documented), expected, known_members(&one.body, expected));
    let name = one.body["Name"].as_str().unwrap_or_default().to_owned();
    let by_name = format!("/v1.0/connectors/{}", cyclr_oauth::api::path_segment(&name));
    let by_name = server.call(Method::GET, &by_name, None).await?;
    report.check((route, "an array for a name", Observed), true, by_name.body.is_array());
    let unknown = server.call(Method::GET, "/v1.0/connectors/2147483646", None).await?;
    report.check((route, "an unknown id", Documented), 404, unknown.status);
    let methods = server.call(Method::GET, &format!("{path}/methods"), None).await?;
    let route = "GET /v1.0/connectors/{id}/methods";
    report.check((route, "an array", Observed), true, methods.body.is_array());
    Ok(())
}

/// Gives the id of the account connector.
async fn install(server: &Server, report: &mut Report) -> Result<String> {
    const ROUTE: &str = "POST /v1.0/connectors/{id}/install";
    let path = format!("/v1.0/connectors/{}/install", server.connector);
    let installed = server.call(Method::POST, &path, Some(json!({"Name": USER}))).await?;
    let id = installed.body["Id"].as_u64();
    let id = id.ok_or(format!("the connector can't be installed: status {}", installed.status))?;
    server.created(format!("/v1.0/account/connectors/{id}"), None);
    report.check((ROUTE, "status", Documented), 200, installed.status);
    let expected = "AuthValue Authenticated Connector CustomFields Description Id \
                    IsPartnerIntegrationConnector Name Properties";
    report.check((ROUTE, "members", Documented), expected, members(&installed.body));
    report.check(
        (ROUTE, "`Name`", Documented),
        USER,
        installed.body["Name"].as_str().unwrap_or(""),
    );
    Ok(id.to_string())
}

async fn account_connector(server: &Server, report: &mut Report, one: &str) -> Result<()> {
    const READ: &str = "GET /v1.0/account/connectors/{id}";
    let read = server.call(Method::GET, one, None).await?;
    report.check(
        (READ, "`Authenticated`", Documented),
        true,
        read.body["Authenticated"].is_boolean(),
    );
    let unknown = server.call(Method::GET, "/v1.0/account/connectors/2147483646", None).await?;
    report.check((READ, "an unknown id", Documented), 404, unknown.status);

    let update = "PUT /v1.0/account/connectors/{id}";
    let updated = server.call(Method::PUT, one, Some(json!({"description": "d"}))).await?;
    report.check((update, "status", Documented), 200, updated.status);
    let read = server.call(Method::GET, one, None).await?.body;
    report.check((update, "keys in any case", Documented), "\"d\"", &read["Description"]);
    report.check((update, "the rest stays", Documented), format!("\"{USER}\""), &read["Name"]);
    let path = format!("{one}/deauthenticate");
    let deauthenticated = server.call(Method::PUT, &path, None).await?;
    let route = "PUT /v1.0/account/connectors/{id}/deauthenticate";
    report.check((route, "status", Observed), 200, deauthenticated.status);
    report.check((route, "members", Observed), "Message", members(&deauthenticated.body));
    let malformed = server.call(Method::GET, &format!("{one}/methods/me"), None).await?;
    let route = "GET /v1.0/account/connectors/{id}/methods/{method}";
    report.check((route, "a malformed id", Observed), 400, malformed.status);
    let unknown = server.call(Method::GET, &format!("{one}/methods/{UNKNOWN}"), None).await?;
    report.check((route, "an unknown id", Observed), 404, unknown.status);
    Ok(())
}

async fn properties(server: &Server, report: &mut Report, one: &str) -> Result<()> {
    const CREATE: &str = "POST /v1.0/account/connectors/{id}/properties";
    let all = format!("{one}/properties");
    let body = json!({"Name": PROPERTY, "Value": "1"});
    let created = server.call(Method::POST, &all, Some(body.clone())).await?;
    report.check((CREATE, "an unknown name", OurChoice), 200, created.status);
    let expected = "AccountConnectorId Id Name Value";
    report.check((CREATE, "members", Documented), expected, members(&created.body));
    let again = server.call(Method::POST, &all, Some(body)).await?;
    report.check((CREATE, "a name that exists", OurChoice), 400, again.status);
    let list = server.call(Method::GET, &all, None).await?;
    let is_it = |it: &&Value| it["Name"] == PROPERTY;
    let found: Vec<_> = list.body.as_array().into_iter().flatten().filter(is_it).collect();
    let route = "GET /v1.0/account/connectors/{id}/properties";
    report.check((route, "has the property", Observed), 1, found.len());
    let Some(id) = found.first().and_then(|it| it["Id"].as_u64()) else { return Ok(()) };

    let path = format!("{all}/{id}");
    let route = "PUT /v1.0/account/connectors/{id}/properties/{property}";
    let body = json!({"Name": PROPERTY, "Value": "2"});
    let updated = server.call(Method::PUT, &path, Some(body)).await?;
    report.check((route, "status", Observed), 200, updated.status);
    let route = "GET /v1.0/account/connectors/{id}/properties/{property}";
    let read = server.call(Method::GET, &path, None).await?;
    report.check((route, "`Value`", Observed), "\"2\"", &read.body["Value"]);
    let deleted = server.call(Method::DELETE, &path, None).await?;
    report.check((route, "DELETE", Observed), 200, deleted.status);
    let read = server.call(Method::GET, &path, None).await?;
    report.check((route, "after DELETE", Observed), 404, read.status);
    Ok(())
}

async fn delete(server: &Server, report: &mut Report, one: &str) -> Result<()> {
    const ROUTE: &str = "DELETE /v1.0/account/connectors/{id}";
    let deleted = server.call(Method::DELETE, one, None).await?;
    report.check((ROUTE, "status", Observed), 200, deleted.status);
    let read = server.call(Method::GET, one, None).await?;
    report.check((ROUTE, "it is gone", Observed), 404, read.status);
    Ok(())
}

async fn service_domain(server: &Server, report: &mut Report, id: &str) -> Result<()> {
    const ROUTE: &str = "GET /connectorauth/updateaccountconnectoroauth";
    let Some(service) = &server.service else { return Ok(()) };
    let query = [("id", id), ("token", "wrong"), ("targetOrigin", "https://example.com/")];
    let url = format!("{service}/connectorauth/updateaccountconnectoroauth");
    let answer = server.send(server.browser(&url).query(&query)).await?;
    report.check((ROUTE, "a wrong token", OurChoice), 403, answer.status);
    let url = format!("{service}/account/signinwithtoken");
    let answer = server.send(server.browser(&url).query(&[("token", "wrong")])).await?;
    report.check(("GET /account/signinwithtoken", "a wrong token", Documented), 403, answer.status);
    Ok(())
}
