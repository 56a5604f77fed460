//! The right message from the right window, whose page has another origin.

use std::future::pending;
use std::sync::Arc;

use cyclr_oauth_browser_tests::{Server, Session};
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

use crate::world::{self, CYCLR, PARTNER, Sender, World};

/// Other hosts, on the same port.
const OTHER_HOSTS: &[(&str, &str)] = &[
    ("another site", "evil.localhost"),
    ("Cyclr's host as a sub-domain", "cyclr.localhost.evil.localhost"),
    ("a host that ends like Cyclr's", "xcyclr.localhost"),
    ("a sub-domain of Cyclr's host", "sub.cyclr.localhost"),
    ("the domain above Cyclr's host", "localhost"),
    ("Cyclr's host with a dot at its end", "cyclr.localhost."),
    ("a Cyrillic letter", "\u{441}yclr.localhost"),
    ("a Cyrillic letter in Punycode", "xn--yclr-k6d.localhost"),
    ("the address of the machine", "127.0.0.1"),
    ("the partner's host", PARTNER),
];

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn another_origin_in_the_popup_completes_nothing() {
    let world = World::start().await;
    let popup = world.connect(0, world.hand_off()).await;
    let hosts = OTHER_HOSTS.iter().map(|(case, host)| (*case, world.cyclr.url(host, "/")));
    let pages: Vec<_> = hosts
        .chain([
            ("another port", world.other_port.url(CYCLR, "/")),
            ("the partner's own page", world.partner.url(PARTNER, "/lax")),
            ("a sandbox, whose origin is null", world.cyclr_page("/sandboxed")),
        ])
        .collect();
    for (case, url) in &pages {
        world.go(&popup, url).await;
        world.send_from(&popup).await;
        let origin = world.read("test.messages.at(-1).origin").await;
        assert_ne!(origin, world.cyclr.origin(CYCLR), "{case}");
        world.waits(0, case).await;
    }
    world.go(&popup, &world.cyclr_page("/")).await;
    world.completes_from(&popup, 0, "back at Cyclr's page").await;
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn another_origin_in_the_frame_completes_nothing() {
    let world = World::start().await;
    // The strict policy would keep these pages out of the frame.
    world.open("/lax").await;
    world.embed(0, world.hand_off()).await;
    let hosts = OTHER_HOSTS.iter().map(|(case, host)| (*case, world.cyclr.url(host, "/")));
    let pages: Vec<_> = hosts
        .chain([
            ("another port", world.other_port.url(CYCLR, "/")),
            ("a sandbox, whose origin is null", world.cyclr_page("/sandboxed")),
            ("data", "data:text/html,<h1>Data</h1>".to_owned()),
        ])
        .collect();
    for (case, url) in &pages {
        world.session.switch_to(&world.page).await;
        let go = "const frame = document.querySelector('#frame'); \
            const loaded = new Promise((resolve) => { frame.onload = resolve; }); \
            frame.src = argument; await loaded;";
        let () = world.session.script_async(go, url.as_str()).await;
        world.send_from_frame("#frame").await;
        let origin = world.read("test.messages.at(-1).origin").await;
        assert_ne!(origin, world.cyclr.origin(CYCLR), "{case}");
        world.waits(0, case).await;
    }
    let back = "const frame = document.querySelector('#frame'); \
        const loaded = new Promise((resolve) => { frame.onload = resolve; }); \
        frame.src = argument; await loaded;";
    let () = world.session.script_async(back, world.cyclr_page("/")).await;
    world.send_from_frame("#frame").await;
    world.completed(0, "back at Cyclr's page").await;
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn another_origin_in_another_window_completes_nothing() {
    let world = World::with_any_popup().await;
    let popup = world.connect(0, world.hand_off()).await;
    for (case, host) in OTHER_HOSTS {
        let url = world.cyclr.url(host, "/");
        let other = world.session.opened_by(async || world.run("window.open(argument)", url).await);
        let other = other.await;
        world.session.switch_to(&other).await;
        world
            .session
            .until_true("document.readyState === 'complete' && location.href !== 'about:blank'")
            .await;
        world.send_from(&other).await;
        world.waits(0, case).await;
        world.session.close(&other, &world.page).await;
    }
    world.completes_from(&popup, 0, "after all these windows").await;
}

/// An upper-case address has the same origin, which browsers write in lower case.
#[tokio::test]
#[ignore = "needs chromedriver"]
async fn in_upper_case() {
    let world = World::start().await;
    let popup = world.connect(0, world.hand_off()).await;
    world.go(&popup, &world.cyclr.url("CYCLR.LocalHost", "/")).await;
    world.completes_from(&popup, 0, "the same host").await;
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn in_punycode() {
    let world = World::start().await;
    let host = "xn--yclr-k6d.localhost";
    let mut hand_off = world.hand_off_with("origin", world.cyclr.origin(host));
    hand_off["url"] = json!(world.cyclr.url(host, "/"));
    let popup = world.connect(0, hand_off).await;
    world.go(&popup, &world.cyclr_page("/")).await;
    world.send_from(&popup).await;
    world.waits(0, "Latin letters alone").await;
    world.go(&popup, &world.cyclr.url("\u{441}yclr.localhost", "/")).await;
    world.completes_from(&popup, 0, "the same host in Unicode").await;
}

/// The listener expects Cyclr over TLS, and a page without TLS comes from the same host and port.
#[tokio::test]
#[ignore = "needs chromedriver"]
async fn without_tls() {
    let world = World::start().await;
    let port = downgrade().await;
    let (http, https) = (format!("http://{CYCLR}:{port}"), format!("https://{CYCLR}:{port}"));
    let mut hand_off = world.hand_off_with("origin", https.as_str());
    hand_off["url"] = json!(https + "/");
    let popup = world.begin().await;
    world.answer(0, hand_off).await;
    world.session.switch_to(&world.page).await;
    world.session.until_true("test.left.messages === 1").await;
    // An attacker on the network redirects the window.
    world.run("test.opened[0].location.href = argument", http.as_str()).await;
    world.until_shown(&popup, &http).await;
    world.send_from(&popup).await;
    assert_eq!(world.read("test.messages.at(-1).origin").await, http);
    world.waits(0, "no TLS").await;
    world.run("test.attempts[0].controller.abort()", ()).await;
    world.ended_as(0, "aborted", "no TLS").await;
}

/// An attacker that serves a page to requests without TLS, and never responds to others: an error
/// would be a page of the browser's, which severs the window.
async fn downgrade() -> u16 {
    const TLS: u8 = 0x16;
    const PAGE: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n\
        <!doctype html><title>Cyclr</title>";
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        loop {
            let (mut stream, _) = listener.accept().await.unwrap();
            tokio::spawn(async move {
                let mut begin = [0; 4096];
                match stream.read(&mut begin).await {
                    Ok(1..) if begin[0] == TLS => pending::<()>().await,
                    _ => drop(stream.write_all(PAGE).await),
                }
            });
        }
    });
    port
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn with_tls() {
    let world = World::with(Session::builder().with_any_certificate()).await;
    let secure = Server::start_tls(world::cyclr(&Arc::default())).await;
    let popup = world.connect(0, world.hand_off()).await;
    world.go(&popup, &secure.url(CYCLR, "/")).await;
    world.send_from(&popup).await;
    assert_eq!(world.read("test.messages.at(-1).origin").await, secure.origin(CYCLR));
    world.waits(0, "TLS, where none is expected").await;
    world.go(&popup, &world.cyclr_page("/")).await;
    world.completes_from(&popup, 0, "without TLS, as expected").await;

    let mut hand_off = world.hand_off_with("origin", secure.origin(CYCLR));
    hand_off["url"] = json!(secure.url(CYCLR, "/"));
    let popup = world.connect(1, hand_off).await;
    world.go(&popup, &world.cyclr_page("/")).await;
    world.send_from(&popup).await;
    world.waits(1, "no TLS, where it is expected").await;
    world.go(&popup, &secure.url(CYCLR, "/")).await;
    world.completes_from(&popup, 1, "with TLS, as expected").await;
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn the_page_itself_completes_nothing() {
    let world = World::start().await;
    let popup = world.connect(0, world.hand_off()).await;
    world.send(Sender { window: &world.page, frames: &[], to: "window" }, "m").await;
    world.waits(0, "the page to itself").await;
    world.completes_from(&popup, 0, "after the page's own message").await;
}
