//! Clients that have the sandbox's clock.

use std::future::poll_fn;
use std::pin::pin;
use std::time::{Duration, SystemTime};

use cyclr_oauth::api::Error;
use cyclr_oauth::{
    AccountId, ApiDomain, AttemptError, Attempts, Client, Returned, SessionKey, SignInToken,
    TargetOrigin, UtcTimestamp, blocking,
};
use cyclr_sandbox::{Clock, Completion, ConnectorSeed, Fault, NothingWaits, Sandbox};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio::time::timeout;

use crate::support::eventually;

const TOKEN: &str = "/v1.0/accounts/*/signintoken";
const SOON: Duration = Duration::from_millis(100);

struct World {
    sandbox: Sandbox,
    cyclr: Client,
    account: AccountId,
}

async fn world() -> World {
    let sandbox = Sandbox::start().await;
    let cyclr = sandbox.client_builder().build().unwrap();
    let account = AccountId::new("Acme-42").unwrap();
    sandbox.create_account(&account);
    World { sandbox, cyclr, account }
}

impl World {
    async fn token(&self) -> Result<SignInToken, Error> {
        self.cyclr.sign_in_token(&self.account, "ann").await
    }

    /// A call that has its access token already.
    async fn warmed_up() -> Self {
        let world = world().await;
        let _token = world.token().await.unwrap();
        world.sandbox.clear_requests();
        world
    }
}

/// The whole of a hand-off, as a partner's test writes it.
async fn completed_after(pause: Duration) -> Result<(), AttemptError> {
    let World { sandbox, cyclr, account } = world().await;
    let salesforce = sandbox.install(&account, ConnectorSeed::oauth2("Salesforce"));
    let attempts = Attempts::in_memory();
    let session = SessionKey::new("a-session-id-of-the-partner's-own").unwrap();
    let begun = attempts.begin(&cyclr, &account, salesforce, &session).await?;
    let back = TargetOrigin::parse("https://partner.example/back").unwrap();
    let redirect: http::Response<String> = begun.redirect("ann", &back).await?;
    let url = redirect.headers()["location"].to_str().unwrap().to_owned();
    let consent = sandbox.user().open(&url).await.unwrap();
    let Completion::Redirect(page) = consent.approve().await.unwrap() else { panic!() };

    sandbox.clock().advance(pause);
    let request = http::Request::get(page.as_str()).body(()).unwrap().into_parts().0;
    let returned = Returned::by_navigation(&request).unwrap();
    attempts.complete(&cyclr, returned, &session).await.map(|_| ())
}

#[tokio::test]
async fn an_attempt_is_completed_in_time_and_not_an_hour_later() {
    completed_after(Duration::from_secs(60)).await.unwrap();
    let late = completed_after(Duration::from_secs(3600)).await.unwrap_err();
    assert!(matches!(late, AttemptError::Expired), "{late}");
}

#[tokio::test]
async fn sign_in_tokens_expire_by_the_clock() {
    let World { sandbox, cyclr, account } = world().await;
    for (seconds, is_consent) in [(290, true), (301, false)] {
        let salesforce = sandbox.install(&account, ConnectorSeed::oauth2("Salesforce"));
        let token = cyclr.sign_in_token(&account, "ann").await.unwrap();
        let back = TargetOrigin::parse("https://partner.example/back").unwrap();
        let url =
            cyclr.connector_auth_url().id(salesforce).token(token).target_origin(back).build();
        sandbox.clock().advance(Duration::from_secs(seconds));
        let visit = sandbox.user().open(url.expose_url()).await.unwrap();
        assert_eq!(visit.is_consent_page(), is_consent);
    }
}

/// As often as it takes for a step at the wrong time to cut a try.
#[tokio::test]
async fn steps_to_the_next_moment_never_cut_a_try() {
    let world = World::warmed_up().await;
    let clock = world.sandbox.clock();
    clock.freeze(); // so that no pause ends by itself
    for _ in 0..60 {
        world.sandbox.clear_requests();
        let fault = Fault::status(503).retry_after(2);
        world.sandbox.faults().next("POST", TOKEN, fault);
        let (token, waited) = tokio::join!(world.token(), clock.advance_to_next());
        let _token = token.unwrap();
        assert_eq!(world.sandbox.request_count("POST", TOKEN), 2);
        // The requested pause plus the client's own, below a second: not the limit of 10 s.
        let waited = waited.unwrap();
        assert!((Duration::from_secs(2)..Duration::from_secs(3)).contains(&waited), "{waited:?}");
    }
}

