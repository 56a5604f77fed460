//! The end of the hand-off: a redirect, or a message to the partner's window.

use axum::response::{IntoResponse, Response};
use maud::html;
use serde_json::json;
use url::{Position, Url};

use crate::page::{COMPLETION_ID, Page, embedded_json, redirect};
use crate::shared::Shared;
use crate::state::{HandOff, Refusal};
use crate::switches::MessageWindow;

/// Posts the message, to one origin only. All values come from the element, so that none of them
/// is ever read as script.
const SCRIPT: &str = r#"
{
    const { message, targetOrigin, window: which } =
        JSON.parse(document.getElementById("completion").textContent);
    const opener = window.opener;
    // A page that is in no frame is its own parent.
    const parent = window.parent === window ? null : window.parent;
    const windows = { opener_else_parent: opener ?? parent, opener, parent };
    windows[which]?.postMessage(message, targetOrigin);
}
"#;

pub(super) fn complete(shared: &Shared, hand_off: &HandOff) -> Response {
    let (window, keep_query) = {
        let switches = &shared.state().switches;
        (switches.message_window, switches.keep_target_query)
    };
    match &hand_off.callback_message {
        Some(message) => message_page(message, &hand_off.target_origin, window).into_response(),
        None if keep_query => redirect(&hand_off.target_origin),
        None => {
            let target = &hand_off.target_origin;
            let end = target.find(['?', '#']).unwrap_or(target.len());
            redirect(target.get(..end).unwrap_or(target))
        }
    }
}

fn message_page(message: &str, target_origin: &str, window: MessageWindow) -> Page {
    // The origin of a web URL is never opaque, and so never `null`.
    let Ok(url) = Url::parse(target_origin) else {
        return Refusal::bad_request("targetOrigin is not an absolute URL").into();
    };
    let origin = &url[..Position::BeforePath];
    let origin = Url::parse(origin)
        .map_or_else(|_| origin.to_owned(), |it| it.origin().ascii_serialization());
    let data = json!({"message": message, "targetOrigin": origin, "window": window.to_string()});
    let content = html! {
        p { "You are connected. You may close this window." }
        (embedded_json(COMPLETION_ID, &data))
    };
    Page::new("Connected", content).with_script(SCRIPT)
}
