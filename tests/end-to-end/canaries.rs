//! No secret in any log, error, panic or `Debug`: every call, succeeding and failing by every kind of
//! fault, while all that all crates say at `TRACE` is kept.

use std::cell::Cell;
use std::collections::BTreeSet;
use std::error::Error as StdError;
use std::io;
use std::panic::{self, AssertUnwindSafe};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use cyclr_oauth::api::path_segment;
use cyclr_oauth::client::Clock as _;
use cyclr_oauth::{ApiDomain, ConnectAttempt, Error, Launch, OAuthTokens, Secret};
use cyclr_oauth_end_to_end::faults::{
    CANARY, Outcome, Scene, Stage, Target, all_kinds, all_targets, encoded_canaries,
};
use cyclr_oauth_end_to_end::{AnyAttempts, AnyClient, Kind, Settings, connectors, eventually};
use cyclr_sandbox::Fault;
use partner_portal::connectors::QuickBooks;
use tracing_subscriber::fmt::format::FmtSpan;

/// What was logged by any thread.
static LOG: Mutex<Vec<u8>> = Mutex::new(Vec::new());

/// Also while a test fails.
fn log() -> MutexGuard<'static, Vec<u8>> {
    LOG.lock().unwrap_or_else(PoisonError::into_inner)
}

thread_local! {
    /// Panics that are looked at need not be told.
    static IS_LOOKED_AT: Cell<bool> = const { Cell::new(false) };
}

struct Log;

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        log().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// For all threads, those of the sandbox and of the blocking client included; for `log` as well as
/// for `tracing`.
fn keep_what_is_logged() {
    static KEPT: OnceLock<()> = OnceLock::new();
    KEPT.get_or_init(|| {
        tracing_subscriber::fmt()
            .with_max_level(tracing::Level::TRACE)
            .with_span_events(FmtSpan::FULL)
            .with_ansi(false)
            .with_writer(|| Log)
            .init();
        let tell = panic::take_hook();
        panic::set_hook(Box::new(move |panic| {
            if !IS_LOOKED_AT.get() {
                tell(panic);
            }
        }));
    });
}

/// The texts that must not be seen, and where they were.
struct Watch {
    secrets: BTreeSet<String>,
    seen: BTreeSet<String>,
}

impl Watch {
    fn new() -> Self {
        let mut watch = Self { secrets: BTreeSet::new(), seen: BTreeSet::new() };
        watch.add(CANARY);
        encoded_canaries().into_iter().for_each(|it| watch.add(it));
        watch
    }

    /// As it is, as it stands in URLs and forms, and as it stands in JSON.
    fn add(&mut self, secret: &str) {
        assert!(secret.len() > 4, "it would be found by chance");
        let json = serde_json::Value::from(secret).to_string();
        let form = url::form_urlencoded::byte_serialize(secret.as_bytes()).collect::<String>();
        let path = path_segment(secret).to_string();
        self.secrets.extend([secret.to_owned(), path, form, json.trim_matches('"').to_owned()]);
    }

    /// Remembers the place if there is a secret in the text, without the text.
    fn look(&mut self, place: impl FnOnce() -> String, text: &str) {
        if self.secrets.iter().any(|secret| text.contains(secret)) {
            self.seen.insert(place());
        }
    }

    fn look_at_error(&mut self, place: &str, error: &Error) {
        for text in [format!("{error}"), format!("{error:?}"), format!("{error:#?}")] {
            self.look(|| format!("{place}: the error"), &text);
        }
        for text in error.message().into_iter().chain(error.body()) {
            self.look(|| format!("{place}: the error's message or body"), text);
        }
        let mut source: Option<&dyn StdError> = error.source();
        while let Some(error) = source {
            for text in [format!("{error}"), format!("{error:?}")] {
                self.look(|| format!("{place}: a source of the error"), &text);
            }
            source = error.source();
        }
    }

    fn look_at_log(&mut self) {
        let log = String::from_utf8_lossy(&log()).into_owned();
        // Line by line only where there is something to be found.
        if self.secrets.iter().any(|secret| log.contains(secret)) {
            for line in log.lines() {
                self.look(|| format!("the log of {}", target(line)), line);
            }
        }
    }

    fn assert_nothing_seen(&self) {
        assert!(self.seen.is_empty(), "secrets show in {:#?}", self.seen);
    }
}

