//! One connection: how it stands, and what can be done with it.

use axum::RequestPartsExt as _;
use axum::extract::{FromRequestParts, Path, State};
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use axum_extra::extract::SignedCookieJar;
use cyclr_oauth::api::{AccountConnectorState, AuthType, OAuth2Type, Parameter, Property};
use cyclr_oauth::{AccountConnectorId, UtcTimestamp};
use http::header::RETRY_AFTER;
use http::{HeaderValue, StatusCode};
use maud::{Markup, html};
use url::form_urlencoded;

use super::Portal;
use super::connect::connect_form;
use super::flash::Flash;
use super::history::Entry;
use super::page::{Page, icon_origin};
use super::problem::{Problem, Shown};
use super::session::Session;
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
    let content = html! {
        @if let Some(problem) = problem {
            div.bad.card role="alert" {
                h2 { (problem.title) }
                p { (problem.text) }
            }
        }
        div.card data-row=(id) data-name=(name(&connector)) {
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

/// Cyclr's name for it, which may be empty.
pub(super) fn name(connector: &AccountConnectorState) -> &str {
    let names = [connector.name.trim(), connector.connector.name.trim()];
    names.into_iter().find(|it| !it.is_empty()).unwrap_or("Unnamed connector")
}

/// Icon, name, state and buttons; with a heading of that level, or none where the page has one.
pub(super) fn card(
    session: &Session,
    connector: &AccountConnectorState,
    entry: Option<&Entry>,
    heading: u8,
) -> Markup {
    let (id, name) = (connector.id, name(connector));
    let status = Status::of(connector, entry);
    html! {
        div.what {
            (icon(connector))
            div {
                @if heading > 0 {
                    h2 { a href={ "/connectors/" (id) } { (name) } }
                }
                p { (summary(connector, entry)) }
            }
            strong.state.(status.class()) { (status.words()) }
        }
        div.actions {
            @if status == Status::DetailsMissing {
                a.button href={ "/connectors/" (id) "/properties" } { "Add details" span.unseen { " for " (name) } }
            } @else {
                @match way(connector) {
                    Way::HandOff => (connect_form(session, connector, status)),
                    Way::Enter(what) => {
                        @if status != Status::Connected {
                            a.button href={ "/connectors/" (id) "/auth-value" } {
                                "Enter " (what) span.unseen { " for " (name) }
                            }
                        }
                    },
                    Way::Nothing => {},
                    Way::Elsewhere => p.note {
                        "This connector signs in with " (connector.connector.auth_type.as_str())
                        ", which can't be connected from this portal. Ask your administrator to connect it in Cyclr."
                    },
                }
            }
            @if status == Status::Connected { (menu(session, connector)) }
        }
        p.status data-status role="status" {}
    }
}

/// What a finished connection rarely needs.
fn menu(session: &Session, connector: &AccountConnectorState) -> Markup {
    let (id, name) = (connector.id, name(connector));
    html! {
        details.menu {
            summary.button.quiet { "Manage" span.unseen { " " (name) } }
            div.items {
                @match way(connector) {
                    Way::HandOff => (super::connect::reconnect_form(session, connector)),
                    Way::Enter(what) => a.button.quiet href={ "/connectors/" (id) "/auth-value" } {
                        "Replace " (what) span.unseen { " for " (name) }
                    },
                    Way::Nothing | Way::Elsewhere => {},
                }
                a.button.quiet href={ "/connectors/" (id) "/disconnect" } {
                    "Disconnect…" span.unseen { " " (name) }
                }
            }
        }
    }
}

/// How a connection stands.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) enum Status {
    /// It was connected here, and is not any more.
    Broken,
    DetailsMissing,
    Connected,
    NotConnected,
    NoneNeeded,
}

impl Status {
    pub(super) fn of(connector: &AccountConnectorState, entry: Option<&Entry>) -> Self {
        let is_missing = connector.missing_properties().next().is_some();
        match (connector.authenticated, is_missing, &connector.connector.auth_type) {
            (_, false, AuthType::None) => Self::NoneNeeded,
            (true, ..) => Self::Connected,
            (_, true, _) => Self::DetailsMissing,
            _ if entry.is_some() => Self::Broken,
            _ => Self::NotConnected,
        }
    }

    const fn class(self) -> &'static str {
        match self {
            Self::Broken | Self::DetailsMissing => "bad",
            Self::Connected => "good",
            Self::NotConnected | Self::NoneNeeded => "none",
        }
    }

    const fn words(self) -> &'static str {
        match self {
            Self::Broken => "Reconnect needed",
            Self::DetailsMissing => "Details missing",
            Self::Connected => "Connected",
            Self::NotConnected => "Not connected",
            Self::NoneNeeded => "Ready",
        }
    }
}

