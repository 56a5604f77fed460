//! The same user at the service on axum and at the one on actix-web.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "the functions that tests share end them, too"
)]

use std::net::TcpListener;

use cyclr_sandbox::{Completion, Sandbox};
use http::header::{COOKIE, LOCATION, SET_COOKIE};
use reqwest::{Client, RequestBuilder, Response, redirect};
use serde_json::Value;

// The programs themselves, so that the test has their sandboxes.
#[path = "../src/bin/with-actix.rs"]
#[expect(dead_code, reason = "the test starts it by `serve`")]
mod with_actix;
#[path = "../src/bin/with-axum.rs"]
#[expect(dead_code, reason = "the test starts it by `serve`")]
mod with_axum;

#[tokio::test]
async fn on_axum() {
    let sandbox = Sandbox::start().await;
    let (listener, user) = User::new();
    tokio::select! {
        ended = with_axum::serve(listener, &sandbox) => panic!("{ended:?}"),
        () = user.all(&sandbox) => {}
    }
}

#[tokio::test]
async fn on_actix_web() {
    let sandbox = Sandbox::start().await;
    let (listener, user) = User::new();
    tokio::select! {
        ended = with_actix::serve(listener, &sandbox) => panic!("{ended:?}"),
        () = user.all(&sandbox) => {}
    }
}

const NOT_THIS_WAY: &str = "This page can't be opened this way.";

#[test]
fn the_guide_shows_this_program() {
    // Lines are narrower there.
    let squeezed = |text: &str| {
        let text: String = text.split_whitespace().collect();
        text.replace(",)", ")")
    };
    let (guide, program) =
        (include_str!("../../../docs/popup.md"), include_str!("../src/bin/with-axum.rs"));
    let (_, shown) = guide.split_once("```rust,ignore\n").unwrap();
    let (shown, _) = shown.split_once("```").unwrap();
    let functions: Vec<_> = shown.trim().split("\n\n").collect();
    assert!(functions.len() >= 7, "{shown}");
    for function in functions {
        assert!(squeezed(program).contains(&squeezed(function)), "not in the program:\n{function}");
    }
}

/// A user with a browser that has no script.
struct User {
    http: Client,
    site: String,
}

