//! No secret is in any log, error or `Debug` output: every call, succeeding and failing by every
//! kind of fault, while all crates log at `TRACE`.

#[path = "../calls.rs"]
mod calls;

use std::collections::BTreeSet;
use std::io;
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use cyclr_oauth::api::path_segment;
use cyclr_oauth::client::Retry;
use cyclr_oauth::{ApiDomain, Error, Launch, OAuthTokens, Secret, TargetOrigin};
use cyclr_oauth_end_to_end::{AnyAttempts, AnyClient, Kind, Settings, World, connectors};
use cyclr_sandbox::Fault;
use partner_portal::connectors::QuickBooks;
use tracing_subscriber::fmt::format::FmtSpan;

use calls::{AnyCall, Fixture};

/// The log of all threads.
static LOG: Mutex<Vec<u8>> = Mutex::new(Vec::new());

/// Also while a test fails.
fn log() -> MutexGuard<'static, Vec<u8>> {
    LOG.lock().unwrap_or_else(PoisonError::into_inner)
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

/// For all threads, including those of the sandbox and the blocking client; for `log` and for
/// `tracing`.
fn keep_what_is_logged() {
    static KEPT: OnceLock<()> = OnceLock::new();
    KEPT.get_or_init(|| {
        tracing_subscriber::fmt()
            .with_max_level(tracing::Level::TRACE)
            .with_span_events(FmtSpan::FULL)
            .with_ansi(false)
            .with_writer(|| Log)
            .init();
    });
}

/// The texts that must not appear, and where they did.
#[derive(Default)]
struct Watch {
    secrets: BTreeSet<String>,
    seen: BTreeSet<String>,
}

impl Watch {
    /// Plain, as base64, encoded for URLs and forms, and escaped for JSON.
    fn add(&mut self, secret: &str) {
        assert!(secret.len() > 4, "it would be found by chance");
        let json = serde_json::Value::from(secret).to_string();
        let form = url::form_urlencoded::byte_serialize(secret.as_bytes()).collect::<String>();
        let path = path_segment(secret).to_string();
        let base64 = BASE64_STANDARD.encode(secret);
        let json = json.trim_matches('"').to_owned();
        self.secrets.extend([secret.to_owned(), path, form, json, base64]);
    }

    /// Records the place if the text contains a secret, without the text.
    fn look(&mut self, place: &str, text: &str) {
        if self.secrets.iter().any(|secret| text.contains(secret)) {
            self.seen.insert(place.to_owned());
        }
    }

    fn look_at_world(&mut self, place: &str, world: &World) {
        let World { sandbox, client, account, .. } = world;
        self.look(place, &format!("{sandbox:?} {client:?} {:?}", sandbox.requests()));
        self.look(place, &format!("{:#?}", sandbox.account_connectors(account)));
        for request in sandbox.requests() {
            self.look(place, &request.to_string());
            // Searches the log for this secret from now on.
            if let Some(bearer) = request.header("authorization") {
                self.add(bearer.trim_start_matches("Bearer "));
            }
        }
        sandbox.clear_requests();
    }

    /// Checks the log of all threads so far.
    fn assert_nothing_seen(mut self) {
        let log = String::from_utf8_lossy(&log()).into_owned();
        // Line by line only if there is something to find.
        if self.secrets.iter().any(|secret| log.contains(secret)) {
            for line in log.lines() {
                self.look(&format!("the log of {}", target(line)), line);
            }
        }
        assert!(self.seen.is_empty(), "secrets show in {:#?}", self.seen);
    }
}

/// The source of a line: `… TRACE span{…}: target: …`, and the first path in it that is a crate's.
fn target(line: &str) -> String {
    let words = line.split([' ', ':']).filter(|word| !word.is_empty()).skip(4);
    words.take(3).collect::<Vec<_>>().join(" ")
}

/// The start of every secret, with characters that URLs, forms and JSON encode.
const SECRET: &str = "k3y+4nd/\"s3cr3t ü";

/// A world whose client gives up soon.
fn world(kind: Kind) -> World {
    keep_what_is_logged();
    let world = World::start(kind);
    let client = AnyClient::new(kind, settings(&world));
    world.with_client(client)
}

