//! Access tokens and sign-in tokens.

use http::Method;
use serde_json::json;

use super::{kind, present, refusal};
use crate::report::Found;
use crate::server::{Server, USER};

pub(super) async fn access_token(server: &Server) -> Found {
    let answer = server.access_token(false, false).await.json();
    let own = if answer["clientId"] == server.client_id() { "own" } else { "another" };
    let word = answer["token_type"].as_str().unwrap_or_default().to_lowercase();
    let (token, expires) = (kind(&answer["access_token"]), kind(&answer["expires_in"]));
    format!("access_token: {token}, token_type: {word}, expires_in: {expires}, clientId: {own}")
        .into()
}

pub(super) async fn lifetime(server: &Server) -> Found {
    let answer = server.access_token(false, false).await.json();
    let seconds = answer["expires_in"].as_u64().unwrap_or_default();
    // It is a second short of them.
    format!("{} days", (seconds + 43_200) / 86_400).into()
}

pub(super) async fn other_members(server: &Server) -> Found {
    let answer = server.access_token(false, false).await.json();
    let refresh = answer[".refresh"].as_str().unwrap_or("no text").to_owned();
    format!("{}: {refresh}", present(&answer, &[".issued", ".expires", ".refresh"])).into()
}

pub(super) async fn side_by_side(server: &Server) -> Found {
    let mut statuses = Vec::new();
    let tokens = [
        server.access_token(false, false).await.json(),
        server.access_token(false, false).await.json(),
    ];
    for token in tokens {
        let request = server
            .bare(Method::GET, "/v1.0/account/connectors")
            .bearer_auth(token["access_token"].as_str().unwrap_or_default())
            .header("x-cyclr-account", server.account().as_str());
        statuses.push(server.send(request).await.status.to_string());
    }
    statuses.join(", ").into()
}

pub(super) async fn wrong_credentials(server: &Server) -> Found {
    let answer = server.access_token(true, false).await;
    let names = present(&answer.json(), &["Message", "error", "error_description"]);
    let names = if names.is_empty() { "text" } else { &names };
    format!("{}, {names}", answer.status).into()
}

pub(super) async fn scoped_launch(server: &Server) -> Found {
    let answer = server.scoped(&server.of_account("launch"), &json!({})).await;
    if (400..500).contains(&answer.status) {
        "refused".into()
    } else {
        answer.status.to_string().into()
    }
}

pub(super) async fn scoped_launch_status(server: &Server) -> Found {
    server.scoped(&server.of_account("launch"), &json!({})).await.status.to_string().into()
}

pub(super) async fn no_token(server: &Server) -> Found {
    server
        .send(server.bare(Method::GET, "/v1.0/account/connectors"))
        .await
        .status
        .to_string()
        .into()
}

pub(super) async fn wrong_token(server: &Server) -> Found {
    let request = server
        .bare(Method::GET, "/v1.0/account/connectors")
        .bearer_auth("wrong")
        .header("x-cyclr-account", server.account().as_str());
    refusal(&server.send(request).await).into()
}

pub(super) async fn sign_in_token(server: &Server) -> Found {
    let answer =
        server.partner(&server.of_account("signintoken"), &json!({"Username": USER})).await;
    format!("{}, {}", answer.status, present(&answer.json(), &["ExpiresAtUtc", "Token"])).into()
}

pub(super) async fn sign_in_lifetime(server: &Server) -> Found {
    let Some(token) = server.sign_in_token().await else { return "no token".into() };
    let Some(expires) = token.expires_at() else { return "no ExpiresAtUtc".into() };
    let left = expires.saturating_duration_since(cyclr_oauth::UtcTimestamp::now()).as_secs();
    format!("{} minutes", (left + 30) / 60).into()
}

pub(super) async fn no_user(server: &Server) -> Found {
    refusal(&server.partner(&server.of_account("signintoken"), &json!({})).await).into()
}

pub(super) async fn unknown_account(server: &Server) -> Found {
    let path = "/v1.0/accounts/cyclr-oauth-no-such-account/signintoken";
    refusal(&server.partner(path, &json!({"Username": USER})).await).into()
}
