//! Several portals, each a separate process, with one Redis server behind them.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "the functions that tests share end them, too"
)]

#[path = "web/support.rs"]
#[allow(dead_code, reason = "the other tests need more of it")]
mod support;

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use cyclr_oauth_redis::RedisAttempts;
use cyclr_sandbox::ConnectorSeed;
use partner_portal::local_cyclr::LocalCyclr;
use partner_portal::web::{Address, Limits, Portal, router, serve};
use support::{Browser, crowd};

const PUBLIC: &str = "http://portal.localhost:9999";

/// A process that ends with the test.
struct Process(Child);

impl Drop for Process {
    fn drop(&mut self) {
        _ = self.0.kill();
        _ = self.0.wait();
    }
}

async fn redis_server() -> (Process, String) {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    let process = Command::new("redis-server")
        .args(["--port", &port.to_string(), "--bind", "127.0.0.1", "--save", "", "--dir"])
        .arg(folder)
        .stdout(Stdio::null())
        .spawn()
        .expect("redis-server is installed");
    let process = Process(process);
    let url = format!("redis://127.0.0.1:{port}/");
    for _ in 0..100 {
        if RedisAttempts::connect(&url).await.is_ok() {
            return (process, url);
        }
        thread::sleep(Duration::from_millis(50));
    }
    panic!("redis-server does not answer");
}

/// A server in front of Redis that holds each answer back a little, and counts how many times it was asked: commands that
/// are sent without waiting for each other's answers come in one.
fn slow(redis: &str) -> (String, Arc<AtomicUsize>) {
    let server = redis.trim_start_matches("redis://").trim_end_matches('/').to_owned();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("redis://{}/", listener.local_addr().unwrap());
    let asked = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&asked);
    // They end with the process.
    thread::spawn(move || {
        while let Ok((client, _)) = listener.accept() {
            let server = TcpStream::connect(&server).unwrap();
            let (to_server, from_client) =
                (server.try_clone().unwrap(), client.try_clone().unwrap());
            let counted = Arc::clone(&counted);
            thread::spawn(move || {
                copy(from_client, to_server, || _ = counted.fetch_add(1, Ordering::SeqCst));
            });
            let pause = || thread::sleep(Duration::from_millis(5));
            thread::spawn(move || copy(server, client, pause));
        }
    });
    (url, asked)
}

fn copy(mut from: TcpStream, mut to: TcpStream, each_time: impl Fn()) {
    let mut buffer = vec![0; 64 * 1024];
    while let Ok(length @ 1..) = from.read(&mut buffer) {
        each_time();
        if to.write_all(&buffer[..length]).is_err() {
            break;
        }
    }
}

/// Starts a portal, and says where it listens.
fn portal(local: &LocalCyclr, redis: &str) -> (Process, String) {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let address = format!("127.0.0.1:{port}");
    let (id, secret) = local.sandbox.client_credentials();
    let mut process = Command::new(env!("CARGO_BIN_EXE_partner-portal"))
        .args(["--addr", &address, "--public-url", PUBLIC])
        .args(["--cyclr-api", &local.sandbox.api_domain().to_string()])
        .args(["--service-domain", &local.sandbox.service_domain().to_string()])
        .args(["--account", "Acme-42", "--account", "Globex-7"])
        .env("CYCLR_CLIENT_ID", id)
        .env("CYCLR_CLIENT_SECRET", secret.expose_secret())
        .env("REDIS_URL", redis)
        .env("PORTAL_KEY", "0123456789abcdef".repeat(4))
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = String::new();
    BufReader::new(process.stdout.take().unwrap()).read_line(&mut first).unwrap();
    assert_eq!(first.trim(), format!("The partner portal is at {PUBLIC}"));
    (Process(process), format!("http://{address}"))
}

/// The browser does not notice which of the portals answers.
fn at(portal: &str, session: &Browser) -> Browser {
    let mut browser = Browser::new(portal);
    browser.cookies.clone_from(&session.cookies);
    browser.headers.push(("host", PUBLIC.strip_prefix("http://").unwrap().to_owned()));
    browser
}