#[tokio::test]
async fn a_call_with_retries_takes_no_time() {
    let world = World::warmed_up().await;
    let fault = Fault::status(503).retry_after(5);
    world.sandbox.faults().next_n(3, "POST", TOKEN, fault);
    let (clock, begun) = (world.sandbox.clock(), std::time::Instant::now());
    let before = clock.now();
    let _token = clock.advance_while(world.token()).await.unwrap();
    assert!(begun.elapsed() < Duration::from_secs(5));
    assert!(clock.now() >= before.saturating_add(Duration::from_secs(15)));
    assert_eq!(world.sandbox.request_count("POST", TOKEN), 4);
}

#[tokio::test]
async fn stalled_tries_reach_their_limits_and_delays_their_ends() {
    let World { sandbox, cyclr, account } = World::warmed_up().await;
    let id = sandbox.install(&account, ConnectorSeed::oauth2("Salesforce"));
    let read = || async { cyclr.account(&account).connector(id).await };
    let (faults, clock) = (sandbox.faults(), sandbox.clock());
    faults.next("GET", "**", Fault::stall());
    faults.next("GET", "**", Fault::stall_after(3));
    faults.next("GET", "**", Fault::delay(Duration::from_secs(5)));
    clock.freeze();
    let before = clock.now();
    clock.advance_while(read()).await.unwrap();
    assert_eq!(sandbox.request_count("GET", "**"), 3);
    let took = SystemTime::from(clock.now()).duration_since(before.into()).unwrap();
    // Twice the limit of 10 s, pauses of less than two seconds together, and the delay.
    assert!((Duration::from_secs(25)..Duration::from_secs(27)).contains(&took), "{took:?}");

    // An endless body keeps the client busy: the error is its length, not the time.
    faults.always("GET", "**", Fault::endless());
    let error = clock.advance_while(read()).await.unwrap_err();
    assert!(!error.is_timeout(), "{error}");
}

#[test]
fn blocking_calls_take_no_time_either() {
    let sandbox = Sandbox::start_blocking();
    let cyclr = sandbox.configure(blocking::Client::builder()).build().unwrap();
    let account = AccountId::new("Acme-42").unwrap();
    sandbox.create_account(&account);
    sandbox.faults().next("POST", TOKEN, Fault::status(503).retry_after(20));
    sandbox.faults().next("POST", "/oauth/token", Fault::stall());
    let begun = std::time::Instant::now();
    let call = || cyclr.sign_in_token(&account, "ann");
    // The stall takes 10 of 30 seconds; 20 more are too many, which is known at once.
    let error = sandbox.clock().advance_while_blocking(call).unwrap_err();
    assert_eq!(error.status().map(|it| it.as_u16()), Some(503), "{error}");
    let _token = sandbox.clock().advance_while_blocking(call).unwrap();
    assert!(begun.elapsed() < Duration::from_secs(5));
}

/// A server that answers when the test says so, which no sandbox knows of.
#[tokio::test]
async fn the_pause_of_one_client_waits_for_the_try_of_another() {
    let World { sandbox, cyclr, account } = World::warmed_up().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let other = Client::builder()
        .api_domain(
            ApiDomain::parse(&format!("http://{}", listener.local_addr().unwrap())).unwrap(),
        )
        .service_domain(sandbox.service_domain())
        .client_credentials("id", cyclr_oauth::Secret::from("s3cr3t"))
        .clock(sandbox.clock())
        .build()
        .unwrap();
    let trying = tokio::spawn(async move { other.check().await });
    let (mut try_under_way, _) = listener.accept().await.unwrap();

    sandbox.faults().next("POST", TOKEN, Fault::status(503).retry_after(20));
    let pausing = {
        let (cyclr, account) = (cyclr.clone(), account.clone());
        tokio::spawn(async move { cyclr.sign_in_token(&account, "ann").await })
    };
    let clock = sandbox.clock();
    // The limit of the one's try, and the other's pause.
    eventually(|| clock.sleeping() == 2 && sandbox.request_count("POST", TOKEN) == 1).await;
    assert!(timeout(SOON, clock.advance_to_next()).await.is_err());
    assert!(timeout(SOON, clock.advance_when_waiting(Duration::from_secs(3600))).await.is_err());

    let _ = try_under_way.read(&mut [0; 4096]).await.unwrap();
    let body = r#"{"access_token":"t0k3n","token_type":"bearer","expires_in":60}"#;
    let answer = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    try_under_way.write_all(answer.as_bytes()).await.unwrap();
    trying.await.unwrap().unwrap();
    assert!(clock.advance_to_next().await.unwrap() > Duration::from_secs(19));
    let _token = pausing.await.unwrap().unwrap();
}

