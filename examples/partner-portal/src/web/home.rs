//! All connections of a customer.

use axum::extract::State;
use axum::response::Response;
use maud::html;

use super::Portal;
use super::connector::card;
use super::page::Page;
use super::problem::Problem;
use super::session::Session;
use super::wire;

pub(super) async fn show(
    State(portal): State<Portal>,
    session: Session,
) -> Result<Response, Problem> {
    let connectors = portal.cyclr.account(&session.person.account).connectors().all().await?;
    let content = html! {
        @if connectors.is_empty() {
            p { "No connector is installed in this account yet." }
        }
        ul.cards {
            @for connector in &connectors {
                li.card { (card(&session, connector, 2)) }
            }
        }
        (wire::panel(&portal))
    };
    let service_domain = portal.cyclr.service_domain();
    Ok(Page::new("Your connections").of(&session).with_frames_of(service_domain).show(&content))
}
