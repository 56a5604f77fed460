//! Faults through real sockets: how hyper reports them, and Cyclr's state at the end. The test
//! `retry_table` of cyclr-oauth-tests has each fault in each call, over a scripted transport.

use std::error::Error as _;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use cyclr_oauth::client::{Clock as _, Retry};
use cyclr_oauth::{AccountConnector, AccountConnectorId, Error};
use cyclr_oauth_end_to_end::{AnyClient, Kind, Settings, World, connectors};
use cyclr_sandbox::Fault;

cyclr_oauth_end_to_end::with_both_clients! {
    without_a_connection_even_an_installation_is_tried_four_times
    a_read_whose_connection_is_reset_is_repeated
    a_response_that_is_cut_short_is_asked_for_again
    a_response_that_stalls_is_given_up_after_the_timeout_and_asked_for_again
    an_installation_that_stalls_is_a_timeout_and_not_repeated
    after_429_even_an_installation_is_repeated_when_retry_after_is_over
    a_retry_after_beyond_the_deadline_is_an_error_at_once
    a_read_succeeds_after_three_server_errors
    an_installation_whose_answer_is_lost_fails_and_is_done_once
    a_removal_whose_answer_is_lost_succeeds
    a_removal_that_was_refused_and_finds_nothing_fails
    a_new_property_whose_answer_is_lost_is_looked_for
    a_response_beyond_the_limit_is_an_error_and_not_asked_for_again
    half_a_response_is_an_error_and_its_content_type_does_not_matter
    without_an_access_token_the_call_is_not_sent
}

const CONNECTOR: &str = "/v1.0/account/connectors/*";
const INSTALL: &str = "/v1.0/connectors/*/install";

/// Without pauses, except those that `Retry-After` requests.
fn settings(world: &World) -> Settings {
    Settings { retry: Retry::default().base(Duration::ZERO), ..Settings::of(&world.sandbox) }
}

fn world(kind: Kind) -> World {
    let world = World::start(kind);
    let client = AnyClient::new(kind, settings(&world));
    world.with_client(client)
}

fn installed(world: &World) -> AccountConnectorId {
    world.sandbox.install(&world.account, connectors::mail_chimp())
}

/// Installs a connector after the fault; returns how often it was requested and how often it was
/// done.
async fn install(world: &World, fault: Fault) -> (Result<(), Error>, usize, usize) {
    let id = world.sandbox.define(connectors::mail_chimp());
    world.sandbox.faults().next("POST", INSTALL, fault);
    let result = world.scope.install(id.into(), &()).await.map(drop);
    let asked = world.sandbox.request_count("POST", INSTALL);
    (result, asked, world.sandbox.account_connectors(&world.account).len())
}

async fn without_a_connection_even_an_installation_is_tried_four_times(kind: Kind) {
    let world = world(kind);
    // The client then has an access token, but no pooled connection.
    let closing = Fault::delay(Duration::ZERO).header("connection", "close");
    world.sandbox.faults().always("*", "**", closing);
    world.scope.connectors().await.unwrap();
    let World { sandbox, scope, .. } = world;
    drop(sandbox);
    let error = scope.install(7.into(), &()).await.unwrap_err();
    assert!(error.is_transport(), "{error}");
    assert!(error.to_string().ends_with("no connection (after 4 tries)"), "{error}");
}

async fn a_read_whose_connection_is_reset_is_repeated(kind: Kind) {
    let world = world(kind);
    let id = installed(&world);
    world.sandbox.faults().next_n(3, "GET", CONNECTOR, Fault::reset());
    assert_eq!(world.scope.connector(id).await.unwrap().id, id);
    assert_eq!(world.sandbox.request_count("GET", CONNECTOR), 4);
}

async fn a_response_that_is_cut_short_is_asked_for_again(kind: Kind) {
    for bytes in [0, 1] {
        let world = world(kind);
        let id = installed(&world);
        world.sandbox.faults().next("GET", CONNECTOR, Fault::truncate_after(bytes));
        world.scope.connector(id).await.unwrap();
        assert_eq!(world.sandbox.request_count("GET", CONNECTOR), 2);

        world.sandbox.faults().always("GET", CONNECTOR, Fault::truncate_after(bytes));
        assert!(world.scope.connector(id).await.unwrap_err().is_transport());
    }
}

