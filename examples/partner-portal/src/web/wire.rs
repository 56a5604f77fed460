//! What went over the wire: the sandbox's record, in which no secret is shown.

use cyclr_sandbox::Origin;
use maud::{Markup, html};

use super::Portal;

const SHOWN: usize = 30;

pub(super) fn panel(portal: &Portal) -> Markup {
    let Some(sandbox) = &portal.sandbox else {
        return html! {
            p.note { "What goes over the wire is in the portal's log, with " code { "RUST_LOG=cyclr_oauth=debug" } "." }
        };
    };
    let requests = sandbox.requests();
    html! {
        details.wire {
            summary { "What went over the wire" }
            p { "Of all users of this stand-in for Cyclr, the latest first. What is secret is left out." }
            ol reversed start=(requests.len()) {
                @for request in requests.iter().rev().take(SHOWN) {
                    li {
                        span.to { (to(request.origin())) } " "
                        code { (request) }
                    }
                }
            }
        }
    }
}

const fn to(origin: Origin) -> &'static str {
    match origin {
        Origin::Api => "API",
        Origin::Service => "browser → Cyclr",
        Origin::ThirdParty => "browser → third party",
    }
}
