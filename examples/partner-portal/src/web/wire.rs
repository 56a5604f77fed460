//! What went over the wire, grouped by what the user did: the sandbox's record, in which no secret is shown.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use cyclr_oauth::{AccountId, UtcTimestamp};
use cyclr_sandbox::{Origin, RecordedRequest};
use maud::{Markup, html};

use super::Portal;
use super::session::Session;

/// How many actions are remembered, of all accounts, and how many of them a page shows.
const KEPT: usize = 500;
const SHOWN: usize = 12;

/// What users have done, so that requests can be shown under it.
#[derive(Clone, Debug, Default)]
pub(super) struct Wire(Arc<Mutex<VecDeque<Action>>>);

#[derive(Clone, Debug)]
struct Action {
    account: AccountId,
    at: UtcTimestamp,
    what: &'static str,
    is_hand_off: bool,
}

impl Wire {
    /// A request to the portal, by somebody of this account.
    pub(super) fn note(&self, account: &AccountId, at: UtcTimestamp, method: &str, path: &str) {
        let last = path.rsplit('/').next().unwrap_or_default();
        let (what, is_hand_off) = match (method, last) {
            ("POST", "connect") => ("Connect", true),
            (_, "done") => ("Return from Cyclr", true),
            ("POST", "cancel") => ("Cancel", true),
            ("POST", "check") => ("Ask whether the window is done", true),
            ("POST", "disconnect") => ("Disconnect", false),
            ("POST", "properties") => ("Save details", false),
            ("POST", "auth-value") => ("Save credentials", false),
            ("GET", "") => ("Open the list", false),
            ("GET", _) => ("Open a page", false),
            _ => return,
        };
        let mut actions = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if actions.len() == KEPT {
            actions.pop_front();
        }
        actions.push_back(Action { account: account.clone(), at, what, is_hand_off });
    }
}

pub(super) fn panel(portal: &Portal, session: &Session) -> Markup {
    let Some(sandbox) = &portal.sandbox else {
        return html! {
            p.note { "What goes over the wire is in the portal's log, with " code { "RUST_LOG=cyclr_oauth=debug" } "." }
        };
    };
    let account = &session.person.account;
    let requests: Vec<_> = sandbox.requests();
    let requests: Vec<_> = requests.iter().filter(|it| is_of(portal, it, account)).collect();
    let actions = portal.wire.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let actions: Vec<_> = actions.into_iter().filter(|it| it.account == *account).collect();
    let mut groups = Vec::new();
    for (index, action) in actions.iter().enumerate() {
        let end = actions.get(index + 1).map(|it| it.at);
        let own = |it: &&&RecordedRequest| {
            it.time() >= action.at && end.is_none_or(|end| it.time() < end)
        };
        let own: Vec<_> = requests.iter().filter(own).copied().collect();
        if !own.is_empty() {
            groups.push((action, own));
        }
    }
    // The latest first, and the hand-offs before everything else.
    groups.reverse();
    groups.sort_by_key(|(action, _)| !action.is_hand_off);
    html! {
        details.wire {
            summary { "What went over the wire" }
            p {
                "The requests of your account to the local Cyclr, by what you did. Secrets are left out. "
                "Demo: connect by " a href="?transport=popup" { "window" } ", " a href="?transport=redirect" { "redirect" }
                " or, without a consent page, " a href="?transport=frame" { "frame" } "."
            }
            @for (action, requests) in groups.iter().take(SHOWN) {
                h2 { (action.what) " " small { (clock(action.at)) } }
                ul { @for request in requests { (line(request)) } }
            }
        }
    }
}

fn line(request: &RecordedRequest) -> Markup {
    let full = request.to_string();
    let path = full.split(['?', ' ']).nth(1).unwrap_or_default();
    let status = request.status().map_or_else(|| "no answer".to_owned(), |it| it.to_string());
    html! {
        li {
            details {
                summary {
                    span.to { (clock(request.time())) " " (to(request.origin())) " " }
                    code { (request.method()) " " (path) " → " (status) }
                }
                code { (full) }
            }
        }
    }
}

/// Only those that are surely of this account: requests for access tokens are the partner's, and what the
/// third party's page sends names nobody.
fn is_of(portal: &Portal, request: &RecordedRequest, account: &AccountId) -> bool {
    if request.origin() != Origin::Api {
        let Some(sandbox) = &portal.sandbox else { return false };
        let query = request.query().unwrap_or_default();
        let mut pairs = url::form_urlencoded::parse(query.as_bytes());
        let id = pairs.find(|(name, _)| name == "id").and_then(|(_, id)| id.parse::<u64>().ok());
        let connector = id.and_then(|id| sandbox.account_connector(id.into()));
        return connector.is_some_and(|it| it.account() == account.as_str());
    }
    let is_named = request.header("x-cyclr-account") == Some(account.as_str());
    is_named || request.path().starts_with(&format!("/v1.0/accounts/{account}/"))
}

fn clock(moment: UtcTimestamp) -> String {
    moment.to_string().get(11..19).unwrap_or_default().to_owned()
}

const fn to(origin: Origin) -> &'static str {
    match origin {
        Origin::Api => "portal → Cyclr",
        Origin::Service => "browser → Cyclr",
        Origin::ThirdParty => "browser → third party",
    }
}