/// A client on the sandbox's clock, which passes the limit of a try as soon as the sandbox holds a
/// request.
fn impatient(kind: Kind) -> World {
    let timeout = Duration::from_secs(10);
    let world = World::start(kind);
    let clock = world.sandbox.clock();
    let settings = Settings { timeout, ..settings(&world) };
    let world = world.with_client(AnyClient::with_clock(kind, settings, clock.clone()));
    let sandbox = Arc::downgrade(&world.sandbox);
    thread::spawn(move || {
        while let Some(sandbox) = sandbox.upgrade() {
            // The limit counts from when the client waits for it.
            if sandbox.stalled() > 0 && clock.sleeping() > 0 {
                clock.advance(timeout);
                while sandbox.stalled() > 0 {
                    thread::yield_now();
                }
            }
            drop(sandbox);
            thread::sleep(Duration::from_millis(1));
        }
    });
    world
}

async fn a_response_that_stalls_is_given_up_after_the_timeout_and_asked_for_again(kind: Kind) {
    for fault in [Fault::stall(), Fault::stall_after(0), Fault::stall_after(1)] {
        let world = impatient(kind);
        let id = installed(&world);
        world.sandbox.faults().next("GET", CONNECTOR, fault);
        let begun = world.sandbox.clock().monotonic();
        world.scope.connector(id).await.unwrap();
        assert!(world.sandbox.clock().monotonic() - begun >= Duration::from_secs(10));
        assert_eq!(world.sandbox.request_count("GET", CONNECTOR), 2);
    }
}

async fn an_installation_that_stalls_is_a_timeout_and_not_repeated(kind: Kind) {
    for (fault, done) in [(Fault::stall(), 0), (Fault::stall_after(1), 1)] {
        let (result, asked, found) = install(&impatient(kind), fault).await;
        let error = result.unwrap_err();
        assert!(error.is_timeout() && !error.is_transport(), "{error}");
        assert_eq!((asked, found), (1, done));
    }
}

async fn after_429_even_an_installation_is_repeated_when_retry_after_is_over(kind: Kind) {
    let (world, begun) = (world(kind), Instant::now());
    let (result, asked, done) = install(&world, Fault::status(429).retry_after(1)).await;
    result.unwrap();
    assert_eq!((asked, done), (2, 1));
    assert!(begun.elapsed() >= Duration::from_secs(1), "{:?}", begun.elapsed());
}

async fn a_retry_after_beyond_the_deadline_is_an_error_at_once(kind: Kind) {
    let world = World::start(kind);
    let settings = Settings { deadline: Duration::from_secs(30), ..settings(&world) };
    let world = world.with_client(AnyClient::new(kind, settings));
    let now = world.sandbox.clock().now();
    for fault in [
        Fault::status(503).retry_after(3600),
        // Such a date has no fractional seconds.
        Fault::status(429).retry_after_date(now.saturating_add(Duration::from_secs(3601))),
    ] {
        world.sandbox.clear_requests();
        world.sandbox.faults().next("GET", "/v1.0/connectors", fault);
        let error = world.scope.definitions().await.unwrap_err();
        // So that the caller can wait when the client can't.
        let asked = error.retry_after_at(now).unwrap().as_secs();
        assert!((3600..=3601).contains(&asked), "{asked}: {error}");
        assert_eq!(world.sandbox.request_count("GET", "/v1.0/connectors"), 1);
    }
}

async fn a_read_succeeds_after_three_server_errors(kind: Kind) {
    let world = world(kind);
    let id = installed(&world);
    let page = Fault::status(502).body("<h1>Bad Gateway</h1>").content_type("text/html");
    for fault in [Fault::status(500), page, Fault::status(504)] {
        world.sandbox.faults().next("GET", CONNECTOR, fault);
    }
    world.scope.connector(id).await.unwrap();
    assert_eq!(world.sandbox.request_count("GET", CONNECTOR), 4);
}

