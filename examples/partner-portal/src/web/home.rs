//! All connections of a customer.

use axum::extract::State;
use axum::http::request::Parts;
use axum::response::Response;
use maud::{Markup, html};

use super::Portal;
use super::card::card;
use super::connector::query;
use super::page::Page;
use super::problem::Problem;
use super::session::Session;
use super::state::{Status, name};
use super::wire;

/// From so many on, there is a search.
const SEARCH_FROM: usize = 8;

pub(super) async fn show(
    State(portal): State<Portal>,
    session: Session,
    parts: Parts,
) -> Result<Response, Problem> {
    let account = &session.person.account;
    let connectors = portal.cyclr.account(account).connectors().all().await?;
    let (installed, q) = (connectors.len(), query(&parts, "q").unwrap_or_default());
    let wanted = q.trim().to_lowercase();
    let found = connectors.into_iter().filter(|it| name(it).to_lowercase().contains(&wanted));
    let found: Vec<_> = found.collect();
    let ids: Vec<_> = found.iter().map(|it| it.id).collect();
    let entries = portal.history.get_all(account, &ids).await?;
    let rows = found.into_iter().zip(entries);
    let mut rows: Vec<_> = rows
        .map(|(connector, entry)| (Status::of(&connector, entry.as_ref()), connector, entry))
        .collect();
    // What needs attention comes first; otherwise Cyclr's order.
    rows.sort_by_key(|(status, ..)| *status);
    let content = html! {
        @if installed == 0 {
            div.card {
                h2 { "No connectors yet" }
                p { "Connectors appear here as soon as they are installed in your account." }
                p.next { a.button href="/" { "Check again" } }
            }
        }
        @if installed >= SEARCH_FROM { (search(&q, rows.len())) }
        ul.cards {
            @for (_, connector, entry) in &rows {
                li.card data-row=(connector.id) data-name=(name(connector)) {
                    (card(&session, connector, entry.as_ref(), 2))
                }
            }
        }
        (wire::panel(&portal, &session))
    };
    let icons = rows.iter().filter_map(|(_, connector, _)| connector.connector.icon.as_deref());
    let service_domain = portal.cyclr.service_domain();
    let title =
        if q.is_empty() { "Your connections".to_owned() } else { format!("Your connections: {q}") };
    Ok(Page::new(&title)
        .of(&session)
        .with_icons(icons)
        .with_frames_of(service_domain)
        .show(&content))
}

fn search(q: &str, found: usize) -> Markup {
    html! {
        form.search role="search" {
            label { "Search connections" input type="search" name="q" value=(q) maxlength="100"; }
            button.quiet { "Search" }
        }
        @if !q.is_empty() {
            p.note {
                @match found {
                    0 => "No connections",
                    1 => "1 connection",
                    _ => { (found) " connections" },
                }
                " found. " a href="/" { "Show all" }
            }
        }
    }
}