#[tokio::test]
#[ignore = "needs redis-server"]
async fn an_attempt_begun_on_one_portal_completes_on_another_and_once() {
    let local = LocalCyclr::start().await;
    local.install_samples().unwrap();
    let account = "Acme-42".parse().unwrap();
    let (_redis, redis) = redis_server().await;
    let portals: Vec<_> = (0..3).map(|_| portal(&local, &redis)).collect();
    let nobody = Browser::new("");
    let mut ada = at(&portals[0].1, &nobody);
    assert_eq!(ada.post("/sign-in", &[("person", "ada")]).await.status, 303);

    let connectors = local.sandbox.account_connectors(&account);
    let names = ["Salesforce", "HubSpot"];
    for (round, name) in names.iter().cycle().take(10).enumerate() {
        let id = connectors.iter().find(|it| it.name() == *name).unwrap().id();
        local.sandbox.set_authenticated(id, false);
        let url = at(&portals[round % 3].1, &ada).connect(id).await;
        let completion = local.sandbox.user().open(&url).await.unwrap().approve().await.unwrap();
        let cyclr_sandbox::Completion::Redirect(page) = completion else {
            panic!("{completion:?}")
        };
        let done = page[url::Position::BeforePath..].to_owned();

        // Not by anybody else, wherever it is tried.
        let mut alan = at(&portals[(round + 1) % 3].1, &nobody);
        alan.post("/sign-in", &[("person", "alan")]).await;
        assert_eq!(alan.get(&done).await.status, 403);

        // On all of them at once, several times each.
        let tabs: Vec<_> = (0..12)
            .map(|tab| {
                let (mut browser, done) = (at(&portals[tab % 3].1, &ada), done.clone());
                tokio::spawn(async move { browser.get(&done).await.status.as_u16() })
            })
            .collect();
        let mut statuses = Vec::new();
        for tab in tabs {
            statuses.push(tab.await.unwrap());
        }
        statuses.sort_unstable();
        assert_eq!(statuses[0], 303, "{statuses:?}");
        assert!(statuses[1..].iter().all(|status| *status == 403), "{statuses:?}");

        let page = at(&portals[(round + 2) % 3].1, &ada).get(&format!("/connectors/{id}")).await;
        assert!(page.text.contains("Connected"));
    }

    // Signed out of one is signed out of all.
    let mut copy = at(&portals[2].1, &ada);
    assert_eq!(copy.get("/").await.status, 200);
    // By several tabs at once, of which none fails.
    let csrf = at(&portals[0].1, &ada).csrf().await;
    let tabs: Vec<_> = (0..6)
        .map(|tab| {
            let (mut browser, csrf) = (at(&portals[tab % 3].1, &ada), csrf.clone());
            tokio::spawn(async move { browser.post("/sign-out", &[("csrf", &csrf)]).await.status })
        })
        .collect();
    for tab in tabs {
        assert_eq!(tab.await.unwrap(), 303);
    }
    assert_eq!(copy.get("/").await.location(), "/sign-in");
}

#[tokio::test]
#[ignore = "needs redis-server"]
async fn a_person_may_begin_twenty_times_on_all_portals_together() {
    let local = LocalCyclr::start().await;
    local.install_samples().unwrap();
    let account = "Acme-42".parse().unwrap();
    let (_redis, redis) = redis_server().await;
    let portals: Vec<_> = (0..2).map(|_| portal(&local, &redis)).collect();
    let mut ada = at(&portals[0].1, &Browser::new(""));
    assert_eq!(ada.post("/sign-in", &[("person", "ada")]).await.status, 303);
    let connectors = local.sandbox.account_connectors(&account);
    let id = connectors.iter().find(|it| it.name() == "Salesforce").unwrap().id();
    for round in 0..20 {
        at(&portals[round % 2].1, &ada).connect(id).await;
    }
    for (_, address) in &portals {
        let refused = at(address, &ada).connect_in_window(id).await;
        assert_eq!(refused.status, 429);
        let seconds: u64 = refused.header("retry-after").unwrap().parse().unwrap();
        assert!((800..=901).contains(&seconds), "{seconds}");
    }
    assert_eq!(local.sandbox.request_count("POST", "/v1.0/accounts/*/signintoken"), 20);
    let mut alan = at(&portals[1].1, &Browser::new(""));
    alan.post("/sign-in", &[("person", "alan")]).await;
    alan.connect(id).await;
}

