//! A connection on the list and on pages about it: icon, name, state and buttons.

use cyclr_oauth::api::{AccountConnectorState, AuthType, OAuth2Type};
use maud::{Markup, html};

use super::connect::{connect_form, reconnect_form};
use super::history::Entry;
use super::moment::day;
use super::page::icon_origin;
use super::session::Session;
use super::state::{Status, Way, name, way};

/// With a heading of that level, or none where the page has one.
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
                        ", which this portal doesn't support. Ask your administrator to connect it in Cyclr."
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
                    Way::HandOff => (reconnect_form(session, connector)),
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
