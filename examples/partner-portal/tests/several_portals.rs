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

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use cyclr_oauth_redis::RedisAttempts;
use partner_portal::local_cyclr::LocalCyclr;
use support::Browser;

const PUBLIC: &str = "http://portal.localhost:9999";

/// A process that ends with the test.
struct Process(Child);

impl Drop for Process {
    fn drop(&mut self) {
        _ = self.0.kill();
        _ = self.0.wait();
    }
}

fn redis_server() -> (Process, String) {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    let process = Command::new("redis-server")
        .args(["--port", &port.to_string(), "--bind", "127.0.0.1", "--save", "", "--dir"])
        .arg(folder)
        .stdout(Stdio::null())
        .spawn()
        .expect("redis-server is installed");
    (Process(process), format!("redis://127.0.0.1:{port}/"))
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
    let (_redis, redis) = redis_server();
    for _ in 0..100 {
        if RedisAttempts::connect(&redis).await.is_ok() {
            break;
        }
        thread::sleep(Duration::from_millis(50));
    }
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