fn settings(world: &World) -> Settings {
    let retry = Retry::default().base(Duration::ZERO).tries(2);
    // Much longer than any real response, but soon reached by an endless one.
    Settings { retry, max_body: 64 * 1024, ..Settings::of(&world.sandbox) }
}

async fn send(call: &AnyCall<'_>, client: &AnyClient) -> Result<String, Error> {
    match client {
        AnyClient::Async(client) => (call.send)(client).await,
        AnyClient::Blocking(client) => (call.wait)(client),
    }
}

/// The fate of a request; `secrets` is what a server repeats of what it received.
fn faults(secrets: &str) -> Vec<Fault> {
    let text = format!("can't read {secrets} or {}", BASE64_STANDARD.encode(secrets));
    let json = serde_json::json!({"Message": text, "Errors": [text], "error": text}).to_string();
    let echo = |status| Fault::status(status).body(&*json);
    vec![
        echo(200),
        echo(400),
        echo(401),
        echo(404),
        echo(429),
        echo(500),
        Fault::status(400).body(&*text).content_type("text/plain"),
        Fault::status(302).header("location", "/elsewhere"),
        Fault::reset(),
        Fault::reset().after_processing(),
        Fault::truncate_after(1),
        Fault::malformed(),
        Fault::endless(),
    ]
}

cyclr_oauth_end_to_end::with_both_clients! {
    no_secret_shows_however_a_call_ends
    no_secret_shows_without_an_access_token
    no_secret_shows_when_a_response_stalls
    no_secret_shows_in_a_whole_hand_off
    no_secret_shows_when_there_is_no_tls_on_the_other_side
}

async fn no_secret_shows_however_a_call_ends(kind: Kind) {
    let (world, mut watch) = (world(kind), Watch::default());
    let fixture = Fixture::new("Acme-42", SECRET);
    watch.add(SECRET);
    watch.add(world.sandbox.client_credentials().1.expose_secret());
    world.scope.connectors().await.unwrap();
    let list = world.sandbox.requests().pop().unwrap();
    let bearer = list.header("authorization").unwrap().trim_start_matches("Bearer ").to_owned();
    let (mut succeeded, mut failed) = (0, 0);
    for call in fixture.calls() {
        let (method, route) = (call.operation.method().as_str(), call.operation.route());
        let path = route.split('/').map(|it| if it.starts_with('{') { "*" } else { it });
        let path = path.collect::<Vec<_>>().join("/");
        let success = Fault::status(200).body(call.answer.replace("c4n4ry", "any text"));
        for fault in faults(&format!("{SECRET} {bearer}")).into_iter().chain([success]) {
            let place = format!("{}: {fault:?}", call.name);
            world.sandbox.faults().always(method, &path, fault);
            match send(&call, &world.client).await {
                Ok(answer) => {
                    succeeded += 1;
                    watch.look(&place, &answer);
                }
                Err(error) => {
                    failed += 1;
                    watch.look(&place, &calls::all_of(&error));
                }
            }
            world.sandbox.faults().clear();
            watch.look_at_world(&place, &world);
        }
    }
    assert!(succeeded > 25 && failed > 200, "{succeeded} and {failed}");
    watch.assert_nothing_seen();
}

async fn no_secret_shows_without_an_access_token(kind: Kind) {
    let (world, mut watch) = (world(kind), Watch::default());
    let secret = world.sandbox.client_credentials().1;
    watch.add(secret.expose_secret());
    for fault in faults(secret.expose_secret()) {
        let client = AnyClient::new(kind, settings(&world));
        let place = format!("{fault:?}");
        world.sandbox.faults().always("POST", "/oauth/token", fault);
        if let Err(error) = client.sign_in_token(&world.account, "ann").await {
            watch.look(&place, &calls::all_of(&error));
        }
        world.sandbox.faults().clear();
        watch.look_at_world(&place, &world);
    }
    watch.assert_nothing_seen();
}