impl User {
    fn new() -> (TcpListener, Self) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let site = format!("http://{}", listener.local_addr().unwrap());
        let http = Client::builder().redirect(redirect::Policy::none()).no_proxy().build();
        (listener, Self { http: http.unwrap(), site })
    }

    async fn all(&self, sandbox: &Sandbox) {
        let session = self.sees_the_page().await;
        self.connects_by_redirect(sandbox, &session).await;
        self.connects_in_a_window(sandbox, &session).await;
        self.is_not_made_to_connect(sandbox, &session).await;
        self.sees_no_text_of_the_framework(sandbox, &session).await;
        self.gets_the_script().await;
    }

    /// Gives the session's cookie.
    async fn sees_the_page(&self) -> String {
        let page = self.get("/", "").await;
        assert_eq!(page.status(), 200);
        assert_eq!(header(&page, "content-type"), "text/html; charset=utf-8");
        let policy = assert_page_headers(&page);
        let cookie = header(&page, SET_COOKIE.as_str());
        assert!(cookie.ends_with("; HttpOnly; SameSite=Lax; Path=/"), "{cookie}");
        let (session, _) = cookie.split_once(';').unwrap();
        let session = session.to_owned();

        let text = page.text().await.unwrap();
        let (_, nonce) = text.split_once("<script type=\"module\" nonce=\"").unwrap();
        let (nonce, _) = nonce.split_once('"').unwrap();
        assert!(policy.contains(&format!("script-src 'nonce-{nonce}'")), "{policy}");

        // With a session there is no new one; without, it is another one each time; and so is the nonce.
        let again = self.get("/", &session).await;
        assert!(!again.headers().contains_key(SET_COOKIE));
        assert_ne!(assert_page_headers(&again), policy);
        assert_ne!(header(&self.get("/", "").await, SET_COOKIE.as_str()), cookie);
        session
    }

    async fn connects_by_redirect(&self, sandbox: &Sandbox, session: &str) {
        let redirect = self.click("/connect", session).send().await.unwrap();
        assert_eq!(redirect.status(), 303);
        assert_eq!(header(&redirect, "cache-control"), "no-store");
        assert_eq!(header(&redirect, "referrer-policy"), "no-referrer");
        let location = header(&redirect, LOCATION.as_str());

        let consent = sandbox.user().open(&location).await.unwrap();
        assert!(consent.is_consent_page(), "{consent:?}");
        let Completion::Redirect(back) = consent.approve().await.unwrap() else {
            panic!("the user is not sent back");
        };
        let back = back.as_str().strip_prefix(&self.site).unwrap();

        // What browsers do before the user is there, and what other pages have them do.
        let ahead = self.http.head(format!("{}{back}", self.site)).header(COOKIE, session);
        let ahead = ahead.header("sec-purpose", "prefetch").send().await.unwrap();
        assert!(ahead.status().is_client_error(), "{}", ahead.status());
        for (name, value) in [
            ("sec-purpose", "prefetch"),
            ("sec-purpose", "prefetch;prerender"),
            ("purpose", "prefetch"),
            ("sec-fetch-mode", "no-cors"),
            ("sec-fetch-dest", "image"),
            ("sec-fetch-dest", "iframe"),
        ] {
            let other = self.http.get(format!("{}{back}", self.site)).header(COOKIE, session);
            assert_eq!(other.header(name, value).send().await.unwrap().status(), 403, "{value}");
        }
        let another = format!("session={}", "0".repeat(32));
        self.is_not_connected(back, &another, 403).await;
        self.is_not_connected(back, "", 401).await;
        self.is_connected(back, session).await;
        self.is_not_connected(back, session, 403).await;
        self.is_not_connected("/done", session, 400).await;
        self.is_not_connected("/done?cyclr_attempt=%22", session, 400).await;
        self.is_not_connected(&format!("{back}&cyclr_attempt=x"), session, 400).await;
        let none = "/done?cyclr_attempt=AAAAAAAAAAAAAAAAAAAAAA";
        self.is_not_connected(none, session, 403).await;
    }

    async fn connects_in_a_window(&self, sandbox: &Sandbox, session: &str) {
        let answer = self.clicks_with_script(session).await;
        assert_eq!(answer.status(), 200);
        for (name, value) in [
            ("content-type", "application/json"),
            ("cache-control", "no-store"),
            ("referrer-policy", "no-referrer"),
            ("x-content-type-options", "nosniff"),
        ] {
            assert_eq!(header(&answer, name), value);
        }
        let json: Value = serde_json::from_str(&answer.text().await.unwrap()).unwrap();
        let mut members: Vec<_> = json.as_object().unwrap().keys().map(String::as_str).collect();
        members.sort_unstable();
        assert_eq!(members, ["expiresInMs", "message", "origin", "url"]);
        assert_eq!(json["origin"], sandbox.service_domain().to_string());
        let left = json["expiresInMs"].as_u64().unwrap();
        assert!((890_000..=900_000).contains(&left), "{left}");

        let own = json["message"].as_str().unwrap();
        // It was connected before, so that only the message says when it is done.
        assert_eq!(
            self.presents("/check", own, session).await,
            (200, r#"{"ready":false}"#.to_owned())
        );
        let consent = sandbox.user().open(json["url"].as_str().unwrap()).await.unwrap();
        let Completion::Message { message, target_origin } = consent.approve().await.unwrap()
        else {
            panic!("no message is posted");
        };
        assert_eq!((&*message, &*target_origin), (json["message"].as_str().unwrap(), &*self.site));
        let another = format!("session={}", "0".repeat(32));
        assert_eq!(self.presents("/done", &message, &another).await.0, 403);
        let foreign = self.http.post(format!("{}/done", self.site)).header(COOKIE, session);
        let foreign = foreign.header("sec-fetch-site", "cross-site");
        let form = [("cyclr_attempt", &message)];
        assert_eq!(foreign.form(&form).send().await.unwrap().status(), 403);
        assert_eq!(self.presents("/done", &message, session).await.0, 303);
        assert_eq!(self.presents("/done", &message, session).await.0, 403);

        // Where no message arrives, the page's script asks.
        sandbox.set_authenticated(
            sandbox.account_connectors(&"Acme-42".parse().unwrap())[0].id(),
            false,
        );
        let answer = self.clicks_with_script(session).await;
        let json: Value = serde_json::from_str(&answer.text().await.unwrap()).unwrap();
        let own = json["message"].as_str().unwrap();
        assert_eq!(
            self.presents("/check", own, session).await,
            (200, r#"{"ready":false}"#.to_owned())
        );
        let consent = sandbox.user().open(json["url"].as_str().unwrap()).await.unwrap();
        consent.approve().await.unwrap();
        assert_eq!(
            self.presents("/check", own, session).await,
            (200, r#"{"ready":true}"#.to_owned())
        );
        assert_eq!(
            self.presents("/check", own, &another).await,
            (200, r#"{"ready":false}"#.to_owned())
        );
        assert_eq!(self.presents("/done", own, session).await.0, 303);

        // The user stops waiting.
        let id = sandbox.account_connectors(&"Acme-42".parse().unwrap())[0].id();
        sandbox.set_authenticated(id, false);
        let answer = self.clicks_with_script(session).await;
        let json: Value = serde_json::from_str(&answer.text().await.unwrap()).unwrap();
        let own = json["message"].as_str().unwrap();
        let consent = sandbox.user().open(json["url"].as_str().unwrap()).await.unwrap();
        consent.approve().await.unwrap();
        assert_eq!(self.presents("/cancel", own, &another).await.0, 403);
        assert_eq!(self.presents("/cancel", own, session).await.0, 204);
        assert!(!sandbox.account_connector(id).unwrap().is_authenticated());
        assert_eq!(self.presents("/done", own, session).await.0, 403);
    }

    async fn clicks_with_script(&self, session: &str) -> Response {
        let click = self.click("/connect", session).header("accept", "application/json");
        click.send().await.unwrap()
    }

    /// As the page's script does.
    async fn presents(&self, path: &str, attempt: &str, session: &str) -> (u16, String) {
        let form = [("cyclr_attempt", attempt)];
        let answer = self.click(path, session).form(&form).send().await.unwrap();
        (answer.status().as_u16(), answer.text().await.unwrap())
    }

    async fn is_not_made_to_connect(&self, sandbox: &Sandbox, session: &str) {
        sandbox.clear_requests();
        let site = "sec-fetch-site";
        let (path, accept) = ("/connect", "accept");
        for wanted in ["text/html", "application/json"] {
            let post = || {
                let post = self.http.post(format!("{}{path}", self.site));
                post.header(COOKIE, session).header(accept, wanted)
            };
            for forged in [
                post(),
                post().header(site, "cross-site"),
                post().header(site, "same-site"),
                post().header(site, "none"),
                post().header(site, "cross-site").header("origin", &self.site),
                post().header("origin", "null"),
                post().header("origin", "https://attacker.example"),
            ] {
                assert_eq!(forged.send().await.unwrap().status(), 403);
            }
            for nobody in ["", "session=", "session=short", "other=1; xsession=2"] {
                let click = self.click(path, nobody).header(accept, wanted);
                assert_eq!(click.send().await.unwrap().status(), 401);
            }
        }
        assert_eq!(sandbox.requests().len(), 0);

        // A browser that says no more than this; and other cookies next to the session's.
        let post = self.http.post(format!("{}/connect", self.site)).header("origin", &self.site);
        let answer = post.header(COOKIE, format!("other=1; {session}")).send().await.unwrap();
        assert_eq!(answer.status(), 303);
        // A link does nothing: to axum the method is wrong, to actix-web there is no such page.
        let link = self.get("/connect", session).await.status();
        assert!(link == 404 || link == 405, "{link}");
    }

    /// What is malformed, too long, or no navigation gets a page of the service, and uses no attempt up.
    async fn sees_no_text_of_the_framework(&self, sandbox: &Sandbox, session: &str) {
        let answer = self.clicks_with_script(session).await;
        let json: Value = serde_json::from_str(&answer.text().await.unwrap()).unwrap();
        let attempt = json["message"].as_str().unwrap();
        let consent = sandbox.user().open(json["url"].as_str().unwrap()).await.unwrap();
        consent.approve().await.unwrap();
        let field = format!("cyclr_attempt={attempt}");
        let long = "A".repeat(8192);
        sandbox.clear_requests();

        let queries = [
            "",
            "?cyclr_attempt",
            &format!("?cyclr_attempt={long}"),
            &format!("?{field}&{long}={long}"),
            &format!("?{field}&{field}"),
            &format!("?{field}&cyclr%5Fattempt="),
            &format!("?{field}%FF"),
        ];
        for query in queries {
            self.refused(self.request("GET", &format!("/done{query}"), session), 400).await;
        }
        let path = format!("/done?{field}");
        for method in ["HEAD", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"] {
            // axum answers most methods itself, with no text.
            let answer = self.request(method, &path, session).send().await.unwrap();
            let (status, body) = (answer.status(), answer.text().await.unwrap());
            assert_eq!(status, 405, "{method}");
            assert!(body.is_empty() || body.starts_with(NOT_THIS_WAY), "{method}: {body}");
        }
        self.refused(self.request("HEAD", &path, session), 405).await;
        for purpose in ["prefetch", "prefetch;prerender", "prefetch;anonymous-client-ip"] {
            let ahead = || self.request("GET", &path, session).header("sec-purpose", purpose);
            self.refused(ahead(), 403).await;
            self.refused(ahead().header("sec-fetch-mode", "navigate"), 403).await;
        }

        for path in ["/done", "/check", "/cancel"] {
            let click = || self.click(path, session);
            let form = || click().header("content-type", "application/x-www-form-urlencoded");
            self.refused(click(), 400).await;
            self.refused(form(), 400).await;
            self.refused(click().header("content-type", "multipart/form-data").body("--"), 400)
                .await;
            for kind in ["application/json", "multipart/form-data; boundary=x", "text/plain", "\t;"]
            {
                let other = click().header("content-type", kind).body(field.clone());
                self.refused(other, 400).await;
            }
            self.refused(click().body(field.clone()), 400).await;
            self.refused(form().body(b"\xff\xfe\0".to_vec()), 400).await;
            self.refused(form().header("content-encoding", "gzip").body("no gzip"), 400).await;
            for body in [
                format!("{field}&{field}"),
                format!("{field}&cyclr%5Fattempt="),
                format!("{field}%00"),
                format!("{field}%FF"),
                format!("cyclr_attempt={long}"),
                format!("{field}{long}"),
                // More than actix-web reads, and more than axum does.
                format!("{field}{}", "A".repeat(256 * 1024)),
                format!("{field}{}", "A".repeat(2 * 1024 * 1024)),
            ] {
                self.refused(form().body(body), 400).await;
            }
            let ahead = form().header("sec-purpose", "prefetch").body(field.clone());
            self.refused(ahead, 403).await;
            let query = self.request("POST", &format!("{path}?{field}"), session);
            self.refused(query.header("sec-fetch-site", "same-origin"), 400).await;
        }
        assert_eq!(sandbox.requests().len(), 0, "Cyclr was asked for something");
        assert_eq!(self.presents("/done", attempt, session).await.0, 303);
    }

    async fn refused(&self, request: RequestBuilder, status: u16) {
        let (client, request) = request.build_split();
        let request = request.unwrap();
        let what = format!("{} {:.60}", request.method(), request.url());
        let is_head = request.method() == "HEAD";
        let page = client.execute(request).await.unwrap_or_else(|error| panic!("{what}: {error}"));
        assert_eq!(page.status(), status, "{what}");
        assert_page_headers(&page);
        let text = page.text().await.unwrap();
        assert!(text.starts_with(NOT_THIS_WAY) != is_head, "{what}: {text}");
    }

    async fn gets_the_script(&self) {
        let script = self.get("/cyclr-connect.js", "").await;
        assert_eq!(header(&script, "content-type"), "text/javascript");
        assert_eq!(script.text().await.unwrap(), cyclr_oauth::PopupListener::MODULE);
    }

    async fn is_connected(&self, path: &str, session: &str) {
        let answer = self.get(path, session).await;
        assert_eq!(answer.status(), 303);
        assert_eq!(header(&answer, LOCATION.as_str()), "/");
        assert_eq!(header(&answer, "cache-control"), "no-store");
        let page = self.get("/", session).await.text().await.unwrap();
        assert!(page.contains("<p>Salesforce is connected.</p>"), "{page}");
    }

    async fn is_not_connected(&self, path: &str, session: &str, status: u16) {
        let page = self.get(path, session).await;
        assert_eq!(page.status(), status, "{path}");
        assert_page_headers(&page);
    }

    async fn get(&self, path: &str, session: &str) -> Response {
        let request = self.http.get(format!("{}{path}", self.site));
        let request = if session.is_empty() { request } else { request.header(COOKIE, session) };
        request.send().await.unwrap()
    }

    fn request(&self, method: &str, path: &str, session: &str) -> RequestBuilder {
        let method = method.parse().unwrap();
        self.http.request(method, format!("{}{path}", self.site)).header(COOKIE, session)
    }

    /// As browsers send the form of a page of the same origin.
    fn click(&self, path: &str, session: &str) -> RequestBuilder {
        let request = self.http.post(format!("{}{path}", self.site));
        request.header("sec-fetch-site", "same-origin").header(COOKIE, session)
    }
}

fn header(answer: &Response, name: &str) -> String {
    let mut values = answer.headers().get_all(name).iter();
    let value = values.next().unwrap_or_else(|| panic!("no {name}"));
    assert!(values.next().is_none(), "two of {name}");
    value.to_str().unwrap().to_owned()
}

/// Gives the policy, which has the nonce.
fn assert_page_headers(page: &Response) -> String {
    for (name, value) in [
        ("cache-control", "no-store"),
        ("cross-origin-opener-policy", "same-origin-allow-popups"),
        ("referrer-policy", "no-referrer"),
        ("x-content-type-options", "nosniff"),
    ] {
        assert_eq!(header(page, name), value);
    }
    header(page, "content-security-policy")
}
