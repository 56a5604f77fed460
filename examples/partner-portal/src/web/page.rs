//! [`Page`]: how all pages look, and the headers that they are sent with.

use axum::response::{Html, IntoResponse, Response};
use cyclr_oauth::{PageHeaders, ServiceDomain};
use http::StatusCode;
use maud::{DOCTYPE, Markup, html};

use super::session::Session;

/// A page.
pub(super) struct Page<'a> {
    title: &'a str,
    status: StatusCode,
    session: Option<&'a Session>,
    frames: Option<&'a ServiceDomain>,
}

impl<'a> Page<'a> {
    pub(super) const fn new(title: &'a str) -> Self {
        Self { title, status: StatusCode::OK, session: None, frames: None }
    }

    pub(super) const fn with_status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }

    /// Of somebody who is signed in.
    pub(super) const fn of(mut self, session: &'a Session) -> Self {
        self.session = Some(session);
        self
    }

    /// May hold Cyclr's pages in a frame.
    pub(super) const fn with_frames_of(mut self, service_domain: &'a ServiceDomain) -> Self {
        self.frames = Some(service_domain);
        self
    }

    pub(super) fn show(self, content: &Markup) -> Response {
        let Self { title, status, session, frames } = self;
        let mut headers = PageHeaders::new();
        if let Some(service_domain) = frames {
            headers = headers.with_frames_of(service_domain);
        }
        let nonce = headers.nonce();
        let page = html! {
            (DOCTYPE)
            html lang="en" {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    title { (title) " · Partner Portal" }
                    link rel="icon" href="data:,";
                    link rel="stylesheet" href="/portal.css" nonce=(nonce);
                    @if session.is_some() {
                        script type="module" src="/portal.js" nonce=(nonce) {}
                    }
                }
                body {
                    a.skip href="#main" { "Skip to content" }
                    header {
                        a.brand href="/" { "Partner Portal" }
                        @if let Some(session) = session { (who(session)) }
                    }
                    main #main {
                        h1 { (title) }
                        (content)
                    }
                }
            }
        };
        (status, headers.into_headers(), Html(page.into_string())).into_response()
    }
}

fn who(session: &Session) -> Markup {
    html! {
        form.who method="post" action="/sign-out" {
            span { (session.person.name) ", " (session.person.customer) }
            (csrf(session))
            button.quiet { "Sign out" }
        }
    }
}

/// What each form that changes something has to hold.
pub(super) fn csrf(session: &Session) -> Markup {
    html! { input type="hidden" name="csrf" value=(session.csrf); }
}
