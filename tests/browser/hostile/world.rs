//! A partner's page that waits for Cyclr, and everyone else on the web.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::Router;
use axum::response::{AppendHeaders, Html, IntoResponse as _};
use axum::routing::{get, post};
use cyclr_oauth::{
    CallbackMessage, PageHeaders, PopupListener, ServiceDomain, SignInToken, TargetOrigin,
    UtcTimestamp,
};
use cyclr_oauth_browser_tests::{Server, Session, SessionBuilder, Window};
use http::StatusCode;
use http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderName};
use serde_json::{Value, json};

pub(crate) const PARTNER: &str = "partner.localhost";
pub(crate) const CYCLR: &str = "cyclr.localhost";

/// The message that ends the attempts. Its letters have variants, in upper case and with accents.
pub(crate) const MESSAGE: &str = "Attempt-\u{e9}_42";

pub(crate) struct World {
    pub(crate) session: Session,
    pub(crate) partner: Server,
    /// Cyclr, and under other host names its impersonators.
    pub(crate) cyclr: Server,
    /// Another program on Cyclr's host.
    pub(crate) other_port: Server,
    /// The window of the partner's page.
    pub(crate) page: Window,
    /// How many pages were requested from `cyclr`.
    visits: Arc<AtomicUsize>,
}

/// The sender and the receiver of a message.
pub(crate) struct Sender<'a> {
    pub(crate) window: &'a Window,
    /// The nested frames, by their selectors.
    pub(crate) frames: &'a [&'a str],
    pub(crate) to: &'a str,
}

impl World {
    pub(crate) async fn start() -> Self {
        Self::with(Session::builder()).await
    }

    /// A page from which tests open their own windows.
    pub(crate) async fn with_any_popup() -> Self {
        Self::with(Session::builder().with_any_popup()).await
    }

    pub(crate) async fn with(session: SessionBuilder) -> Self {
        Self::with_pages(session, |_| Router::new()).await
    }

    /// Starts with more pages of the partner's.
    pub(crate) async fn with_pages(
        session: SessionBuilder,
        pages: impl FnOnce(&ServiceDomain) -> Router,
    ) -> Self {
        let visits = Arc::new(AtomicUsize::new(0));
        let cyclr = Server::start(cyclr(&visits)).await;
        let other_port = Server::start(self::cyclr(&Arc::default())).await;
        let service_domain = ServiceDomain::parse(&cyclr.origin(CYCLR)).unwrap();
        let partner = Server::reserve().await;
        let page = TargetOrigin::parse(&partner.origin(PARTNER)).unwrap();
        let pages = pages(&service_domain);
        let partner = partner.serve(self::partner(&service_domain, &page).merge(pages));
        let session = session.start().await;
        let page = session.window().await;
        let world = Self { session, partner, cyclr, other_port, page, visits };
        world.open("/").await;
        world
    }

    /// Opens one of the partner's pages in a fresh state.
    pub(crate) async fn open(&self, path: &str) {
        self.session.switch_to(&self.page).await;
        self.session.open(&self.partner.url(PARTNER, path)).await;
        self.session.until_true("test.ready").await;
    }

    /// A page of Cyclr.
    pub(crate) fn cyclr_page(&self, path: &str) -> String {
        self.cyclr.url(CYCLR, path)
    }

    pub(crate) fn hand_off(&self) -> Value {
        json!({
            "url": self.cyclr_page("/"),
            "origin": self.cyclr.origin(CYCLR),
            "message": MESSAGE,
            "expiresInMs": 60_000,
        })
    }

    pub(crate) fn hand_off_with(&self, name: &str, value: impl Into<Value>) -> Value {
        let mut hand_off = self.hand_off();
        hand_off[name] = value.into();
        hand_off
    }

    pub(crate) fn visits(&self) -> usize {
        self.visits.load(Ordering::SeqCst)
    }

    /// Runs a statement in the partner's page; `argument` is its argument.
    pub(crate) async fn run(&self, statement: &str, argument: impl Into<Value>) {
        self.session.switch_to(&self.page).await;
        let body = format!("const argument = arguments[0]; {statement};");
        let () = self.session.script(&body, argument).await;
    }

    /// Evaluates an expression in the partner's page.
    pub(crate) async fn read(&self, expression: &str) -> Value {
        self.session.switch_to(&self.page).await;
        self.session.script(&format!("return {expression};"), ()).await
    }

