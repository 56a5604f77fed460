//! Sessions, attempts, time and connections: what one person can use up.

use std::time::Duration;

use cyclr_sandbox::Fault;
use partner_portal::web::Limits;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::support::World;

#[tokio::test]
async fn a_session_that_nobody_uses_ends() {
    let world = World::start().await;
    let mut ada = world.signed_in_as("ada").await;
    world.sandbox.clock().advance(Duration::from_secs(59 * 60));
    assert_eq!(ada.get("/").await.status, 200);
    world.sandbox.clock().advance(Duration::from_secs(59 * 60));
    assert_eq!(ada.get("/").await.status, 200, "it was used in between");
    world.sandbox.clock().advance(Duration::from_secs(61 * 60));
    assert_eq!(ada.get("/").await.location(), "/sign-in");
}

#[tokio::test]
async fn a_person_has_twenty_sessions_and_ends_nobody_elses() {
    let world = World::start().await;
    let mut alan = world.signed_in_as("alan").await;
    let mut oldest = world.signed_in_as("ada").await;
    let mut signed_out = world.signed_in_as("ada").await;
    let copy = signed_out.clone();
    signed_out.submit("/sign-out", &[]).await;
    for _ in 0..19 {
        world.signed_in_as("ada").await;
    }
    assert_eq!(oldest.get("/").await.status, 200);
    world.signed_in_as("ada").await;
    assert_eq!(oldest.get("/").await.location(), "/sign-in");
    assert_eq!(alan.get("/").await.status, 200);
    assert_eq!(copy.clone().get("/").await.location(), "/sign-in");
}

/// The cookie holds nothing that the server could believe after the session's end.
#[tokio::test]
async fn a_cookie_is_only_the_name_of_a_session_on_the_server() {
    let world = World::start().await;
    let ada = world.signed_in_as("ada").await;
    let cookie = &ada.cookies["session"];
    assert!(!cookie.contains("ada") && cookie.len() < 100, "{cookie}");
}

#[tokio::test]
async fn a_person_may_begin_twenty_times_in_all_sessions_together() {
    let world = World::start().await;
    let id = world.id("Salesforce");
    let mut ada = world.signed_in_as("ada").await;
    for round in 0..20 {
        if round % 5 == 0 {
            ada = world.signed_in_as("ada").await;
        }
        ada.connect(id).await;
    }
    let mut again = world.signed_in_as("ada").await;
    let refused = again.connect_in_window(id).await;
    assert_eq!(refused.status, 429);
    let seconds: u64 = refused.header("retry-after").unwrap().parse().unwrap();
    assert!((800..=901).contains(&seconds), "{seconds}");
    let refused = again.submit(&format!("/connectors/{id}/connect"), &[]).await;
    let page = refused.location().to_owned();
    assert_eq!(page, format!("/connectors/{id}?problem=too-many"));
    let page = again.get(&page).await;
    assert_eq!((page.status.as_u16(), page.header("retry-after")), (429, Some("900")));
    assert!(page.text.contains("Try again in 15 minutes."));
    assert_eq!(world.sign_in_tokens(), 20);
    // Others may, and she may again after a while.
    world.signed_in_as("alan").await.connect(id).await;
    world.sandbox.clock().advance(Duration::from_secs(15 * 60));
    ada.connect(id).await;
}