/// How a user connects it.
pub(super) enum Way {
    /// Cyclr's pages, and mostly the third party's.
    HandOff,
    /// A form of the portal for this.
    Enter(&'static str),
    Nothing,
    Elsewhere,
}

pub(super) fn way(connector: &AccountConnectorState) -> Way {
    match &connector.connector.auth_type {
        AuthType::OAuth2 => match connector.connector.oauth2_type {
            Some(OAuth2Type::ClientCredentials) => Way::Enter("credentials"),
            _ => Way::HandOff,
        },
        AuthType::ApiKey => Way::Enter("API key"),
        AuthType::Basic => Way::Enter("user name and password"),
        AuthType::None => Way::Nothing,
        _ => Way::Elsewhere,
    }
}

fn summary(connector: &AccountConnectorState, entry: Option<&Entry>) -> Markup {
    if let Some(Entry { at, by, user }) = entry {
        return html! {
            @if let Some(user) = user { (user) " · " }
            @if connector.authenticated { "Since " } @else { "Connected on " }
            (day(*at)) " by " (by)
        };
    }
    let words = match (&connector.connector.auth_type, &connector.connector.oauth2_type) {
        (AuthType::None, _) => "No sign-in needed",
        _ if connector.authenticated => "Connected before this portal kept a record",
        (AuthType::OAuth2, Some(OAuth2Type::PasswordCredentials)) => "Connects with your password",
        (AuthType::OAuth2, Some(OAuth2Type::ClientCredentials)) => {
            "Connects with a client ID and secret"
        }
        (AuthType::OAuth2, _) => {
            return html! { "Sign in to " (name(connector)) " to connect" };
        }
        (AuthType::ApiKey, _) => "Connects with an API key",
        (AuthType::Basic, _) => "Connects with a user name and password",
        _ => "Can't be connected from here",
    };
    html! { (words) }
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
                p { "Your " (what) " is stored in Cyclr and is never shown again." }
                p { a.button.quiet href={ "/connectors/" (connector.id) "/auth-value" } { "Replace " (what) } }
            }
        }
    }
}

pub(super) fn label(parameter: &Parameter) -> &str {
    let names = [parameter.name.trim(), parameter.target_name.trim()];
    names.into_iter().find(|it| !it.is_empty()).unwrap_or("Unnamed")
}

pub(super) fn property<'a>(
    connector: &'a AccountConnectorState,
    parameter: &Parameter,
) -> Option<&'a Property> {
    let is_it = |it: &&Property| it.name.eq_ignore_ascii_case(&parameter.target_name);
    connector.properties.iter().find(is_it)
}

pub(super) fn value<'a>(
    connector: &'a AccountConnectorState,
    parameter: &Parameter,
) -> Option<&'a str> {
    let value = property(connector, parameter)?.value.as_ref()?.expose_secret();
    Some(value).filter(|it| !it.is_empty())
}

/// The connector's own icon, or else two letters on a colour that the name decides.
fn icon(connector: &AccountConnectorState) -> Markup {
    let icon = connector.connector.icon.as_deref();
    if let Some(icon) = icon.filter(|it| icon_origin(it).is_some() || it.starts_with("data:image/"))
    {
        return html! { img.icon src=(icon) width="40" height="40" alt=""; };
    }
    let name = name(connector);
    let hue = name.bytes().fold(0_u32, |hue, byte| (hue * 31 + u32::from(byte)) % 360);
    html! {
        svg.icon viewBox="0 0 40 40" width="40" height="40" aria-hidden="true" {
            rect width="40" height="40" rx="9" fill={ "hsl(" (hue) " 55% 29%)" } {}
            text x="20" y="26" text-anchor="middle" font-size="16" fill="#fff" { (initials(name)) }
        }
    }
}

/// The capitals if there are two, or else the first two letters.
fn initials(name: &str) -> String {
    let capitals: String = name.chars().filter(|it| it.is_uppercase()).take(2).collect();
    if capitals.chars().count() == 2 {
        return capitals;
    }
    let mut letters = name.chars().filter(|it| it.is_alphanumeric());
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    first + &letters.next().map(String::from).unwrap_or_default()
}

/// `28 Nov 2026, 07:43 UTC`, readable by machines too.
pub(super) fn moment(moment: UtcTimestamp) -> Markup {
    let text = moment.to_string();
    let time = text.get(11..16).unwrap_or_default();
    html! { time datetime=(text) { (day(moment)) ", " (time) " UTC" } }
}

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

fn day(moment: UtcTimestamp) -> String {
    let text = moment.to_string();
    let mut parts = text.get(..10).unwrap_or_default().split('-');
    let (year, month, day) = (parts.next(), parts.next(), parts.next());
    let month = month.and_then(|it| it.parse::<usize>().ok()).and_then(|it| MONTHS.get(it - 1));
    let day = day.unwrap_or_default().trim_start_matches('0');
    format!("{day} {} {}", month.copied().unwrap_or_default(), year.unwrap_or_default())
}