    /// Clicks, and returns the window that opens while `start` is still running.
    pub(crate) async fn begin(&self) -> Window {
        self.session.switch_to(&self.page).await;
        self.session.opened_by(async || self.session.click("#connect").await).await
    }

    /// Clicks when the window may close again at once.
    pub(crate) async fn click(&self) {
        self.session.switch_to(&self.page).await;
        self.session.click("#connect").await;
    }

    /// Waits until only the page's window is left.
    pub(crate) async fn alone(&self) {
        let alone = async || (self.session.windows().await.len() == 1).then_some(());
        self.session.until("the window is closed", alone).await;
    }

    /// Lets the `start` of an attempt respond.
    pub(crate) async fn answer(&self, attempt: usize, hand_off: Value) {
        self.run(&format!("test.attempts[{attempt}].resolve(argument)"), hand_off).await;
    }

    /// An attempt that waits for its message, and its window, which shows the page of the hand-off.
    pub(crate) async fn connect(&self, attempt: usize, hand_off: Value) -> Window {
        let popup = self.begin().await;
        self.answer(attempt, hand_off.clone()).await;
        self.until_shown(&popup, hand_off["url"].as_str().unwrap()).await;
        popup
    }

    /// The same in the page's frame.
    pub(crate) async fn embed(&self, attempt: usize, hand_off: Value) {
        self.session.switch_to(&self.page).await;
        self.session.click("#embed").await;
        self.answer(attempt, hand_off.clone()).await;
        self.until_framed("#frame", hand_off["url"].as_str().unwrap()).await;
    }

    pub(crate) async fn until_shown(&self, window: &Window, url: &str) {
        self.session.switch_to(window).await;
        self.session.until_at(url).await;
    }

    /// Waits until a frame of the page shows an address.
    pub(crate) async fn until_framed(&self, css: &str, url: &str) {
        self.session.switch_to(&self.page).await;
        self.session.enter_frame(css).await;
        let loaded =
            format!("location.href === {} && document.readyState === 'complete'", json!(url));
        self.session.until_true(&loaded).await;
        self.session.leave_frames().await;
    }

    /// Navigates a window by its own script, as a compromised page would.
    pub(crate) async fn go(&self, window: &Window, url: &str) {
        self.session.switch_to(window).await;
        let () = self.session.script("location.href = arguments[0];", url).await;
        // As the browser writes it.
        let url: String = self.session.script("return new URL(arguments[0]).href;", url).await;
        self.session.until_at(&url).await;
    }

    /// Opens a window from the partner's page, in addition to those of attempts.
    pub(crate) async fn open_window(&self, url: &str) -> Window {
        let window = self.session.opened_by(async || self.run("window.open(argument)", url).await);
        let window = window.await;
        self.until_shown(&window, url).await;
        window
    }

    /// Adds a frame with these attributes to the current page, and waits until it is loaded.
    pub(crate) async fn add_frame(&self, attributes: Value) {
        const ADD: &str = "const frame = document.createElement('iframe'); \
            const loaded = new Promise((resolve) => { frame.onload = resolve; }); \
            for (const [name, value] of Object.entries(argument)) frame.setAttribute(name, value); \
            document.body.append(frame); \
            await loaded;";
        let () = self.session.script_async(ADD, attributes).await;
    }

    /// Sends the right message, or `data`, and waits until the partner's page has received it.
    pub(crate) async fn send(&self, sender: Sender<'_>, data: &str) {
        let before = self.messages().await;
        self.session.switch_to(sender.window).await;
        for frame in sender.frames {
            self.session.enter_frame(frame).await;
        }
        let Sender { to, .. } = sender;
        let body = format!(
            "const [m, partner] = arguments[0]; const ports = new MessageChannel(); \
             const transfer = []; const data = {data}; {to}.postMessage(data, partner, transfer);"
        );
        let argument = json!([MESSAGE, self.partner.origin(PARTNER)]);
        let () = self.session.script(&body, argument).await;
        self.session.switch_to(&self.page).await;
        self.session.until_true(&format!("test.messages.length > {before}")).await;
    }

