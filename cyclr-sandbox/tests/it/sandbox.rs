//! Starting, stopping, and what is kept.

use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use cyclr_oauth::{AccountConnectorId, AccountId};
use cyclr_sandbox::{Clock, Completion, ConnectorSeed, HttpUser, Limits, Sandbox, Switches};
use http::Method;
use serde_json::json;

use crate::support::{Api, eventually};

#[test]
fn it_starts_and_stops_without_a_runtime() {
    let cyclr = Sandbox::start_blocking();
    let api: SocketAddr = cyclr.api_domain().to_string().replace("http://", "").parse().unwrap();
    assert!(std::net::TcpStream::connect(api).is_ok());
    drop(cyclr);
    assert!(std::net::TcpStream::connect(api).is_err());
}

#[tokio::test(flavor = "current_thread")]
async fn it_may_be_dropped_on_the_only_thread() {
    drop(Sandbox::start().await);
    assert!(Sandbox::builder().listen_api(([192, 0, 2, 1], 0).into()).start().await.is_err());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_is_shared_between_tasks() {
    let cyclr = Arc::new(Sandbox::start().await);
    let account = AccountId::new("a").unwrap();
    let ids = (0..10).map(|_| {
        let (cyclr, account) = (Arc::clone(&cyclr), account.clone());
        tokio::spawn(async move { cyclr.install(&account, ConnectorSeed::oauth2("Salesforce")) })
    });
    let mut ids: Vec<_> =
        futures_util::future::join_all(ids).await.into_iter().map(Result::unwrap).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 10);
    assert_eq!(cyclr.account_connectors(&account).len(), 10);
}

#[test]
fn an_address_that_is_taken_or_public_is_an_error() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap();
    let error = Sandbox::builder().listen_service(address).start_blocking().unwrap_err();
    assert!(error.is_address_in_use());
    assert_eq!(error.to_string(), format!("can't listen on {address}"));
    assert!(std::error::Error::source(&error).is_some());
    let public = Sandbox::builder().listen_api("0.0.0.0:0".parse().unwrap());
    let error = public.start_blocking().unwrap_err();
    assert!(error.to_string().contains("other machines"));
    assert!(!error.is_address_in_use());
}

#[test]
fn it_is_what_it_was_built_to_be() {
    let clock = Clock::new();
    let switches = Switches { page_size: 3, ..Switches::default() };
    let builder = Sandbox::builder().clock(clock.clone()).switches(switches);
    let cyclr = builder.start_blocking().unwrap();
    assert_eq!(cyclr.switches().page_size, 3);
    clock.freeze();
    assert!(cyclr.clock().is_frozen());

    let account = AccountId::new("Acme-42").unwrap();
    let id = cyclr.install(&account, ConnectorSeed::oauth2("Salesforce"));
    assert!(cyclr.set_authenticated(id, true));
    assert!(cyclr.account_connector(id).unwrap().is_authenticated());
    assert!(!cyclr.set_authenticated(AccountConnectorId::from(1), true));
    assert!(!cyclr.has_password("ann", "p4ss"));

    let foreign = "https://app-h.cyclr.com/account/signinwithtoken".parse().unwrap();
    assert!(!cyclr.owns(&foreign));
    let api = cyclr.api_domain();
    assert!(format!("{cyclr:?}").contains(&api.to_string()), "{cyclr:?}");
    cyclr.reset();
    assert!(!cyclr.has_account(&account) && !clock.is_frozen());
}

#[test]
fn a_seed_of_randomness_repeats_all() {
    let credentials = || {
        let cyclr = Sandbox::builder().random_seed(7).start_blocking().unwrap();
        let (id, secret) = cyclr.client_credentials();
        let token = cyclr.mint_access_token(None);
        (id, secret.expose_secret().to_owned(), token.expose_secret().to_owned())
    };
    assert_eq!(credentials(), credentials());
    let other = Sandbox::start_blocking().client_credentials();
    assert_ne!(other.0, Sandbox::start_blocking().client_credentials().0);
}