/// Who logged a line: `… TRACE span{…}: target: …`, and the first path in it that is a crate's.
fn target(line: &str) -> String {
    let words = line.split([' ', ':']).filter(|word| !word.is_empty()).skip(4);
    words.take(3).collect::<Vec<_>>().join(" ")
}

/// What a panic says that has the text in it.
fn panic_message<T>(panics: impl FnOnce() -> T) -> String {
    IS_LOOKED_AT.set(true);
    let caught = panic::catch_unwind(AssertUnwindSafe(panics));
    IS_LOOKED_AT.set(false);
    match caught {
        Ok(_) => unreachable!("it was to panic"),
        Err(payload) => payload.downcast_ref::<String>().cloned().unwrap_or_default(),
    }
}

/// What a caller does who is sure of success.
fn expect(result: Result<(), Error>) {
    result.expect("the call");
}

#[test]
fn no_secret_shows_however_a_call_of_the_async_client_ends() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(every_call(Kind::Async));
}

#[test]
fn no_secret_shows_however_a_call_of_the_blocking_client_ends() {
    pollster::block_on(every_call(Kind::Blocking));
}

async fn every_call(kind: Kind) {
    keep_what_is_logged();
    let mut watch = Watch::new();
    let (mut succeeded, mut failed) = (0, 0);
    for target in all_targets() {
        let stage = Stage::new(kind);
        let sandbox = &stage.world.sandbox;
        watch.add(sandbox.client_credentials().1.expose_secret());
        for (number, kind) in all_kinds().iter().map(Some).chain([None; 3]).enumerate() {
            let client = stage.client(target);
            let scene = Scene::set(&stage.world).await;
            let (method, path) = target.route();
            let held = kind.filter(|kind| kind.outcome == Outcome::Timeout);
            stage.clock.begin(held.map(|_| (method, path)));
            // What they were asked with, as the last request shows.
            let requests = sandbox.requests();
            let bearer = requests.iter().rev().find_map(|it| it.header("authorization"));
            let bearer = bearer.unwrap().trim_start_matches("Bearer ").to_owned();
            watch.add(&bearer);
            match (kind, number % 3) {
                (Some(kind), _) => {
                    sandbox.faults().always(method, path, kind.make(stage.clock.now()));
                }
                // All goes well.
                (None, 0) => {}
                // Cyclr repeats what it was sent, as JSON or as text.
                (None, form) => {
                    let mut secrets = scene.secrets(&stage.world, target);
                    if target != Target::AccessToken {
                        secrets.push(bearer);
                    }
                    let text = format!("can't read {}", secrets.join(" or "));
                    let json = serde_json::json!({"Message": text, "Errors": [text]}).to_string();
                    let body = if form == 1 { json } else { text };
                    sandbox.faults().always(method, path, Fault::status(400).body(body));
                }
            }
            let place = format!("{target:?} / {kind:?}");

            match scene.call(&client, target).await {
                Ok(answer) => {
                    succeeded += 1;
                    watch.look(|| format!("{place}: the answer"), &answer);
                }
                Err(error) => {
                    failed += 1;
                    watch.look_at_error(&place, &error);
                    let message = panic_message(|| expect(Err(error)));
                    assert!(message.starts_with("the call: Error"), "{message}");
                    watch.look(|| format!("{place}: the panic"), &message);
                }
            }
            sandbox.faults().clear();
            eventually(|| sandbox.stalled() == 0).await;
            for request in sandbox.requests() {
                for text in [request.to_string(), format!("{request:?}"), format!("{request:#?}")] {
                    watch.look(|| format!("{place}: a recorded request"), &text);
                }
            }
            let things = format!(
                "{sandbox:?} {client:?} {:?}",
                sandbox.account_connectors(&stage.world.account)
            );
            watch.look(|| format!("{place}: the client or the sandbox"), &things);
            sandbox.clear_requests();
        }
    }
    assert!(succeeded > 50 && failed > 500, "{succeeded} and {failed}");
    watch.look_at_log();
    watch.assert_nothing_seen();
}

