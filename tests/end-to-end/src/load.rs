//! Concurrent load: small numbers in the test, the full ones in the program `load`.

use std::collections::HashSet;
use std::fs;
use std::sync::{Arc, Barrier, Mutex};
use std::time::{Duration, Instant};

use cyclr_oauth::{AccountId, Client, ConnectorId, TargetOrigin};
use cyclr_sandbox::{Completion, HttpUser, Limits, Sandbox};
use partner_portal::connectors::{Docusign, DocusignDomain};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use crate::client::Settings;
use crate::{AnyClient, Kind, World, connectors, refused};

const TARGET: &str = "https://yourapplication.com/complete-page";

/// Opens one authentication URL this many times at once; returns how many succeeded.
pub async fn uses_of_one_sign_in_token(uses: usize) -> usize {
    let world = World::start(Kind::Async);
    let id = world.sandbox.install(&world.account, connectors::mail_chimp().property("Dc", "us6"));
    let url: Arc<str> = world.auth_url(id, TARGET, None).await.expose_url().into();
    let user = world.sandbox.user();
    let mut visits = JoinSet::new();
    for _ in 0..uses {
        let (user, url) = (user.clone(), Arc::clone(&url));
        visits.spawn(async move { user.open(&url).await.unwrap() });
    }
    let mut let_in = 0;
    while let Some(visit) = visits.join_next().await {
        let visit = visit.unwrap();
        if visit.is_consent_page() {
            let_in += 1;
        } else {
            assert_eq!(refused(visit.approve().await.unwrap()).0, 403);
        }
    }
    assert_eq!(world.sandbox.pending_hand_offs(), let_in);
    let_in
}

/// A sandbox whose access tokens last a minute, and a client on the same clock whose token has just
/// expired.
async fn at_expiry(kind: Kind) -> World {
    // Enough for the last of the requests to see the first one's outcome.
    let limits = Limits { requests: 10_000, ..Limits::default() };
    let builder = Sandbox::builder().token_lifetime(Duration::from_secs(60)).limits(limits);
    let world = World::build(kind, builder);
    let (settings, clock) = (Settings::of(&world.sandbox), world.sandbox.clock());
    let world = world.with_client(AnyClient::with_clock(kind, settings, clock));
    world.scope.connectors().await.unwrap();
    assert_eq!(world.sandbox.access_tokens_issued(), 1);
    world.sandbox.clock().advance(Duration::from_secs(61));
    world.sandbox.clear_requests();
    world
}

/// This many async callers find the token expired; returns how often another was requested.
pub async fn callers_at_expiry(callers: usize) -> u64 {
    let world = at_expiry(Kind::Async).await;
    let mut calls = JoinSet::new();
    for _ in 0..callers {
        let scope = world.scope.clone();
        calls.spawn(async move { scope.connectors().await.unwrap() });
    }
    while let Some(call) = calls.join_next().await {
        assert!(call.unwrap().is_empty());
    }
    renewals(&world)
}

/// This many threads find the token expired; returns how often another was requested.
pub fn threads_at_expiry(threads: usize) -> u64 {
    let world = pollster::block_on(at_expiry(Kind::Blocking));
    let start = Barrier::new(threads);
    std::thread::scope(|all| {
        for _ in 0..threads {
            all.spawn(|| {
                start.wait();
                assert!(pollster::block_on(world.scope.connectors()).unwrap().is_empty());
            });
        }
    });
    renewals(&world)
}

/// Checks that the response belongs to the request.
fn renewals(world: &World) -> u64 {
    let given = world.sandbox.access_tokens_issued() - 1;
    assert_eq!(world.sandbox.request_count("POST", "/oauth/token") as u64, given);
    given
}

/// The result of [`flows`].
#[derive(Clone, Copy, Debug)]
pub struct Figures {
    pub flows: usize,
    pub in_flight: usize,
    pub elapsed: Duration,
    /// In bytes, after the first tenth and at the end; unknown without `/proc`.
    pub resident: Option<(u64, u64)>,
}

