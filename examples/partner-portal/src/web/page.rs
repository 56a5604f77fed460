//! [`Page`]: how all pages look, and the headers that they are sent with.

use std::collections::BTreeSet;

use axum::response::{Html, IntoResponse, Response};
use cyclr_oauth::{PageHeaders, ServiceDomain, TargetOrigin};
use http::header::CONTENT_SECURITY_POLICY;
use http::{HeaderMap, HeaderValue, StatusCode};
use maud::{DOCTYPE, Markup, html};

use super::session::Session;

/// A page.
pub(super) struct Page<'a> {
    title: &'a str,
    status: StatusCode,
    session: Option<&'a Session>,
    frames: Option<&'a ServiceDomain>,
    images: BTreeSet<String>,
    news: Option<String>,
}

impl<'a> Page<'a> {
    pub(super) const fn new(title: &'a str) -> Self {
        Self {
            title,
            status: StatusCode::OK,
            session: None,
            frames: None,
            images: BTreeSet::new(),
            news: None,
        }
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

    /// May show a connector's icon, which has a separate address.
    pub(super) fn with_icons<'b>(mut self, icons: impl Iterator<Item = &'b str>) -> Self {
        self.images.extend(icons.filter_map(icon_origin));
        self
    }

    /// What has just been done: above the page, and before its title.
    pub(super) fn with_news(mut self, news: Option<String>) -> Self {
        self.news = news;
        self
    }

    pub(super) fn show(self, content: &Markup) -> Response {
        let Self { title, status, session, frames, images, news } = self;
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
                    title {
                        @if let Some(news) = &news { (news) " · " }
                        (title) " · Partner Portal"
                    }
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
                    main #main tabindex="-1" {
                        h1 { (title) }
                        p #news .good role="status" { (news.as_deref().unwrap_or_default()) }
                        (content)
                    }
                }
            }
        };
        let mut headers = headers.into_headers();
        extend_policy(&mut headers, &images);
        (status, headers, Html(page.into_string())).into_response()
    }
}

/// Enforces Trusted Types, and lets the icons in.
fn extend_policy(headers: &mut HeaderMap, images: &BTreeSet<String>) {
    let Some(policy) = headers.get(CONTENT_SECURITY_POLICY).and_then(|it| it.to_str().ok()) else {
        return;
    };
    let images: String = images.iter().flat_map(|origin| [" ", origin]).collect();
    let policy = policy.replace("img-src 'self' data:", &format!("img-src 'self' data:{images}"))
        + "; require-trusted-types-for 'script'; trusted-types 'none'";
    if let Ok(policy) = HeaderValue::try_from(policy) {
        headers.insert(CONTENT_SECURITY_POLICY, policy);
    }
}

/// The origin of an address that an icon may come from.
pub(super) fn icon_origin(icon: &str) -> Option<String> {
    let origin = TargetOrigin::parse(icon).ok()?.origin();
    origin.starts_with("https://").then_some(origin)
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