    /// Sends the right message from a window to its opener.
    pub(crate) async fn send_from(&self, window: &Window) {
        self.send(Sender { window, frames: &[], to: "opener" }, "m").await;
    }

    /// Sends the right message from a frame of the page.
    pub(crate) async fn send_from_frame(&self, css: &str) {
        self.send(Sender { window: &self.page, frames: &[css], to: "parent" }, "m").await;
    }

    pub(crate) async fn messages(&self) -> u64 {
        self.read("test.messages.length").await.as_u64().unwrap()
    }

    /// Asserts that an attempt still waits.
    pub(crate) async fn waits(&self, attempt: usize, case: &str) {
        let outcomes = self.read(&format!("test.attempts[{attempt}].outcomes")).await;
        assert_eq!(outcomes, json!([]), "{case}: the attempt has ended");
        assert_ne!(self.read("test.left.messages").await, 0, "{case}: nobody listens any more");
    }

    /// Asserts how an attempt ended, and that it did so once.
    pub(crate) async fn ended(&self, attempt: usize, outcome: Value, case: &str) {
        self.session.switch_to(&self.page).await;
        self.session.until_true(&format!("test.attempts[{attempt}].outcomes.length > 0")).await;
        let outcomes = self.read(&format!("test.attempts[{attempt}].outcomes")).await;
        assert_eq!(outcomes, json!([outcome]), "{case}");
    }

    /// Asserts that an attempt ended without success and left nothing behind.
    pub(crate) async fn ended_as(&self, attempt: usize, outcome: &str, case: &str) {
        self.ended(attempt, json!({ "outcome": outcome }), case).await;
        self.quiet(case).await;
    }

    /// Asserts that `start` failed or its response was invalid.
    pub(crate) async fn failed(&self, attempt: usize, case: &str) -> String {
        self.session.switch_to(&self.page).await;
        self.session.until_true(&format!("test.attempts[{attempt}].outcomes.length > 0")).await;
        let outcomes = self.read(&format!("test.attempts[{attempt}].outcomes")).await;
        assert_eq!(outcomes.as_array().map(Vec::len), Some(1), "{case}: {outcomes}");
        assert_eq!(outcomes[0]["outcome"], "failed", "{case}: {outcomes}");
        self.quiet(case).await;
        outcomes[0]["error"].as_str().unwrap_or_default().to_owned()
    }

    /// Asserts that an attempt completed and left nothing behind.
    pub(crate) async fn completed(&self, attempt: usize, case: &str) {
        self.ended(attempt, json!({ "outcome": "completed", "presented": MESSAGE }), case).await;
        self.quiet(case).await;
    }

    /// Asserts that no listener and no timer is left behind.
    pub(crate) async fn quiet(&self, case: &str) {
        let nothing = json!({ "aborts": 0, "messages": 0, "timers": 0 });
        assert_eq!(self.read("test.left").await, nothing, "{case}: something is left behind");
    }

    /// Asserts that the right message from the right window still completes the attempt, once, and
    /// closes it.
    pub(crate) async fn completes_from(&self, popup: &Window, attempt: usize, case: &str) {
        self.send_from(popup).await;
        self.completed(attempt, case).await;
        self.session.until_closed(popup).await;
    }

    /// Asserts that the browser reported no errors.
    pub(crate) async fn no_complaints(&self) {
        let complaints = self.session.complaints().await;
        assert!(complaints.is_empty(), "{complaints:#?}");
    }
}

async fn icon() -> StatusCode {
    StatusCode::NO_CONTENT
}

pub(crate) fn script(text: &'static str) -> axum::routing::MethodRouter {
    get(move || async move { ([(CONTENT_TYPE, "text/javascript")], text) })
}