#[tokio::test]
async fn the_oldest_makes_room() {
    let limits = Limits {
        access_tokens: 2,
        accounts: 2,
        account_connectors: 1,
        hand_offs: 1,
        sign_in_tokens: 1,
        users: 1,
        ..Limits::default()
    };
    let api = Api::around(Sandbox::builder().limits(limits).start().await.unwrap());
    let tokens: Vec<_> = (0..3).map(|_| api.cyclr.mint_access_token(None)).collect();
    let mut statuses = Vec::new();
    for token in &tokens {
        let request =
            api.bare(Method::GET, "/v1.0/account/connectors").bearer_auth(token.expose_secret());
        let request = request.header("x-cyclr-account", api.account.as_str());
        statuses.push(request.send().await.unwrap().status().as_u16());
    }
    assert_eq!(statuses, [401, 200, 200]);

    let id = api.cyclr.install(&api.account, ConnectorSeed::oauth2("Salesforce")).get();
    let (old, new) = (api.auth_url(id, None).await, api.auth_url(id, None).await);
    let user = api.cyclr.user();
    assert!(!user.open(&old).await.unwrap().is_consent_page());
    let old = user.open(&new).await.unwrap();
    let new = user.open(&api.auth_url(id, None).await).await.unwrap();
    assert_eq!(api.cyclr.pending_hand_offs(), 1);
    assert!(matches!(old.approve().await.unwrap(), Completion::Refused { status: 400, .. }));
    assert!(matches!(new.approve().await.unwrap(), Completion::Redirect(_)));

    let path = format!("{}/signintoken", Api::ACCOUNT);
    api.send(Method::POST, &path, json!({"Username": "bob"})).await;
    assert!(api.cyclr.has_user(&api.account, "bob") && !api.cyclr.has_user(&api.account, "ann"));

    let connector = api.cyclr.define(ConnectorSeed::api_key("K"));
    let install = format!("/v1.0/connectors/{connector}/install");
    assert_eq!(api.refusal(Method::POST, &install, json!({})).await.0, 400);
    api.send(Method::POST, "/v1.0/accounts/second/launch", json!({})).await;
    assert_eq!(api.refusal(Method::POST, "/v1.0/accounts/third/launch", json!({})).await.0, 400);
}

#[tokio::test]
async fn clocks_wake_every_sleep_at_its_moment() {
    let clock = Clock::new();
    let sleep = |seconds| tokio::spawn(clock.sleep(Duration::from_secs(seconds)));
    let (short, long) = (sleep(100), sleep(10_000));
    eventually(|| clock.sleeping() == 2).await;
    clock.advance(Duration::from_secs(50));
    assert_eq!(clock.sleeping(), 2);
    let step = clock.advance_to_next().await.unwrap();
    assert!(step <= Duration::from_secs(50));
    short.await.unwrap();
    assert_eq!(clock.sleeping(), 1);
    assert!(!long.is_finished());
    long.abort();
    eventually(|| clock.sleeping() == 0).await;
    // Real time wakes too.
    clock.sleep(Duration::from_millis(2)).await;
    clock.sleep_until(clock.now()).await;
    // Too long to be counted: nothing happens.
    let before = clock.now();
    clock.advance(Duration::MAX);
    clock.advance(Duration::from_secs(u64::MAX / 2));
    clock.advance(Duration::from_secs(222_000_000_000));
    assert!(before <= clock.now() && clock.now() < "2200-01-01T00:00:00Z".parse().unwrap());
    clock.advance(Duration::from_secs(200_000_000_000));
    assert!(clock.now() > "8000-01-01T00:00:00Z".parse().unwrap());
}

/// One hand-off: access token, sign-in token, consent, proof.
async fn flow(api: &Api, user: &HttpUser, id: AccountConnectorId, n: usize) {
    let message = n.is_multiple_of(2).then_some("done");
    let url = api.auth_url(id.get(), message).await;
    let completion = user.open(&url).await.unwrap().approve().await.unwrap();
    assert!(!matches!(completion, Completion::Refused { .. }));
    let path = format!("/v1.0/account/connectors/{id}");
    assert_eq!(api.get(&path).await["Authenticated"], true);
}

/// Always a hundred of them under way.
async fn flows(api: &Api, count: usize) {
    use futures_util::StreamExt as _;

    let user = api.cyclr.user();
    let install = |_| api.cyclr.install(&api.account, ConnectorSeed::oauth2("Salesforce"));
    let ids: Vec<_> = (0..100).map(install).collect();
    let flows = (0..count).map(|n| flow(api, &user, ids[n % 100], n));
    futures_util::stream::iter(flows).for_each_concurrent(100, |flow| flow).await;
    assert_eq!(api.cyclr.pending_hand_offs(), 0);
    assert!(ids.iter().all(|id| api.cyclr.account_connector(*id).unwrap().is_authenticated()));
}

#[tokio::test]
async fn a_hundred_flows_go_side_by_side() {
    flows(&Api::start().await, 200).await;
}

/// What it keeps is bounded: after 20,000 flows no further ones add to it.
#[tokio::test]
#[ignore = "for measuring, with --release and --nocapture"]
async fn fifty_thousand_flows_need_no_more_memory_than_twenty_thousand() {
    let kibibytes = |name: &str| {
        let status = std::fs::read_to_string("/proc/self/status").unwrap();
        let line = status.lines().find(|it| it.starts_with(name)).unwrap();
        line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap()
    };
    let api = Api::start().await;
    let mut after = Vec::new();
    for round in 1..=5 {
        flows(&api, 10_000).await;
        after.push(kibibytes("VmRSS"));
        println!("after {round}0,000: {} KiB", after[round - 1]);
    }
    println!("at most: {} KiB", kibibytes("VmHWM"));
    assert!(after[4] <= after[1] + after[1] / 10, "{after:?}");
}