/// Whole flows: install, configure, sign-in token, hand-off, consent, completion, confirmation, and
/// removal. The removal keeps the sandbox, which runs in the same process, from growing.
///
/// # Panics
///
/// Panics if a flow fails, is lost, or leaves anything doubled.
pub async fn flows(flows: usize, in_flight: usize) -> Figures {
    let sandbox = Arc::new(Sandbox::start().await);
    let docusign = ConnectorId::from(sandbox.define(connectors::docusign()));
    let AnyClient::Async(client) = AnyClient::of(Kind::Async, &sandbox) else { unreachable!() };
    let user = sandbox.user();
    let (slots, seen) = (Arc::new(Semaphore::new(in_flight)), Arc::new(Mutex::new(HashSet::new())));
    let accounts = Arc::new(Mutex::new((0..in_flight).collect::<Vec<_>>()));
    let begun = Instant::now();
    let (mut running, mut done, mut resident_early) = (JoinSet::new(), 0, None);
    for number in 0..flows {
        let slot = Arc::clone(&slots).acquire_owned().await.unwrap();
        while let Some(flow) = running.try_join_next() {
            flow.unwrap();
            done += 1;
        }
        if number == flows / 10 {
            resident_early = resident();
        }
        let (sandbox, client, user) = (Arc::clone(&sandbox), client.clone(), user.clone());
        let (seen, accounts) = (Arc::clone(&seen), Arc::clone(&accounts));
        running.spawn(async move {
            // One flow at a time in an account, so that its content is this flow's.
            let account = accounts.lock().unwrap().pop().unwrap();
            let id = flow(&sandbox, &client, &user, docusign, account, number).await;
            assert!(seen.lock().unwrap().insert(id), "two flows got account connector {id}");
            accounts.lock().unwrap().push(account);
            drop(slot);
        });
    }
    while let Some(flow) = running.join_next().await {
        flow.unwrap();
        done += 1;
    }
    let elapsed = begun.elapsed();
    assert_eq!((done, seen.lock().unwrap().len()), (flows, flows));
    assert_eq!((sandbox.pending_hand_offs(), sandbox.access_tokens_issued()), (0, 1));
    Figures { flows, in_flight, elapsed, resident: resident_early.zip(resident()) }
}

async fn flow(
    sandbox: &Sandbox,
    client: &Client,
    user: &HttpUser,
    docusign: ConnectorId,
    account: usize,
    number: usize,
) -> u64 {
    let account = AccountId::new(format!("account {account}")).unwrap();
    sandbox.create_account(&account);
    let scope = client.account(&account);
    let id = scope.install(docusign, &()).await.unwrap().id;
    let connector = Docusign {
        client_id: format!("client {number}"),
        client_secret: format!("secret {number}").into(),
        scopes: None,
        domain: DocusignDomain::Demo,
    };
    scope.configure(id, &connector).await.unwrap();
    let token = client.sign_in_token(&account, "ann").await.unwrap();
    let target = format!("{TARGET}?flow={number}");
    let url = client.connector_auth_url().id(id).token(token);
    let url = url.target_origin(TargetOrigin::parse(&target).unwrap()).build();
    let completion = user.open(url.expose_url()).await.unwrap().approve().await.unwrap();
    assert_eq!(completion, Completion::Redirect(target.parse().unwrap()));
    assert!(scope.connector(id).await.unwrap().authenticated);

    let there = sandbox.account_connectors(&account);
    let [installed] = &there[..] else { panic!("flow {number} left {} connectors", there.len()) };
    assert_eq!(installed.id(), id);
    let (secret, number) = (format!("secret {number}"), format!("client {number}"));
    let expected =
        [("ClientId", &*number), ("ClientSecret", &*secret), ("Domain", "account-d.docusign.com")];
    assert!(installed.properties().eq(expected), "{installed:?}");
    scope.delete(id).await.unwrap();
    assert!(sandbox.account_connectors(&account).is_empty());
    id.get()
}

/// The process's resident memory in bytes, as Linux counts it.
fn resident() -> Option<u64> {
    let statm = fs::read_to_string("/proc/self/statm").ok()?;
    let pages: u64 = statm.split(' ').nth(1)?.parse().ok()?;
    // The page size of all machines that run these tests. Another size changes the figure, but not
    // whether it grows.
    Some(pages * 4096)
}