#[tokio::test]
async fn no_secret_shows_in_a_whole_hand_off() {
    keep_what_is_logged();
    for kind in [Kind::Async, Kind::Blocking] {
        let mut watch = Watch::new();
        let stage = Stage::new(kind);
        let world = &stage.world;
        let quick_books = world.sandbox.define(connectors::quick_books());
        let connector = QuickBooks {
            client_id: "id".to_owned(),
            client_secret: Secret::from("c4n4ry of the client"),
            sandbox: true,
            realm_id: None,
            tokens: OAuthTokens::new("c4n4ry to access").with_refresh_token("c4n4ry to refresh"),
        };
        let state = world.scope.install(quick_books.into(), &connector).await.unwrap();
        world.scope.configure(state.id, &connector).await.unwrap();
        let attempts = AnyAttempts::default();
        let attempt = ConnectAttempt::new(&world.account, state.id, "c4n4ry of the session");
        watch.add(attempt.expose_secret());
        attempts.begin(&attempt, &world.client).await.unwrap();
        let target = attempt.target_origin("https://partner.example/done").unwrap();
        let url = world.auth_url(state.id, target.as_str(), None).await;
        let launch = Launch::new().connector(&connector);
        let launched = world.client.launch(&world.account, launch).await.unwrap();
        for link in [url.expose_url(), launched.url.expose_url()] {
            let link = url::Url::parse(link).unwrap();
            let (_, token) = link.query_pairs().find(|(name, _)| name == "token").unwrap();
            watch.add(&token);
        }
        let answers = format!("{state:?} {url:?} {launched:?}");
        watch.look(|| "an answer".to_owned(), &answers);
        let user = world.sandbox.user();
        let visit = user.open(url.expose_url()).await.unwrap();
        watch.look(|| "the user's visit".to_owned(), &format!("{user:?}"));
        visit.approve().await.unwrap();
        let _ = user.open(launched.url.expose_url()).await.unwrap();
        // Tokens that Cyclr got for the user.
        let stored = world.sandbox.account_connector(state.id).unwrap();
        let tokens: serde_json::Value = serde_json::from_str(stored.auth_value().unwrap()).unwrap();
        watch.add(tokens["AccessToken"].as_str().unwrap());
        watch.add(tokens["RefreshToken"].as_str().unwrap());
        let presented = attempt.expose_secret();
        for session in ["another c4n4ry", "c4n4ry of the session", "c4n4ry of the session"] {
            let completed = attempts.complete(presented, session, &world.client).await;
            watch.look(
                || "a completion".to_owned(),
                &format!("{completed:?} {attempts:?} {attempt:?}"),
            );
            if let Err(error) = completed {
                watch.look(|| "an error of it".to_owned(), &error.to_string());
            }
        }
        let state = world.scope.connector(state.id).await.unwrap();
        watch.look(|| "a snapshot".to_owned(), &format!("{stored:?} {state:?}"));
        let requests = world.sandbox.requests();
        for message in
            [panic_message(|| panic!("{state:?}")), panic_message(|| panic!("{requests:?}"))]
        {
            assert!(message.len() > 100, "{message}");
            watch.look(|| "a panic".to_owned(), &message);
        }
        watch.look_at_log();
        watch.assert_nothing_seen();
    }
}

#[tokio::test]
async fn no_secret_shows_when_there_is_no_tls_on_the_other_side() {
    keep_what_is_logged();
    for kind in [Kind::Async, Kind::Blocking] {
        let mut watch = Watch::new();
        let stage = Stage::new(kind);
        let plain = stage.settings.api_domain.to_string();
        let settings = Settings {
            api_domain: ApiDomain::parse(&plain.replace("http:", "https:")).unwrap(),
            client_secret: Secret::from("c4n4ry of the client"),
            ..stage.settings.clone()
        };
        let client = AnyClient::with_clock(kind, settings, stage.clock.clone());
        let error = client.sign_in_token(&stage.world.account, "ann").await.unwrap_err();
        watch.look_at_error("without TLS", &error);
        assert_eq!(Outcome::of(&Err::<(), _>(error)), Outcome::Transport);
        watch.look_at_log();
        watch.assert_nothing_seen();
    }
    // So that what is looked at is what it is meant to be.
    let log = String::from_utf8_lossy(&log()).into_owned();
    for target in ["cyclr", "cyclr_sandbox::", "hyper_util::", "reqwest::", "rustls::"] {
        assert!(log.contains(target), "nothing was logged by {target}");
    }
}
