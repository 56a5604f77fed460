//! [`Completion`], as the last page shows it.

use serde_json::Value;
use url::Url;

use crate::page::COMPLETION_ID;

/// How a hand-off ended.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Completion {
    /// The browser was sent to the partner, to this address. It was not opened.
    Redirect(Url),
    /// A message was posted to the partner's window.
    Message {
        /// The message.
        message: String,
        /// The one origin that gets it.
        target_origin: String,
    },
    /// A page that doesn't lead back to the partner, such as the result of LAUNCH.
    Page {
        /// The page's text.
        text: String,
    },
    /// Cyclr, or the third party, showed an error page, on which the user is stuck.
    Refused {
        /// The page's status.
        status: u16,
        /// The page's text.
        text: String,
    },
}

/// What the completion page's script reads.
pub(super) fn completion(page: &str) -> Option<Completion> {
    let element = format!("id=\"{COMPLETION_ID}\">");
    let (_, rest) = page.split_once(&element)?;
    let (json, _) = rest.split_once("</script>")?;
    let json: Value = serde_json::from_str(json).ok()?;
    let member = |name: &str| json.get(name).and_then(Value::as_str).map(str::to_owned);
    Some(Completion::Message {
        message: member("message")?,
        target_origin: member("targetOrigin")?,
    })
}

/// The text in the `main` of a page of the sandbox.
pub(super) fn text(page: &str) -> String {
    let main = page.split_once("<main>").and_then(|(_, rest)| rest.split_once("</main>"));
    let mut text = String::new();
    for part in main.map_or(page, |(main, _)| main).split('<') {
        // Up to `>` it is a tag.
        text.push_str(part.split_once('>').map_or(part, |(_, text)| text));
        text.push(' ');
    }
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}
