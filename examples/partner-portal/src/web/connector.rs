//! One connection: how it stands, and what can be done with it.

use axum::RequestPartsExt as _;
use axum::extract::{FromRequestParts, Path, State};
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use axum_extra::extract::SignedCookieJar;
use cyclr_oauth::api::{AccountConnectorState, AuthType};
use cyclr_oauth::{AccountConnectorId, UtcTimestamp};
use http::header::RETRY_AFTER;
use http::{HeaderValue, StatusCode};
use maud::{Markup, html};
use url::form_urlencoded;

use super::Portal;
use super::card::card;
use super::flash::Flash;
use super::history::Entry;
use super::moment::moment;
use super::page::Page;
use super::problem::{Problem, Shown};
use super::session::Session;
use super::state::{Way, label, name, value, way};
use super::wire;

/// The account connector that an address names.
pub(super) struct Id(pub(super) AccountConnectorId);

impl FromRequestParts<Portal> for Id {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &Portal) -> Result<Self, Problem> {
        let path = parts.extract::<Path<u64>>().await;
        path.map(|Path(id)| Self(id.into())).map_err(|_| Problem::NotFound)
    }
}

/// The one that an address names in its path, or as `connector` in its query.
pub(super) fn id_of(parts: &Parts) -> Option<AccountConnectorId> {
    let in_path = || parts.uri.path().strip_prefix("/connectors/")?.split('/').next();
    let id = match in_path() {
        Some(id) => id.parse::<u64>(),
        None => query(parts, "connector")?.parse::<u64>(),
    };
    id.ok().map(Into::into)
}

/// A parameter of an address.
pub(super) fn query(parts: &Parts, name: &str) -> Option<String> {
    let query = parts.uri.query()?.as_bytes();
    let mut pairs = form_urlencoded::parse(query);
    pairs.find(|(it, _)| it == name).map(|(_, value)| value.into_owned())
}

pub(super) async fn show(
    State(portal): State<Portal>,
    session: Session,
    jar: SignedCookieJar,
    Id(id): Id,
    parts: Parts,
) -> Result<Response, Problem> {
    let account = &session.person.account;
    let connector = portal.cyclr.account(account).connector(id).await?;
    let entry = portal.history.get(account, id).await?;
    let (flash, jar) = Flash::take(&portal, jar);
    let news = flash.filter(|it| it.id == id).map(|it| it.sentence(name(&connector)));
    let problem = query(&parts, "problem").and_then(|kind| Shown::find(&kind));
    let problem = problem.map(Shown::after_a_click);
    let content = html! {
        @if let Some(problem) = problem {
            div.bad.card role="alert" {
                h2 { (problem.title) }
                p { (problem.text) }
            }
        }
        div.card data-row=(id) data-name=(name(&connector)) data-redirect[problem.is_some()] {
            (card(&session, &connector, entry.as_ref(), 0))
            (facts(&connector, entry.as_ref(), portal.cyclr.now()))
        }
        @if connector.connector.parameters.iter().any(|it| it.is_account_connector_property) {
            section.card { (details(&connector)) }
        }
        (credentials(&connector))
        p { a href="/" { "All connections" } }
        (wire::panel(&portal, &session))
    };
    let title = match problem {
        Some(problem) => format!("{}: {}", name(&connector), problem.title.to_lowercase()),
        None => name(&connector).to_owned(),
    };
    let status = problem.map_or(StatusCode::OK, |it| it.status);
    let page = Page::new(&title)
        .with_status(status)
        .of(&session)
        .with_news(news)
        .with_icons(connector.connector.icon.as_deref().into_iter())
        .with_frames_of(portal.cyclr.service_domain())
        .show(&content);
    let mut response = (jar, page).into_response();
    if status == StatusCode::TOO_MANY_REQUESTS {
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("900"));
    }
    Ok(response)
}

fn facts(connector: &AccountConnectorState, entry: Option<&Entry>, now: UtcTimestamp) -> Markup {
    html! {
        dl.facts {
            @if let Some(Entry { at, by, user }) = entry {
                @if let Some(user) = user { dt { "Account" } dd { (user) } }
                dt { @if connector.authenticated { "Connected" } @else { "Last connected" } }
                dd { (moment(*at)) " by " (by) }
            }
            dt { "Last checked" } dd { (moment(now)) }
        }
    }
}

/// What was entered, without what is secret.
fn details(connector: &AccountConnectorState) -> Markup {
    html! {
        h2 { "Details" }
        dl.facts {
            @for parameter in connector.connector.parameters.iter().filter(|it| it.is_account_connector_property) {
                dt { (label(parameter)) }
                dd {
                    @match value(connector, parameter) {
                        None => span.note { "Not set" },
                        Some(_) if parameter.is_sensitive => "Set, hidden",
                        Some(value) => (value),
                    }
                }
            }
        }
        p { a.button.quiet href={ "/connectors/" (connector.id) "/properties" } { "Edit details" } }
    }
}

/// A user name and a password are two.
const fn stored(auth_type: &AuthType) -> &'static str {
    match auth_type {
        AuthType::ApiKey => "Your API key is stored in Cyclr and is never shown again.",
        _ => "Your user name and password are stored in Cyclr and are never shown again.",
    }
}

fn credentials(connector: &AccountConnectorState) -> Markup {
    let is_oauth = connector.connector.auth_type == AuthType::OAuth2;
    let what = match way(connector) {
        Way::HandOff if is_oauth => "tokens",
        Way::Enter(what) => what,
        _ => return html! {},
    };
    html! {
        @if is_oauth {
            p.note {
                "Already have tokens? " a href={ "/connectors/" (connector.id) "/auth-value" } { "Enter them instead" } "."
            }
        } @else if connector.authenticated {
            section.card {
                h2 { "Credentials" }
                p { (stored(&connector.connector.auth_type)) }
                p.next { a.button.quiet href={ "/connectors/" (connector.id) "/auth-value" } { "Replace " (what) } }
            }
        }
    }
}
