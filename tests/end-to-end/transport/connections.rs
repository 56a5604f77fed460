//! How many connections the client opens, and which it reuses.

use std::time::Duration;

use cyclr_oauth::api::{Body, HttpTransport, NewAccount};
use cyclr_oauth::client::{HttpOptions, HyperTransport, Retry, RootCertificates};
use cyclr_oauth::{AccountId, ApiDomain, AuthValue, Client, Secret, blocking};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use crate::authority::Authority;
use crate::frames::Frame;
use crate::server::{HOST, Manners, Server, TOKEN, call, complete};

async fn server(manners: Manners) -> (Server, Authority) {
    let authority = Authority::new();
    (Server::start(authority.identity(HOST), manners).await, authority)
}

async fn at_once(cyclr: &Client, calls: usize) {
    let calls: Vec<_> = (0..calls)
        .map(|_| {
            let cyclr = cyclr.clone();
            tokio::spawn(async move { call(&cyclr).await })
        })
        .collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
}

#[tokio::test]
async fn one_connection_carries_calls_in_turn() {
    let (server, authority) = server(Manners::default()).await;
    let cyclr = server.client(&authority, HttpOptions::new());
    for _ in 0..20 {
        call(&cyclr).await.unwrap();
    }
    assert_eq!(server.seen.get(|seen| &seen.accepted), 1);
    assert_eq!(server.seen.get(|seen| &seen.requests), 21);
    let host = format!("localhost:{}", server.port);
    assert!(server.seen.hosts.lock().unwrap().iter().all(|seen| *seen == host));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_calls_share_the_connections_that_are_allowed() {
    let pause = Duration::from_millis(5);
    let (server, authority) = server(Manners { pause, ..Manners::default() }).await;
    let http = HttpOptions::new().max_connections(20).connect_timeout(Duration::from_secs(60));
    let cyclr = server.client(&authority, http);
    at_once(&cyclr, 1_000).await;
    at_once(&cyclr, 1_000).await;
    assert_eq!(server.seen.get(|seen| &seen.peak), 20);
    assert_eq!(server.seen.get(|seen| &seen.accepted), 20);
    assert_eq!(server.seen.get(|seen| &seen.requests), 2_001);
}

#[tokio::test]
async fn a_call_that_finds_no_free_connection_in_time_was_not_sent() {
    let pause = Duration::from_millis(500);
    let (server, authority) = server(Manners { pause, ..Manners::default() }).await;
    let http = HttpOptions::new().max_connections(1).connect_timeout(Duration::from_millis(200));
    let trust = RootCertificates::from_der(authority.der()).unwrap();
    let cyclr = complete(Client::with_http(http.root_certificates(trust)), server.api_domain(HOST))
        .retry(Retry::never())
        .build()
        .unwrap();
    cyclr.check().await.unwrap();
    let (first, second) = tokio::join!(call(&cyclr), call(&cyclr));
    first.unwrap();
    let error = second.unwrap_err();
    assert!(error.is_transport(), "{error}");
    let cause = std::error::Error::source(&error).unwrap();
    assert_eq!(cause.to_string(), "all 1 connections were in use for 200ms");
    assert_eq!(server.seen.get(|seen| &seen.requests), 2);
}

/// The wait for another call's connection counts toward the time to connect. Otherwise the call's own, longer
/// timeout could end first, and nobody would know that nothing was sent.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn calls_that_wait_for_one_connection_fail_with_it() {
    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let domain = format!("https://localhost:{}", silent.local_addr().unwrap().port());
    let domain = ApiDomain::parse(&domain).unwrap();
    let limit = Duration::from_secs(2);
    let trust = Authority::new();
    let trust = RootCertificates::from_der(trust.der()).unwrap();
    let http = HttpOptions::new().connect_timeout(limit).root_certificates(trust);
    let transport = HyperTransport::new(&domain, &http).unwrap();
    let send = async || {
        let request = http::Request::get(format!("{domain}/x")).body(Body::from(Vec::new()));
        transport.send(request.unwrap(), 1024).await.unwrap_err()
    };
    let both = async { tokio::join!(send(), send()) };
    let (one, other) = tokio::time::timeout(limit * 19 / 10, both).await.unwrap();
    assert!(one.is_connect() && other.is_connect(), "{one} {other}");
}

