//! One connection: how it stands, and what can be done with it.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use axum_extra::extract::SignedCookieJar;
use cyclr_oauth::api::{AccountConnectorState, AuthType, OAuth2Type};
use maud::{Markup, html};

use super::Portal;
use super::connect::{Flash, connect_forms};
use super::credentials::{auth_value_form, properties_form};
use super::page::{Page, csrf};
use super::problem::Problem;
use super::session::Session;
use super::wire;

pub(super) async fn show(
    State(portal): State<Portal>,
    session: Session,
    jar: SignedCookieJar,
    Path(id): Path<u64>,
) -> Result<Response, Problem> {
    let connector = portal.cyclr.account(&session.person.account).connector(id).await?;
    let (flash, jar) = Flash::take(&portal, jar);
    let page = page(&portal, &session, &connector, flash.as_ref(), None);
    Ok((jar, page).into_response())
}

/// `mistake` is what was wrong with what the user entered.
pub(super) fn page(
    portal: &Portal,
    session: &Session,
    connector: &AccountConnectorState,
    flash: Option<&Flash>,
    mistake: Option<&str>,
) -> Response {
    let missing: Vec<_> = connector.missing_properties().collect();
    let content = html! {
        @if let Some(flash) = flash.filter(|flash| flash.id == connector.id) {
            p.good role="status" { (flash.sentence()) }
        }
        @if let Some(mistake) = mistake {
            p.bad role="alert" { (mistake) }
        }
        div.card { (card(session, connector, 0)) }
        @if !missing.is_empty() {
            section.card { (properties_form(session, connector.id, &missing)) }
        }
        section.card { (auth_value_form(session, connector)) }
        p { a href="/" { "All connections" } }
        (wire::panel(portal))
    };
    let status =
        if mistake.is_some() { http::StatusCode::BAD_REQUEST } else { http::StatusCode::OK };
    let service_domain = portal.cyclr.service_domain();
    Page::new(&connector.name)
        .with_status(status)
        .of(session)
        .with_frames_of(service_domain)
        .show(&content)
}

/// Icon, name, state and buttons; with a heading of that level, or none where the page has one.
pub(super) fn card(session: &Session, connector: &AccountConnectorState, heading: u8) -> Markup {
    let (id, name) = (connector.id, &connector.name);
    let is_missing = connector.missing_properties().next().is_some();
    html! {
        div.what {
            (icon(name))
            div {
                @if heading > 0 {
                    h2 { a href={ "/connectors/" (id) } { (name) } }
                }
                p { (kind(connector)) }
            }
            (state(connector, is_missing))
        }
        div.actions {
            @if is_missing {
                @if heading > 0 {
                    a.button href={ "/connectors/" (id) } { "Complete the details" }
                }
            } @else if connector.connector.auth_type == AuthType::OAuth2 {
                (connect_forms(session, connector))
            } @else if heading > 0 && !connector.authenticated {
                a.button href={ "/connectors/" (id) } { "Enter credentials" }
            }
            @if connector.authenticated {
                form method="post" action={ "/connectors/" (id) "/disconnect" } {
                    (csrf(session))
                    button.quiet { "Disconnect" span.unseen { " " (name) } }
                }
            }
        }
    }
}

fn state(connector: &AccountConnectorState, is_missing: bool) -> Markup {
    let (class, words) = match (connector.authenticated, is_missing) {
        (true, _) => ("good", "Connected"),
        (false, true) => ("bad", "Details missing"),
        (false, false) => ("none", "Not connected"),
    };
    html! { strong.state.(class) { (words) } }
}

fn kind(connector: &AccountConnectorState) -> &'static str {
    match (&connector.connector.auth_type, &connector.connector.oauth2_type) {
        (AuthType::OAuth2, Some(OAuth2Type::PasswordCredentials)) => "With the account's password",
        (AuthType::OAuth2, Some(OAuth2Type::ClientCredentials)) => {
            "With the application's own secret"
        }
        (AuthType::OAuth2, _) => "With your consent, at the application itself",
        (AuthType::ApiKey, _) => "With an API key",
        (AuthType::Basic, _) => "With a user name and a password",
        _ => "Needs no credentials from you",
    }
}

/// The first letter, on a colour that the name decides.
fn icon(name: &str) -> Markup {
    let letter = name.chars().next().unwrap_or('?').to_uppercase();
    let hue = name.bytes().fold(0_u32, |hue, byte| (hue * 31 + u32::from(byte)) % 360);
    html! {
        svg.icon viewBox="0 0 40 40" width="40" height="40" aria-hidden="true" {
            rect width="40" height="40" rx="9" fill={ "hsl(" (hue) " 55% 38%)" } {}
            text x="20" y="27" text-anchor="middle" font-size="19" fill="#fff" { (letter) }
        }
    }
}