async fn no_secret_shows_when_a_response_stalls(kind: Kind) {
    let (world, mut watch) = (world(kind), Watch::default());
    // A slow machine may reach this limit without a fault: the call only needs to end.
    let timeout = Duration::from_millis(50);
    let settings = Settings { timeout, ..settings(&world) };
    let world = world.with_client(AnyClient::new(kind, settings));
    let fixture = Fixture::new("Acme-42", SECRET);
    watch.add(SECRET);
    for call in fixture.calls().iter().filter(|call| call.name.starts_with("up")) {
        for fault in [Fault::stall(), Fault::stall().after_processing(), Fault::stall_after(1)] {
            world.sandbox.faults().always(call.operation.method().as_str(), "/v1.0/**", fault);
            if let Err(error) = send(call, &world.client).await {
                watch.look(call.name, &calls::all_of(&error));
            }
            world.sandbox.faults().clear();
            watch.look_at_world(call.name, &world);
        }
    }
    watch.assert_nothing_seen();
}

async fn no_secret_shows_in_a_whole_hand_off(kind: Kind) {
    let (world, mut watch) = (world(kind), Watch::default());
    watch.add("c4n4ry");
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
    let session = "c4n4ry of the session";
    let begun = attempts.begin(&world.client, &world.account, state.id, session).await.unwrap();
    watch.look("an attempt", &format!("{begun:?}"));
    let target = TargetOrigin::from_static("https://partner.example/done");
    let redirect = begun.redirect("ann", &target).await.unwrap();
    let url = redirect.headers()["location"].to_str().unwrap();
    let (_, attempt) = url.split_once("cyclr_attempt%3D").unwrap();
    watch.add(attempt);
    let launch = Launch::new().connector(&connector);
    let launched = world.client.launch(&world.account, launch).await.unwrap();
    for link in [url, launched.url.expose_url()] {
        let link = url::Url::parse(link).unwrap();
        let (_, token) = link.query_pairs().find(|(name, _)| name == "token").unwrap();
        watch.add(&token);
    }
    watch.look("an answer", &format!("{state:?} {redirect:?} {launched:?}"));
    let user = world.sandbox.user();
    let visit = user.open(url).await.unwrap();
    watch.look("the user's visit", &format!("{user:?}"));
    visit.approve().await.unwrap();
    let _ = user.open(launched.url.expose_url()).await.unwrap();
    // Tokens that Cyclr obtained for the user.
    let stored = world.sandbox.account_connector(state.id).unwrap();
    let tokens: serde_json::Value = serde_json::from_str(stored.auth_value().unwrap()).unwrap();
    watch.add(tokens["AccessToken"].as_str().unwrap());
    watch.add(tokens["RefreshToken"].as_str().unwrap());
    for session in ["another c4n4ry session", session, session] {
        let completed = attempts.complete(&world.client, attempt, session).await;
        watch.look("a completion", &format!("{completed:?} {attempts:?}"));
        if let Err(error) = completed {
            watch.look("an error of it", &error.to_string());
        }
    }
    let state = world.scope.connector(state.id).await.unwrap();
    watch.look("a snapshot", &format!("{stored:?} {state:?}"));
    watch.look_at_world("the hand-off", &world);
    watch.assert_nothing_seen();
}

async fn no_secret_shows_when_there_is_no_tls_on_the_other_side(kind: Kind) {
    let (world, mut watch) = (world(kind), Watch::default());
    watch.add("c4n4ry");
    let settings = settings(&world);
    let https = settings.api_domain.to_string().replace("http:", "https:");
    let settings = Settings {
        api_domain: ApiDomain::parse(&https).unwrap(),
        client_secret: Secret::from("c4n4ry of the client"),
        ..settings
    };
    let client = AnyClient::new(kind, settings);
    let error = client.sign_in_token(&world.account, "ann").await.unwrap_err();
    assert!(error.is_no_access_token(), "{error}");
    watch.look("without TLS", &calls::all_of(&error));
    // Proves that the check looks at the intended text.
    world.scope.connectors().await.unwrap();
    let logged = String::from_utf8_lossy(&log()).into_owned();
    for target in ["cyclr", "cyclr_sandbox::", "hyper_util::", "rustls::"] {
        assert!(logged.contains(target), "nothing was logged by {target}");
    }
    watch.assert_nothing_seen();
}
