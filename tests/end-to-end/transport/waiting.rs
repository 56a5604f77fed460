//! Calls that nobody polls, and calls that wait for one connection.

use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use cyclr_oauth::client::{HttpOptions, Retry, RootCertificates};
use cyclr_oauth::{AccountId, Client};
use tokio::time::{sleep, timeout};

use crate::authority::Authority;
use crate::server::{HOST, Manners, Server, call, complete};

/// A server, and a client that closes unused connections soon and tries nothing twice.
async fn start(http2: bool, http: HttpOptions) -> (Server, Client) {
    let authority = Authority::new();
    let manners = Manners { http2, ..Manners::default() };
    let server = Server::start(authority.identity(HOST), manners).await;
    let trust = RootCertificates::from_der(authority.der()).unwrap();
    let http = http.root_certificates(trust).idle_timeout(Duration::from_millis(100));
    let builder = complete(Client::with_http(http), server.api_domain(HOST));
    let cyclr = builder.account_tokens(true).retry(Retry::never()).build().unwrap();
    (server, cyclr)
}

fn poll_once(future: impl Future) {
    let polled = pin!(future).poll(&mut Context::from_waker(Waker::noop()));
    assert!(matches!(polled, Poll::Pending));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_call_dropped_while_it_connects() {
    for http2 in [true, false] {
        let (_server, cyclr) = start(http2, HttpOptions::new()).await;
        let account = AccountId::new("Acme-42").unwrap();
        poll_once(cyclr.account(&account).connector(7));
        call(&cyclr).await.unwrap();
        sleep(Duration::from_millis(300)).await;
        // No connection is open. The request of a token is kept for the next caller.
        poll_once(cyclr.check());
        call(&cyclr).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_call_that_is_not_polled_for_a_while() {
    for http2 in [true, false] {
        let (_server, cyclr) = start(http2, HttpOptions::new()).await;
        call(&cyclr).await.unwrap();
        sleep(Duration::from_millis(300)).await;
        let mut first = Box::pin(call(&cyclr));
        poll_once(first.as_mut());
        call(&cyclr).await.unwrap();
        first.await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn as_many_dropped_calls_as_there_may_be_connections() {
    let http = HttpOptions::new().max_connections(3);
    let (_server, cyclr) = start(false, http).await;
    call(&cyclr).await.unwrap();
    for account in ["one", "two", "three"] {
        poll_once(cyclr.account(&AccountId::new(account).unwrap()).connector(7));
    }
    call(&cyclr).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn calls_that_wait_for_the_one_connection_over_http2_share_it() {
    let (server, cyclr) = start(true, HttpOptions::new().max_connections(1)).await;
    call(&cyclr).await.unwrap();
    sleep(Duration::from_millis(300)).await;
    let (one, two, three) = tokio::join!(call(&cyclr), call(&cyclr), call(&cyclr));
    assert!(one.is_ok() && two.is_ok() && three.is_ok(), "{one:?} {two:?} {three:?}");
    assert_eq!(server.seen.get(|seen| &seen.accepted), 2);
}

/// Its runtime doesn't run any more, so it can't clean up.
#[test]
fn a_call_given_up_on_a_runtime_that_stands_still() {
    let new = || tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let serving = tokio::runtime::Runtime::new().unwrap();
    let authority = Authority::new();
    let manners = Manners { pause: Duration::from_secs(1), ..Manners::default() };
    let server = serving.block_on(Server::start(authority.identity(HOST), manners));
    let trust = RootCertificates::from_der(authority.der()).unwrap();
    let http = HttpOptions::new().max_connections(1).root_certificates(trust);
    let builder = complete(Client::with_http(http), server.api_domain(HOST));
    let cyclr = builder.retry(Retry::never()).build().unwrap();
    let (first, second) = (new(), new());
    first.block_on(async {
        cyclr.check().await.unwrap();
        timeout(Duration::from_millis(200), call(&cyclr)).await.unwrap_err();
    });
    second.block_on(call(&cyclr)).unwrap();
}
