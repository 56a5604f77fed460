//! The hand-off of a browser.

use serde_json::{Value, json};

use crate::report::Found;
use crate::server::{Answer, Server};

/// Installs the connector, and returns the URL that hands a user over.
pub(super) async fn url(server: &Server) -> Option<String> {
    let id = server.install(server.connector(), &json!({})).await.json()["Id"].as_u64()?;
    let url = server.auth_url(id, server.sign_in_token().await?);
    Some(url.expose_url().to_owned())
}

/// Where a page leads, after following redirects within the service domain.
pub(super) fn leads(answer: &Answer) -> String {
    match (answer.status, &answer.location) {
        (300..=399, Some(_)) => "on to another host".to_owned(),
        (status, _) => status.to_string(),
    }
}

pub(super) async fn hand_off(server: &Server) -> Found {
    match url(server).await {
        Some(url) => leads(&server.open(&url).await).into(),
        None => "no URL".into(),
    }
}

pub(super) async fn other_case(server: &Server) -> Found {
    let (known, other) = (
        "/connectorauth/updateaccountconnectoroauth",
        "/ConnectorAuth/UpdateAccountConnectorOAuth",
    );
    match url(server).await {
        Some(url) => leads(&server.open(&url.replace(known, other)).await).into(),
        None => "no URL".into(),
    }
}

pub(super) async fn used_token(server: &Server) -> Found {
    let Some(url) = url(server).await else { return "no URL".into() };
    server.open(&url).await;
    leads(&server.open(&url).await).into()
}

pub(super) async fn wrong_hand_off(server: &Server) -> Found {
    let id = server.install(server.connector(), &json!({})).await.json()["Id"].as_u64();
    let url = server.auth_url(id.unwrap_or_default(), cyclr_oauth::SignInToken::new("wrong"));
    leads(&server.open(url.expose_url()).await).into()
}

/// With any connector that has such a property.
pub(super) async fn missing_property(server: &Server) -> Found {
    let all = server.get("/v1.0/connectors?page=1&pageSize=100").await.json();
    let required =
        |it: &Value| it["IsAccountConnectorProperty"] == true && it["IsOptional"] == false;
    let suits = |it: &&Value| {
        let parameters = it["Parameters"].as_array().into_iter().flatten();
        it["OAuth2Type"] == "AuthorisationCode" && parameters.into_iter().any(required)
    };
    let Some(connector) = all.as_array().into_iter().flatten().find(suits) else {
        return Found::NotApplicable("no connector with consent has a required property");
    };
    let connector = connector["Id"].as_u64().unwrap_or_default();
    let installed = server.install(connector, &json!({})).await.json();
    let Some(token) = server.sign_in_token().await else { return "no token".into() };
    let url = server.auth_url(installed["Id"].as_u64().unwrap_or_default(), token);
    let answer = server.open(url.expose_url()).await;
    if answer.text.contains("Bad Request") { "Bad Request".into() } else { leads(&answer).into() }
}

pub(super) async fn wrong_sign_in(server: &Server) -> Found {
    let url = format!("{}/account/signinwithtoken?token=wrong", server.service());
    leads(&server.open(&url).await).into()
}
