//! What a user enters: properties of a connector, and an `AuthValue` in place of a hand-off.

use std::collections::HashMap;

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use cyclr_oauth::api::{AccountConnectorState, AuthType, CreateProperty, OAuth2Type, Parameter};
use cyclr_oauth::{AccountConnectorId, AuthValue, OAuthTokens, Secret};
use maud::{Markup, html};
use serde::Deserialize;

use super::Portal;
use super::connector;
use super::page::csrf;
use super::problem::Problem;
use super::session::{Nothing, Post, Session};

/// What Cyclr needs to know before a user can be sent there.
pub(super) fn properties_form(
    session: &Session,
    id: AccountConnectorId,
    missing: &[&Parameter],
) -> Markup {
    html! {
        h2 { "Details" }
        form.fields method="post" action={ "/connectors/" (id) "/properties" } {
            (csrf(session))
            @for parameter in missing {
                label {
                    (parameter.name)
                    @if parameter.values.is_empty() {
                        @let kind = if parameter.is_sensitive { "password" } else { "text" };
                        input name=(parameter.target_name) type=(kind) required autocomplete="off";
                    } @else {
                        select name=(parameter.target_name) required {
                            @for value in &parameter.values { option { (value) } }
                        }
                    }
                }
            }
            button { "Save" }
        }
    }
}

pub(super) async fn set_properties(
    State(portal): State<Portal>,
    Path(id): Path<u64>,
    Post { session, form, .. }: Post<HashMap<String, Secret>>,
) -> Result<Response, Problem> {
    let account = &session.person.account;
    let connector = portal.cyclr.account(account).connector(id).await?;
    // Those that are missing, and no others, whatever the form holds.
    for parameter in connector.missing_properties() {
        let Some(value) = form.get(&parameter.target_name) else { continue };
        let (name, value) = (&*parameter.target_name, value.expose_secret());
        let call = CreateProperty { account, id: id.into(), name, value };
        if let Err(error) = portal.cyclr.call(&call).await {
            return refused(&portal, &session, &connector, error);
        }
    }
    Ok(Redirect::to(&format!("/connectors/{id}")).into_response())
}

/// The form that supplies an `AuthValue` of the kind that the connector takes.
pub(super) fn auth_value_form(session: &Session, connector: &AccountConnectorState) -> Markup {
    let fields = match &connector.connector.auth_type {
        AuthType::ApiKey => html! {
            h2 { "API key" }
            (secret("key", "Key", true))
        },
        AuthType::Basic => html! {
            h2 { "User name and password" }
            label { "User name" input name="user" required autocomplete="off"; }
            (secret("password", "Password", false))
        },
        AuthType::OAuth2 => html! {
            (secret("access_token", "Access token", true))
            (secret("refresh_token", "Refresh token (optional)", false))
            label {
                "Expires (optional)"
                input name="expires" placeholder="2026-12-31T23:59:59Z" autocomplete="off";
            }
        },
        _ => return html! { p { "There is nothing to enter for this connector." } },
    };
    let form = |content: Markup| {
        html! {
            form.fields method="post" action={ "/connectors/" (connector.id) "/auth-value" } {
                (csrf(session))
                (content)
            }
        }
    };
    let fields = form(html! { (fields) button { "Save" } });
    if connector.connector.auth_type != AuthType::OAuth2 {
        return fields;
    }
    // Cyclr can fetch them itself where no user is needed for it.
    let fetches = matches!(
        connector.connector.oauth2_type,
        Some(OAuth2Type::ClientCredentials | OAuth2Type::PasswordCredentials)
    );
    html! {
        details {
            summary { h2 { "Supply the tokens instead" } }
            (fields)
        }
        @if fetches {
            (form(html! {
                button.quiet name="empty" value="yes" { "Let Cyclr fetch the tokens" }
            }))
        }
    }
}

fn secret(name: &str, label: &str, required: bool) -> Markup {
    html! {
        label {
            (label)
            input name=(name) type="password" required[required] autocomplete="new-password";
        }
    }
}

/// Whatever the form of the connector's kind has.
#[derive(Deserialize)]
pub(super) struct Entered {
    key: Option<Secret>,
    user: Option<String>,
    password: Option<Secret>,
    access_token: Option<Secret>,
    refresh_token: Option<Secret>,
    expires: Option<String>,
    empty: Option<String>,
}

impl Entered {
    /// Of the connector's kind, whatever else the form holds.
    fn auth_value(self, connector: &AccountConnectorState) -> Result<AuthValue, String> {
        let nothing = || "There is nothing to save.".to_owned();
        let given = |secret: &Secret| !secret.expose_secret().is_empty();
        match &connector.connector.auth_type {
            AuthType::ApiKey => Ok(AuthValue::api_key(self.key.filter(given).ok_or_else(nothing)?)),
            AuthType::Basic => {
                let (user, password) = (self.user.ok_or_else(nothing)?, self.password);
                AuthValue::basic(user, password.unwrap_or_default()).map_err(|it| it.to_string())
            }
            AuthType::OAuth2 if self.empty.is_some() => Ok(AuthValue::empty()),
            AuthType::OAuth2 => {
                let token = self.access_token.filter(given).ok_or_else(nothing)?;
                let mut tokens = OAuthTokens::new(token);
                if let Some(refresh_token) = self.refresh_token.filter(given) {
                    tokens = tokens.with_refresh_token(refresh_token);
                }
                if let Some(expires) = self.expires.filter(|text| !text.trim().is_empty()) {
                    let expires = expires.trim().parse();
                    tokens = tokens.with_expires(expires.map_err(|it| format!("Expires: {it}"))?);
                }
                Ok(AuthValue::oauth(tokens))
            }
            _ => Err(nothing()),
        }
    }
}

pub(super) async fn set_auth_value(
    State(portal): State<Portal>,
    Path(id): Path<u64>,
    Post { session, form, .. }: Post<Entered>,
) -> Result<Response, Problem> {
    let scope = portal.cyclr.account(&session.person.account);
    let connector = scope.connector(id).await?;
    let auth_value = match form.auth_value(&connector) {
        Ok(auth_value) => auth_value,
        Err(mistake) => {
            return Ok(connector::page(&portal, &session, &connector, None, Some(&mistake)));
        }
    };
    if let Err(error) = scope.set_auth_value(id, &auth_value).await {
        return refused(&portal, &session, &connector, error);
    }
    Ok(Redirect::to(&format!("/connectors/{id}")).into_response())
}

pub(super) async fn disconnect(
    State(portal): State<Portal>,
    Path(id): Path<u64>,
    Post { session, form: Nothing {}, .. }: Post<Nothing>,
) -> Result<Response, Problem> {
    portal.cyclr.account(&session.person.account).deauthenticate(id).await?;
    Ok(Redirect::to(&format!("/connectors/{id}")).into_response())
}

/// What Cyclr said of what was entered is the user's to read; anything else is not.
fn refused(
    portal: &Portal,
    session: &Session,
    connector: &AccountConnectorState,
    error: cyclr_oauth::Error,
) -> Result<Response, Problem> {
    if error.status() != Some(http::StatusCode::BAD_REQUEST) {
        return Err(error.into());
    }
    let mistake = error.message().unwrap_or("Cyclr refused what was entered.");
    Ok(connector::page(portal, session, connector, None, Some(mistake)))
}
