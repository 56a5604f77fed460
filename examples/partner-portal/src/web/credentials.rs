//! An `AuthValue` that a user enters in place of a hand-off. It is never shown again, but can be replaced.

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::SignedCookieJar;
use cyclr_oauth::api::{AccountConnectorState, AuthType, OAuth2Type};
use cyclr_oauth::{AuthValue, OAuthTokens, Secret};
use http::StatusCode;
use maud::{Markup, html};
use serde::Deserialize;

use super::Portal;
use super::connector::Id;
use super::field::{Field, Mistake};
use super::flash::{Done, Flash};
use super::page::{Page, csrf};
use super::problem::Problem;
use super::session::{Post, Session};
use super::state::{Way, name, way};

pub(super) async fn ask(
    State(portal): State<Portal>,
    session: Session,
    Id(id): Id,
) -> Result<Response, Problem> {
    let connector = portal.cyclr.account(&session.person.account).connector(id).await?;
    if matches!(way(&connector), Way::Nothing | Way::Elsewhere) {
        return Err(Problem::NotFound);
    }
    Ok(page(&session, &connector, &Entered::default(), None))
}

fn page(
    session: &Session,
    connector: &AccountConnectorState,
    entered: &Entered,
    mistake: Option<Mistake>,
) -> Response {
    let mistakes: Vec<_> = mistake.into_iter().collect();
    // Cyclr can fetch tokens itself where no user is needed for it.
    let fetches = matches!(
        connector.connector.oauth2_type,
        Some(OAuth2Type::ClientCredentials | OAuth2Type::PasswordCredentials)
    );
    let content = html! {
        (Mistake::summary(&mistakes))
        @if connector.connector.auth_type == AuthType::OAuth2 && fetches {
            form.fields.card method="post" {
                (csrf(session))
                p { "Cyclr can get the tokens with the details that you entered." }
                button name="empty" value="yes" { "Let Cyclr get the tokens" }
            }
        }
        form.fields.card method="post" {
            (csrf(session))
            (fields(connector, entered, &mistakes))
            @if connector.authenticated {
                p.note { "What you save replaces what is stored." }
            }
            div.actions {
                button { "Save" }
                a.button.quiet href={ "/connectors/" (connector.id) } { "Back" }
            }
        }
    };
    let status =
        if mistakes.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let title = match &connector.connector.auth_type {
        AuthType::ApiKey => format!("API key for {}", name(connector)),
        AuthType::Basic => format!("User name and password for {}", name(connector)),
        _ => format!("Tokens for {}", name(connector)),
    };
    let title = if mistakes.is_empty() { title } else { format!("Not saved: {title}") };
    Page::new(&title).with_status(status).of(session).show(&content)
}

fn fields(connector: &AccountConnectorState, entered: &Entered, mistakes: &[Mistake]) -> Markup {
    let field = |name, label, required| Field {
        name,
        label,
        mistake: Mistake::of(mistakes, name),
        required,
    };
    match &connector.connector.auth_type {
        AuthType::ApiKey => field("key", "API key", true).secret(false, true),
        AuthType::Basic => html! {
            (field("user", "User name", true).text(entered.user.as_deref().unwrap_or_default(), None))
            (field("password", "Password", false).secret(false, false))
        },
        _ => html! {
            (field("access_token", "Access token", true).secret(false, false))
            (field("refresh_token", "Refresh token", false).secret(false, false))
            (field("expires", "Expires", false)
                .text(entered.expires.as_deref().unwrap_or_default(), Some("Such as 2026-12-31T23:59:59Z.")))
        },
    }
}

/// Whatever the form of the connector's kind has.
#[derive(Default, Deserialize)]
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
    fn auth_value(&self, connector: &AccountConnectorState) -> Result<AuthValue, Mistake> {
        let mistake = |field: &str, text: String| Mistake { field: field.to_owned(), text };
        let given = |secret: &Option<Secret>| {
            // Browsers send CRLF for the line breaks of a text area.
            let text = secret.as_ref()?.expose_secret().trim().replace("\r\n", "\n");
            (!text.is_empty()).then(|| Secret::from(text))
        };
        let needed = |secret: &Option<Secret>, field: &str, label: &str| {
            given(secret).ok_or_else(|| mistake(field, format!("Enter {label}.")))
        };
        match &connector.connector.auth_type {
            AuthType::ApiKey => Ok(AuthValue::api_key(needed(&self.key, "key", "the API key")?)),
            AuthType::Basic => {
                let user = self.user.as_deref().filter(|it| !it.is_empty());
                let user =
                    user.ok_or_else(|| mistake("user", "Enter the user name.".to_owned()))?;
                let password = self.password.as_ref().map_or("", Secret::expose_secret);
                AuthValue::basic(user, Secret::from(password.to_owned()))
                    .map_err(|_| mistake("user", "A user name can't contain a colon.".to_owned()))
            }
            AuthType::OAuth2 if self.empty.is_some() => Ok(AuthValue::empty()),
            AuthType::OAuth2 => {
                let token = needed(&self.access_token, "access_token", "the access token")?;
                let mut tokens = OAuthTokens::new(token);
                if let Some(refresh_token) = given(&self.refresh_token) {
                    tokens = tokens.with_refresh_token(refresh_token);
                }
                let expires = self.expires.as_deref().map(str::trim).filter(|it| !it.is_empty());
                if let Some(expires) = expires {
                    let expires = expires.parse();
                    tokens = tokens.with_expires(expires.map_err(|_| {
                        mistake("expires", "Enter a time such as 2026-12-31T23:59:59Z.".to_owned())
                    })?);
                }
                Ok(AuthValue::oauth(tokens))
            }
            _ => Err(mistake("key", "There is nothing to enter for this connector.".to_owned())),
        }
    }
}

pub(super) async fn save(
    State(portal): State<Portal>,
    Id(id): Id,
    jar: SignedCookieJar,
    Post { session, form, .. }: Post<Entered>,
) -> Result<Response, Problem> {
    let scope = portal.cyclr.account(&session.person.account);
    let connector = scope.connector(id).await?;
    let auth_value = match form.auth_value(&connector) {
        Ok(auth_value) => auth_value,
        Err(mistake) => return Ok(page(&session, &connector, &form, Some(mistake))),
    };
    if let Err(error) = scope.set_auth_value(id, &auth_value).await {
        if error.status() != Some(StatusCode::BAD_REQUEST) {
            return Err(error.into());
        }
        // What Cyclr says of what was entered is the user's to read; anything else is not.
        let text = error.message().unwrap_or("Cyclr does not accept this.").to_owned();
        let field = match &connector.connector.auth_type {
            AuthType::ApiKey => "key",
            AuthType::Basic => "user",
            _ => "access_token",
        };
        let mistake = Mistake { field: field.to_owned(), text };
        return Ok(page(&session, &connector, &form, Some(mistake)));
    }
    portal.history.record(&portal.cyclr, &session.person, id, connector.connector.id).await?;
    let jar = Flash { id, done: Done::Saved }.put(&portal, jar);
    Ok((jar, Redirect::to(&format!("/connectors/{id}"))).into_response())
}