#[tokio::test]
async fn http2_is_used_where_the_server_offers_it() {
    let (server, authority) = server(Manners { http2: true, ..Manners::default() }).await;
    call(&server.client(&authority, HttpOptions::new())).await.unwrap();
    assert_eq!(server.seen.get(|seen| &seen.http2_requests), 2);

    call(&server.client(&authority, HttpOptions::new().http2(false))).await.unwrap();
    assert_eq!(server.seen.get(|seen| &seen.http2_requests), 2);
    assert_eq!(server.seen.get(|seen| &seen.requests), 4);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_cold_calls_share_one_connection_over_http2() {
    let pause = Duration::from_millis(5);
    let (server, authority) = server(Manners { http2: true, pause, ..Manners::default() }).await;
    let http = HttpOptions::new().idle_timeout(Duration::from_secs(2));
    let cyclr = server.client(&authority, http);
    at_once(&cyclr, 1_000).await;
    assert_eq!(server.seen.get(|seen| &seen.accepted), 1);
    assert_eq!(server.seen.get(|seen| &seen.http2_requests), 1_001);
    // Nor does each open one when that one is closed and the access token is already there.
    eventually(|| server.seen.get(|seen| &seen.open) == 0).await;
    at_once(&cyclr, 1_000).await;
    assert_eq!(server.seen.get(|seen| &seen.accepted), 2);
}

#[tokio::test]
async fn a_call_without_a_response_does_not_spoil_the_next_over_http2() {
    let pause = Duration::from_millis(300);
    let (server, authority) = server(Manners { http2: true, pause, ..Manners::default() }).await;
    let cyclr = server.client(&authority, HttpOptions::new());
    cyclr.check().await.unwrap();
    let waiting = tokio::spawn({
        let cyclr = cyclr.clone();
        async move { call(&cyclr).await }
    });
    eventually(|| server.seen.get(|seen| &seen.requests) == 2).await;
    // The caller gives up. The connection may be dead, so the next call opens another.
    tokio::time::timeout(Duration::from_millis(50), call(&cyclr)).await.unwrap_err();
    call(&cyclr).await.unwrap();
    assert_eq!(server.seen.get(|seen| &seen.accepted), 2);
    waiting.await.unwrap().unwrap();
}

#[tokio::test]
async fn a_call_that_is_dropped_while_others_are_answered_costs_no_connection() {
    let pause = Duration::from_millis(300);
    let (server, authority) = server(Manners { http2: true, pause, ..Manners::default() }).await;
    let cyclr = server.client(&authority, HttpOptions::new());
    cyclr.check().await.unwrap();
    for round in 0..3 {
        let first = call(&cyclr);
        let second = async {
            eventually(|| server.seen.get(|seen| &seen.requests) == 2 + 3 * round).await;
            tokio::time::sleep(pause / 3).await;
            call(&cyclr).await
        };
        tokio::select! {
            biased;
            result = first => result.unwrap(),
            _ = second => panic!("the second began later"),
        }
        call(&cyclr).await.unwrap();
    }
    assert_eq!(server.seen.get(|seen| &seen.accepted), 1);
}

#[tokio::test]
async fn several_calls_without_a_response_spoil_one_connection_over_http2() {
    let pause = Duration::from_millis(500);
    let (server, authority) = server(Manners { http2: true, pause, ..Manners::default() }).await;
    let cyclr = server.client(&authority, HttpOptions::new());
    let start = || {
        let cyclr = cyclr.clone();
        tokio::spawn(async move { call(&cyclr).await })
    };
    cyclr.check().await.unwrap();
    let (first, second) = (start(), start());
    eventually(|| server.seen.get(|seen| &seen.requests) == 3).await;
    first.abort();
    assert!(first.await.unwrap_err().is_cancelled());
    let third = start();
    eventually(|| server.seen.get(|seen| &seen.requests) == 4).await;
    second.abort();
    assert!(second.await.unwrap_err().is_cancelled());
    // The third one's connection is still good.
    call(&cyclr).await.unwrap();
    third.await.unwrap().unwrap();
    assert_eq!(server.seen.get(|seen| &seen.accepted), 2);
}

/// Whatever the request asks for: such an answer says that the server did nothing.
#[tokio::test]
async fn a_request_that_an_http2_server_has_not_touched_is_sent_again() {
    const NO_ERROR: u32 = 0;
    const INTERNAL_ERROR: u32 = 2;
    const REFUSED_STREAM: u32 = 7;
    for (frame, requests) in [
        (Frame::Reset(REFUSED_STREAM), 3),
        (Frame::Reset(INTERNAL_ERROR), 2),
        (Frame::Reset(NO_ERROR), 2),
        (Frame::GoAway(NO_ERROR), 3),
        (Frame::GoAway(INTERNAL_ERROR), 2),
    ] {
        let manners = Manners { http2: true, frame: Some(frame), ..Manners::default() };
        let (server, authority) = server(manners).await;
        let cyclr = server.client(&authority, HttpOptions::new());
        // Twice could make two accounts.
        let created = cyclr.accounts().create(&NewAccount::new("Acme")).await;
        assert_eq!(server.seen.get(|seen| &seen.requests), requests, "{frame:?}: {created:?}");
        assert_eq!(created.is_ok(), requests == 3, "{frame:?}: {created:?}");
    }
}

#[tokio::test]
async fn a_connection_whose_caller_gave_up_is_closed() {
    let pause = Duration::from_millis(300);
    let (server, authority) = server(Manners { pause, ..Manners::default() }).await;
    let cyclr = server.client(&authority, HttpOptions::new());
    cyclr.check().await.unwrap();
    tokio::time::timeout(Duration::from_millis(100), call(&cyclr)).await.unwrap_err();
    eventually(|| server.seen.get(|seen| &seen.open) == 0).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_whose_blocking_caller_waited_too_long_is_closed() {
    let pause = Duration::from_secs(60);
    let (server, authority) = server(Manners { pause, ..Manners::default() }).await;
    let trust = RootCertificates::from_pem(authority.pem().as_bytes()).unwrap();
    let http = HttpOptions::new().root_certificates(trust);
    let cyclr = complete(blocking::Client::with_http(http), server.api_domain(HOST))
        .timeout(Duration::from_secs(2))
        .retry(Retry::never())
        .build()
        .unwrap();
    tokio::task::block_in_place(|| {
        cyclr.check().unwrap();
        let account = AccountId::new("Acme-42").unwrap();
        let error = cyclr.sign_in_token(&account, "example_user").unwrap_err();
        assert!(error.is_timeout(), "{error}");
    });
    eventually(|| server.seen.get(|seen| &seen.open) == 0).await;
}

/// The caller may have sent something newer since.
#[tokio::test]
async fn what_is_not_sent_when_its_caller_gives_up_never_is() {
    let length = 32 << 20;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let domain = ApiDomain::parse(&format!("http://{}", listener.local_addr().unwrap())).unwrap();
    let cyclr = complete(Client::builder(), domain).build().unwrap();
    let (begins, begun) = oneshot::channel();
    let (gave_up, reads) = oneshot::channel();
    let server = tokio::spawn(async move {
        let mut stream = BufReader::new(listener.accept().await.unwrap().0);
        let mut request = Vec::new();
        while !request.ends_with(b"c1i3nt-s3cr3t") {
            request.push(stream.read_u8().await.unwrap());
        }
        let answer = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{TOKEN}", TOKEN.len());
        stream.write_all(answer.as_bytes()).await.unwrap();
        stream.fill_buf().await.unwrap();
        begins.send(()).unwrap();
        reads.await.unwrap();
        let mut rest = Vec::new();
        let _ = stream.read_to_end(&mut rest).await;
        rest.len()
    });
    let account = AccountId::new("Acme-42").unwrap();
    let scope = cyclr.account(&account);
    let auth_value = AuthValue::api_key("k".repeat(length));
    tokio::select! {
        result = async { scope.set_auth_value(7, &auth_value).await } => panic!("{result:?}"),
        begun = begun => begun.unwrap(),
    }
    gave_up.send(()).unwrap();
    let received = server.await.unwrap();
    assert!((1..length).contains(&received), "{received} of {length}");
}

#[tokio::test]
async fn connections_without_use_are_closed() {
    for http2 in [false, true] {
        let (server, authority) = server(Manners { http2, ..Manners::default() }).await;
        let http = HttpOptions::new().idle_timeout(Duration::from_millis(100));
        let cyclr = server.client(&authority, http);
        cyclr.check().await.unwrap();
        eventually(|| server.seen.get(|seen| &seen.open) == 0).await;
        let accepted = server.seen.get(|seen| &seen.accepted);
        call(&cyclr).await.unwrap();
        assert_eq!(server.seen.get(|seen| &seen.accepted), accepted + 1);
    }
}

/// A runtime that ends takes the task with it that closes them.
#[test]
fn connections_without_use_are_closed_in_the_next_runtime_too() {
    let runtime = || tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let servers = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let (server, authority) = servers.block_on(server(Manners::default()));
    let http = HttpOptions::new().idle_timeout(Duration::from_millis(100));
    let cyclr = server.client(&authority, http);
    runtime().block_on(cyclr.check()).unwrap();
    runtime().block_on(async {
        cyclr.check().await.unwrap();
        eventually(|| server.seen.get(|seen| &seen.open) == 0).await;
    });
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_more_connections_wait_than_are_allowed() {
    let pause = Duration::from_millis(20);
    let (server, authority) = server(Manners { pause, ..Manners::default() }).await;
    let cyclr = server.client(&authority, HttpOptions::new().max_idle_connections(3));
    at_once(&cyclr, 30).await;
    eventually(|| server.seen.get(|seen| &seen.open) == 3).await;
}

#[tokio::test]
async fn a_connection_that_the_server_has_closed_is_not_used_again() {
    // The server closes after every second request, without notice in the response before.
    let manners = Manners { requests_per_connection: 1, ..Manners::default() };
    let (server, authority) = server(manners).await;
    let trust = RootCertificates::from_der(authority.der()).unwrap();
    let http = HttpOptions::new().root_certificates(trust);
    let cyclr = complete(Client::with_http(http), server.api_domain(HOST)).build().unwrap();
    cyclr.check().await.unwrap();
    // Whether the server read this request is unknown, so the call is not repeated.
    let error = call(&cyclr).await.unwrap_err();
    assert!(error.is_transport(), "{error}");
    assert!(
        error.to_string().ends_with("the connection broke before the whole response had arrived")
    );
    // The next call meets no broken connection.
    call(&cyclr).await.unwrap();
    // A repeatable call is retried.
    cyclr.set_client_credentials("client-id", Secret::from("c1i3nt-s3cr3t"));
    cyclr.check().await.unwrap();
}

#[tokio::test]
async fn a_response_that_is_too_long_is_not_held() {
    for http2 in [false, true] {
        let manners = Manners { padding: 10_000, http2, ..Manners::default() };
        let (server, authority) = server(manners).await;
        let trust = RootCertificates::from_der(authority.der()).unwrap();
        let http = HttpOptions::new().root_certificates(trust);
        let builder = complete(Client::with_http(http), server.api_domain(HOST));
        let cyclr = builder.max_body(10_000).build().unwrap();
        let error = call(&cyclr).await.unwrap_err();
        assert!(error.is_decode(), "{error}");
        assert!(error.to_string().ends_with("the response is longer than 10000 bytes"), "{error}");
        assert_eq!(server.seen.get(|seen| &seen.requests), 2);
    }
}

#[tokio::test]
async fn a_response_may_be_as_long_as_the_limit() {
    let (server, authority) = server(Manners::default()).await;
    let trust = RootCertificates::from_der(authority.der()).unwrap();
    let http = HttpOptions::new().root_certificates(trust);
    for (max_body, fits) in [(TOKEN.len(), true), (TOKEN.len() - 1, false)] {
        let builder = complete(Client::with_http(http.clone()), server.api_domain(HOST));
        let checked = builder.max_body(max_body).build().unwrap().check().await;
        assert_eq!(checked.is_ok(), fits, "{checked:?}");
    }
}

async fn eventually(condition: impl Fn() -> bool) {
    for _ in 0..500 {
        if condition() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("it did not come to pass within five seconds");
}