#[tokio::test]
async fn an_account_may_begin_sixty_times_for_all_people_together() {
    let world = World::crowded().await;
    let id = world.id("Salesforce");
    for person in ["p0", "p1", "p2", "p3"] {
        let mut person = world.signed_in_as(person).await;
        for _ in 0..15 {
            person.connect(id).await;
        }
    }
    // Somebody who has not begun yet.
    let mut ada = world.signed_in_as("ada").await;
    let refused = ada.connect_in_window(id).await;
    assert_eq!((refused.status.as_u16(), &*refused.member("problem")), (429, "too-many"));
    let seconds: u64 = refused.header("retry-after").unwrap().parse().unwrap();
    assert!((800..=901).contains(&seconds), "{seconds}");
    let refused = ada.submit(&format!("/connectors/{id}/connect"), &[]).await;
    assert!(refused.header("retry-after").is_some());
    let page = refused.location().to_owned();
    let page = ada.get(&page).await;
    assert_eq!((page.status.as_u16(), page.header("retry-after")), (429, Some("900")));
    for part in ["Too many attempts", "Try again in 15 minutes.", "Salesforce", "Ada", "Connect"] {
        assert!(page.text.contains(part), "{part} is not on the page");
    }
    assert_eq!(world.sign_in_tokens(), 60);
    // Another customer may, and this one again after a while.
    let mut grace = world.signed_in_as("grace").await;
    grace.connect(world.id_of("Globex-7", "Salesforce")).await;
    world.sandbox.clock().advance(Duration::from_secs(15 * 60));
    ada = world.signed_in_as("ada").await;
    ada.connect(id).await;
}

#[tokio::test]
async fn one_customer_does_not_end_another_customers_attempt() {
    let world = World::start().await;
    let mut grace = world.signed_in_as("grace").await;
    let url = grace.connect(world.id_of("Globex-7", "Salesforce")).await;
    for person in ["ada", "alan"] {
        let mut person = world.signed_in_as(person).await;
        for _ in 0..20 {
            person.connect(world.id("Salesforce")).await;
        }
    }
    let done = world.approve_redirect(&url).await;
    assert_eq!(grace.get(&done).await.status, 303);
}

async fn open(world: &World) -> TcpStream {
    TcpStream::connect(world.address.strip_prefix("http://").unwrap()).await.unwrap()
}

/// What every answer is sent with, this one too.
const PROTECTION: [&str; 5] = [
    "cache-control: no-store",
    "content-security-policy: default-src 'none'; ",
    "cross-origin-resource-policy: same-origin",
    "referrer-policy: no-referrer",
    "x-content-type-options: nosniff",
];

#[tokio::test]
async fn a_script_whose_request_takes_too_long_can_read_the_answer() {
    let limits = Limits { request: Duration::from_secs(1), ..Limits::default() };
    let world = World::limited(limits).await;
    let mut ada = world.signed_in_as("ada").await;
    let slow = Fault::delay(Duration::from_secs(20));
    world.sandbox.faults().always("POST", "/v1.0/accounts/*/signintoken", slow);
    let answer = ada.connect_in_window(world.id("Salesforce")).await;
    assert_eq!(answer.status, 408);
    assert_eq!(answer.header("content-type"), Some("application/json"));
    assert_eq!(answer.member("problem"), "too-slow");
    assert_eq!(answer.header("connection"), Some("close"));
    let text = "That took too long. Check your connection to the internet and try again.";
    assert_eq!(answer.member("text"), text);
}

#[tokio::test]
async fn a_connection_that_trickles_is_closed() {
    let short = Duration::from_millis(300);
    let limits = Limits { headers: short, request: short, ..Limits::default() };
    let world = World::limited(limits).await;
    let host = world.address.strip_prefix("http://").unwrap();
    let post = format!(
        "POST /sign-in HTTP/1.1\r\nhost: {host}\r\nsec-fetch-site: same-origin\r\ncontent-length: 1000\r\n\
         content-type: application/x-www-form-urlencoded\r\n\r\nperson="
    );
    for (begins, answered) in [("", false), ("GET / HTTP/1.1\r\nhost:", false), (&*post, true)] {
        let mut stream = open(&world).await;
        stream.write_all(begins.as_bytes()).await.unwrap();
        let (mut read, mut write) = stream.into_split();
        let trickle = tokio::spawn(async move {
            while write.write_all(b"a").await.is_ok() {
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        });
        let mut answer = Vec::new();
        let closed = timeout(Duration::from_secs(5), read.read_to_end(&mut answer)).await;
        assert!(closed.is_ok(), "{begins:?} is open");
        trickle.abort();
        let answer = String::from_utf8_lossy(&answer);
        assert_eq!(answer.contains("That took too long"), answered, "{begins:?}: {answer}");
        if answered {
            for header in PROTECTION {
                assert!(answer.contains(header), "{header}: {answer}");
            }
        }
    }
}