/// Within this process, so that there are people enough.
#[tokio::test]
#[ignore = "needs redis-server"]
async fn an_account_may_begin_sixty_times_on_all_portals_together() {
    let local = LocalCyclr::start().await;
    let people = crowd(&local.install_samples().unwrap());
    let (_redis, redis) = redis_server().await;
    let address = Address::parse(PUBLIC).unwrap();
    let mut portals = Vec::new();
    let mut key = None;
    for _ in 0..2 {
        let portal = Portal::new(local.client().unwrap(), people.to_vec(), address.clone());
        let mut portal = portal.unwrap().with_redis(&redis).await.unwrap();
        portal.key = key.get_or_insert(portal.key).clone();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        portals.push(format!("http://{}", listener.local_addr().unwrap()));
        let served = serve(listener, router(portal), Limits::default(), std::future::pending());
        tokio::spawn(served);
    }
    let connectors = local.sandbox.account_connectors(&people[0].account);
    let id = connectors.iter().find(|it| it.name() == "Salesforce").unwrap().id();
    for (index, person) in ["p0", "p1", "p2", "p3"].into_iter().enumerate() {
        let mut browser = at(&portals[index % 2], &Browser::new(""));
        browser.post("/sign-in", &[("person", person)]).await;
        for round in 0..15 {
            at(&portals[round % 2], &browser).connect(id).await;
        }
    }
    let mut ada = at(&portals[0], &Browser::new(""));
    ada.post("/sign-in", &[("person", "ada")]).await;
    for portal in &portals {
        assert_eq!(at(portal, &ada).connect_in_window(id).await.status, 429);
    }
    assert_eq!(local.sandbox.request_count("POST", "/v1.0/accounts/*/signintoken"), 60);

    // After their time, which is the client's, the moments no longer count.
    local.sandbox.clock().advance(Duration::from_secs(15 * 60));
    at(&portals[1], &ada).connect(id).await;
}

#[tokio::test]
#[ignore = "needs redis-server"]
async fn a_list_of_two_hundred_does_not_ask_the_store_two_hundred_times_in_a_row() {
    let local = LocalCyclr::start().await;
    local.install_samples().unwrap();
    let acme = "Acme-42".parse().unwrap();
    for number in 6..200 {
        let connector = ConnectorSeed::oauth2(format!("Connector {number}"));
        local.sandbox.install(&acme, connector);
    }
    let (_redis, redis) = redis_server().await;
    let (redis, asked) = slow(&redis);
    let (_portal, address) = portal(&local, &redis);
    let mut ada = at(&address, &Browser::new(""));
    ada.post("/sign-in", &[("person", "ada")]).await;
    let connectors = local.sandbox.account_connectors(&acme);
    let last = connectors.iter().find(|it| it.name() == "Connector 199").unwrap().id();
    let url = ada.connect(last).await;
    let completion = local.sandbox.user().open(&url).await.unwrap().approve().await.unwrap();
    let cyclr_sandbox::Completion::Redirect(page) = completion else { panic!("{completion:?}") };
    ada.get(&page[url::Position::BeforePath..]).await;

    let before = asked.load(Ordering::SeqCst);
    let begun = Instant::now();
    let page = ada.get("/").await;
    let asked = asked.load(Ordering::SeqCst) - before;
    println!("asked {asked} times, {} ms", begun.elapsed().as_millis());
    assert_eq!(page.text.matches("data-row=").count(), 200);
    assert_eq!(page.text.matches("by Ada").count(), 1, "each has its own entry");
    assert!(asked < 40, "the store was asked {asked} times");
}