async fn an_installation_whose_answer_is_lost_fails_and_is_done_once(kind: Kind) {
    let lost = Fault::reset().after_processing();
    for fault in [lost, Fault::status(502).after_processing(), Fault::truncate_after(1)] {
        let (result, asked, done) = install(&world(kind), fault).await;
        assert!(!result.unwrap_err().is_timeout());
        assert_eq!((asked, done), (1, 1));
    }
}

async fn a_removal_whose_answer_is_lost_succeeds(kind: Kind) {
    let lost = Fault::reset().after_processing();
    for fault in [lost, Fault::status(504).after_processing(), Fault::truncate_after(0)] {
        let world = world(kind);
        let id = installed(&world);
        world.sandbox.faults().next("DELETE", CONNECTOR, fault);
        world.scope.delete(id).await.unwrap();
        assert_eq!(world.sandbox.request_count("DELETE", CONNECTOR), 2);
        assert!(world.sandbox.account_connector(id).is_none());
    }
}

async fn a_removal_that_was_refused_and_finds_nothing_fails(kind: Kind) {
    let world = world(kind);
    // Cyclr reports that it did nothing.
    world.sandbox.faults().next("DELETE", CONNECTOR, Fault::status(503).retry_after(0));
    assert!(world.scope.delete(1.into()).await.unwrap_err().is_not_found());
    assert_eq!(world.sandbox.request_count("DELETE", CONNECTOR), 2);
}

#[derive(AccountConnector)]
struct MailChimp {
    dc: &'static str,
}

async fn a_new_property_whose_answer_is_lost_is_looked_for(kind: Kind) {
    let world = world(kind);
    let id = installed(&world);
    let properties = "/v1.0/account/connectors/*/properties";
    world.sandbox.faults().next("POST", properties, Fault::reset().after_processing());
    world.scope.configure(id, &MailChimp { dc: "us6" }).await.unwrap();
    assert_eq!(world.properties(id), [("Dc".to_owned(), "us6".to_owned())]);
    assert_eq!(world.sandbox.request_count("GET", properties), 2);
    assert_eq!(world.sandbox.request_count("POST", properties), 1);
}

async fn a_response_beyond_the_limit_is_an_error_and_not_asked_for_again(kind: Kind) {
    let world = World::start(kind);
    let settings = Settings { max_body: 64 * 1024, ..settings(&world) };
    let world = world.with_client(AnyClient::new(kind, settings));
    let id = installed(&world);
    world.sandbox.faults().always("GET", CONNECTOR, Fault::endless());
    let error = world.scope.connector(id).await.unwrap_err();
    assert!(error.is_decode() && !error.is_transport(), "{error}");
    assert_eq!(world.sandbox.request_count("GET", CONNECTOR), 1);
}

async fn half_a_response_is_an_error_and_its_content_type_does_not_matter(kind: Kind) {
    let world = world(kind);
    let id = installed(&world);
    world.sandbox.faults().next("GET", CONNECTOR, Fault::malformed());
    world.sandbox.faults().next("GET", CONNECTOR, Fault::wrong_content_type());
    assert!(world.scope.connector(id).await.unwrap_err().is_decode());
    assert_eq!(world.scope.connector(id).await.unwrap().id, id);
    assert_eq!(world.sandbox.request_count("GET", CONNECTOR), 2);
}

async fn without_an_access_token_the_call_is_not_sent(kind: Kind) {
    let world = World::start(kind);
    let settings = Settings { retry: Retry::never(), ..settings(&world) };
    let world = world.with_client(AnyClient::new(kind, settings));
    world.sandbox.faults().next("POST", "/oauth/token", Fault::reset());
    // The second call comes too early for another request.
    for _ in 0..2 {
        let error = world.scope.connectors().await.unwrap_err();
        assert!(error.is_no_access_token() && !error.is_transport(), "{error}");
        assert!(error.to_string().contains("nothing was sent"), "{error}");
        let cause: &Error = error.source().unwrap().downcast_ref().unwrap();
        assert!(cause.is_transport(), "{cause}");
    }
    assert_eq!(world.sandbox.request_count("POST", "/oauth/token"), 1);
    assert_eq!(world.sandbox.request_count("GET", "**"), 0);
    thread::sleep(Duration::from_millis(1_300));
    world.scope.connectors().await.unwrap();
    assert_eq!(world.sandbox.request_count("POST", "/oauth/token"), 2);
}