#[tokio::test]
async fn a_request_whose_client_left_no_longer_counts_as_held() {
    let World { sandbox, cyclr, account } = World::warmed_up().await;
    let clock = sandbox.clock();
    let try_under_way = cyclr_oauth::client::Clock::timeout(&clock, Duration::from_secs(3600));
    sandbox.faults().next("POST", TOKEN, Fault::stall());
    let held = tokio::spawn(async move { cyclr.sign_in_token(&account, "ann").await });
    eventually(|| sandbox.request_count("POST", TOKEN) == 1).await;
    held.abort();

    let pause = tokio::spawn(clock.sleep(Duration::from_secs(1800)));
    eventually(|| clock.sleeping() == 1).await;
    // The sandbox notices it soon.
    let patience = std::time::Instant::now() + Duration::from_secs(20);
    while timeout(SOON, clock.advance_when_waiting(Duration::ZERO)).await.is_ok() {
        assert!(std::time::Instant::now() < patience);
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    drop(try_under_way);
    clock.advance_to_next().await.unwrap();
    pause.await.unwrap();
}

#[tokio::test]
async fn a_waiting_task_is_not_woken_needlessly() {
    let clock = Clock::new();
    let mut waiting = pin!(clock.advance_to_next());
    let mut polls = 0;
    let counted = poll_fn(|context| {
        polls += 1;
        waiting.as_mut().poll(context)
    });
    assert!(timeout(SOON, counted).await.is_err());
    // Once at the start, and once at the timeout.
    assert_eq!(polls, 2);
}

#[tokio::test]
async fn sleeps_end_by_real_time() {
    // Each clock is new, so nothing else wakes its sleeps.
    let sleeps = async {
        for _ in 0..50 {
            Clock::new().sleep(Duration::from_millis(1)).await;
        }
    };
    timeout(Duration::from_secs(10), sleeps).await.unwrap();
}

#[tokio::test]
async fn a_sleep_beyond_the_year_9000_never_ends() {
    let clock = Clock::new();
    let for_ever = clock.sleep_until(UtcTimestamp::MAX);
    assert!(timeout(SOON, clock.advance_while(for_ever)).await.is_err());
    let delay = Fault::delay(Duration::from_secs(300_000_000_000));
    let world = World::warmed_up().await;
    world.sandbox.faults().next("POST", TOKEN, delay);
    // The try times out instead.
    let error = world.sandbox.clock().advance_while(world.token()).await.unwrap_err();
    assert!(error.is_timeout(), "{error}");
}

#[test]
fn the_year_9000_is_not_reached() {
    let clock = Clock::new();
    clock.freeze();
    let before = clock.now();
    let year_9000 = SystemTime::from(UtcTimestamp::parse("9000-01-01T00:00:00Z").unwrap());
    let left = year_9000.duration_since(before.into()).unwrap();
    clock.advance(left);
    assert_eq!(clock.now(), before);
    clock.advance(left.saturating_sub(Duration::from_nanos(1)));
    assert!(clock.now() > before);
    assert_eq!(format!("{clock:?}"), "Clock(8999-12-31T23:59:59.999999999Z)");
}

#[tokio::test]
async fn it_is_an_error_if_nothing_waits() {
    let error = Clock::new().advance_when_waiting(SOON).await.unwrap_err();
    assert_eq!(error, NothingWaits);
    assert!(error.to_string().contains("`sandbox.client_builder()`"), "{error}");
}

#[tokio::test]
async fn a_frozen_clock_moves_by_hand_alone() {
    let clock = Clock::new();
    clock.freeze();
    let before = clock.now();
    let sleep = tokio::spawn(clock.sleep(Duration::from_millis(20)));
    tokio::time::sleep(Duration::from_millis(60)).await;
    assert_eq!((clock.now(), sleep.is_finished()), (before, false));
    assert_eq!(clock.advance_to_next().await, Ok(Duration::from_millis(20)));
    sleep.await.unwrap();
    assert_eq!(clock.now(), before.saturating_add(Duration::from_millis(20)));
    clock.resume();
    assert!(!clock.is_frozen());
    clock.sleep(Duration::from_millis(5)).await;
    // It went on from where it stood.
    assert!(clock.now() < before.saturating_add(Duration::from_secs(30)));
    assert!(clock.now() >= before.saturating_add(Duration::from_millis(25)));
}