fn partner(cyclr: &ServiceDomain, page: &TargetOrigin) -> Router {
    let listener = {
        let cyclr = cyclr.clone();
        move |message| {
            let message = CallbackMessage::from_static(message);
            PopupListener::new(&cyclr, 1234, message, Duration::from_secs(900))
        }
    };
    let strict = {
        let cyclr = cyclr.clone();
        move || {
            let headers = PageHeaders::new().with_frames_of(&cyclr);
            let page = partner_page(headers.nonce(), PAGE);
            (headers.into_headers(), Html(page)).into_response()
        }
    };
    let rendered = {
        let (cyclr, page, listener) = (cyclr.clone(), page.clone(), listener.clone());
        move |element: &'static str| {
            let headers = PageHeaders::new().with_frames_of(&cyclr);
            let listener = listener("BwcHBwcHBwcHBwcHBwcHBw");
            let token = SignInToken::new("ABCD=");
            let script = listener.script(token, page.clone(), UtcTimestamp::now()).unwrap();
            let content = format!(
                "{element}<script nonce={nonce}>\
                   test.ready = true; test.ended = []; document.addEventListener(\
                     'cyclr-connect', (event) => test.ended.push([event.target.id, event.detail]));\
                 </script><script type=module nonce={nonce}>{}</script>",
                script.expose_secret(),
                nonce = headers.nonce(),
            );
            let page = partner_page(headers.nonce(), &content);
            (headers.into_headers(), Html(page)).into_response()
        }
    };
    let begin = {
        let page = page.clone();
        move || {
            let token = SignInToken::new("+/AB=");
            let answer = listener("CQkJCQkJCQkJCQkJCQkJCQ")
                .into_response::<axum::body::Body>(token, page.clone());
            answer.unwrap()
        }
    };
    let (button, frame) = (rendered.clone(), rendered);
    Router::new()
        .route("/", get(|| async move { strict() }))
        // Without a policy, for frames of all kinds.
        .route("/lax", get(|| async { Html(partner_page("none", PAGE)) }))
        .route(
            "/button",
            get(|| async move { button("<button id=it data-cyclr-connect>Connect</button>") }),
        )
        .route(
            "/frame",
            get(|| async move { frame("<iframe id=it title=Cyclr data-cyclr-connect></iframe>") }),
        )
        .route("/connect", post(|| async move { begin() }))
        .route("/refuse", post(|| async { StatusCode::FORBIDDEN }))
        .route("/recorder.js", script(include_str!("pages/recorder.js")))
        .route("/partner.js", script(include_str!("pages/partner.js")))
        .route("/cyclr-connect.js", script(PopupListener::MODULE))
        .route("/favicon.ico", get(icon))
}

const PAGE: &str = "<button id=connect>Connect</button> <button id=embed>Connect here</button>\
    <form id=form action=/connect method=post><input type=hidden name=action value=/refuse>\
    <button name=how value=form>Connect by form</button></form>\
    <iframe id=frame title=Cyclr></iframe>";

fn partner_page(nonce: &str, content: &str) -> String {
    let script = if content == PAGE {
        format!("<script type=module nonce={nonce} src=/partner.js></script>")
    } else {
        String::new()
    };
    format!(
        "<!doctype html><html lang=en><meta charset=utf-8><title>Partner</title>\
         <script nonce={nonce} src=/recorder.js></script><h1>Partner</h1>{content}{script}"
    )
}

/// Cyclr's pages, which send nothing unless a test makes them.
pub(crate) fn cyclr(visits: &Arc<AtomicUsize>) -> Router {
    const SILENT: &str = "<!doctype html><meta charset=utf-8><title>Cyclr</title><h1>Cyclr</h1>";
    // The way that Cyclr is expected to do it.
    const SPEAKS: &str = "<!doctype html><meta charset=utf-8><title>Cyclr</title><h1>Cyclr</h1><script>\
        const query = new URLSearchParams(location.search); \
        const to = opener ?? (parent === window ? null : parent); \
        to?.postMessage(query.get('callbackMessage'), query.get('targetOrigin'));</script>";
    const OPENER_POLICY: HeaderName = HeaderName::from_static("cross-origin-opener-policy");
    let page = |header: Option<(HeaderName, &'static str)>, text: &'static str| {
        let visits = Arc::clone(visits);
        get(move || async move {
            visits.fetch_add(1, Ordering::SeqCst);
            (AppendHeaders(header), Html(text))
        })
    };
    Router::new()
        .route("/", page(None, SILENT))
        .route("/connectorauth/updateaccountconnectoroauth", page(None, SPEAKS))
        // Severs its link to its opener, as third parties' consent pages do.
        .route("/severed", page(Some((OPENER_POLICY, "same-origin")), SILENT))
        // Has the origin `null`.
        .route("/sandboxed", page(Some((CONTENT_SECURITY_POLICY, "sandbox allow-scripts")), SILENT))
        .route("/favicon.ico", get(icon))
}
