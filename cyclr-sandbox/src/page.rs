//! [`Page`]: how all pages look, and the headers that they are sent with.

use axum::response::{Html, IntoResponse, Response};
use http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, LOCATION, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use http::{HeaderName, HeaderValue, StatusCode};
use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::random::Random;
use crate::state::Refusal;

/// The element of the completion page that holds message and origin.
pub(crate) const COMPLETION_ID: &str = "completion";

/// A page for a user.
pub(crate) struct Page {
    status: StatusCode,
    title: String,
    content: Markup,
    /// A script, by its text. Nothing from a request may get into it.
    script: Option<&'static str>,
    may_be_framed: bool,
    cuts_opener: bool,
}

const STYLE: &str = "\
    :root { color-scheme: light dark; font: 1.125rem/1.5 system-ui, sans-serif }\
    body { margin: 0 auto; max-width: 40rem; padding: 2rem 1rem }\
    h1 { font-size: 1.5rem }\
    dt { font-weight: 600 }\
    dd, td, th { overflow-wrap: anywhere }\
    button { font: inherit; margin-right: 1rem; padding: .5rem 1.5rem }\
    pre { overflow: auto; white-space: pre-wrap }\
    footer { border-top: 1px solid; font-size: .875rem; margin-top: 3rem; padding-top: .5rem }";

impl Page {
    pub(crate) fn new(title: impl Into<String>, content: Markup) -> Self {
        let (title, status) = (title.into(), StatusCode::OK);
        Self { status, title, content, script: None, may_be_framed: true, cuts_opener: false }
    }

    pub(crate) fn with_status(self, status: StatusCode) -> Self {
        Self { status, ..self }
    }

    pub(crate) fn with_script(self, script: &'static str) -> Self {
        Self { script: Some(script), ..self }
    }

    /// A page with buttons that nobody may lay another page over.
    pub(crate) fn not_framed(self) -> Self {
        Self { may_be_framed: false, ..self }
    }

    /// A page that the window which opened it loses.
    pub(crate) fn cutting_opener(self, cuts_opener: bool) -> Self {
        Self { cuts_opener, ..self }
    }

    pub(crate) fn not_found() -> Self {
        Refusal::not_found("There is no such page.").into()
    }
}

/// What Cyclr shows a user in place of what was asked for.
impl From<Refusal> for Page {
    fn from(Refusal { status, message }: Refusal) -> Self {
        let title = status.canonical_reason().unwrap_or("Error");
        // With the title first, since it is the text that is documented.
        Self::new(title, html! { p { (title) ": " (message) } }).with_status(status)
    }
}

impl IntoResponse for Page {
    #[expect(clippy::expect_used, reason = "the policy holds nothing of a request")]
    fn into_response(self) -> Response {
        let Self { status, title, content, script, may_be_framed, cuts_opener } = self;
        let nonce = nonce();
        let page = html! {
            (DOCTYPE)
            html lang="en" {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    title { (title) }
                    style nonce=(nonce) { (PreEscaped(STYLE)) }
                }
                body {
                    main {
                        h1 { (title) }
                        (content)
                    }
                    footer { "This is cyclr-sandbox, a stand-in for tests." }
                    @if let Some(script) = script {
                        script nonce=(nonce) { (PreEscaped(script)) }
                    }
                }
            }
        };
        // Forms may lead anywhere: browsers apply `form-action` to the redirects that follow, and these
        // end at the partner's own page.
        let ancestors = if may_be_framed { "*" } else { "'none'" };
        let policy = format!(
            "default-src 'none'; style-src 'nonce-{nonce}'; script-src 'nonce-{nonce}'; \
             base-uri 'none'; frame-ancestors {ancestors}"
        );
        let mut answer = (status, Html(page.into_string())).into_response();
        protect(&mut answer);
        let policy = HeaderValue::try_from(policy).expect("a policy of ASCII letters");
        answer.headers_mut().insert(CONTENT_SECURITY_POLICY, policy);
        if cuts_opener {
            let name = HeaderName::from_static("cross-origin-opener-policy");
            answer.headers_mut().insert(name, HeaderValue::from_static("same-origin"));
        }
        answer
    }
}

/// Not of the state's randomness: pages must not change what a random seed repeats.
#[expect(clippy::expect_used, reason = "the system gave randomness at the start")]
fn nonce() -> String {
    Random::new(None).expect("randomness").url_safe_token()
}

/// Sends the browser on.
pub(crate) fn redirect(to: &str) -> Response {
    let Ok(location) = HeaderValue::try_from(to) else {
        return Page::from(Refusal::bad_request("the address to go to is none")).into_response();
    };
    let mut answer = StatusCode::FOUND.into_response();
    answer.headers_mut().insert(LOCATION, location);
    protect(&mut answer);
    answer
}

/// URLs here hold what must not be kept or passed on.
fn protect(answer: &mut Response) {
    let headers: [(HeaderName, &str); 3] = [
        (CACHE_CONTROL, "no-store"),
        (REFERRER_POLICY, "no-referrer"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    for (name, value) in headers {
        answer.headers_mut().insert(name, HeaderValue::from_static(value));
    }
}

/// JSON as the content of a `script` element that holds data: nothing in it can end the element.
pub(crate) fn embedded_json(id: &str, value: &serde_json::Value) -> Markup {
    let json =
        value.to_string().replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026");
    html! { script type="application/json" id=(id) { (PreEscaped(json)) } }
}
