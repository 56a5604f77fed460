//! Requests through proxies.

use std::error::Error as _;
use std::process::Command;

use cyclr_oauth::client::{HttpOptions, Proxy, RootCertificates};
use cyclr_oauth::{ApiDomain, Client};

use crate::authority::Authority;
use crate::proxy::ConnectProxy;
use crate::server::{HOST, Manners, Server, call, complete};

const CREDENTIALS: &str = "proxy-user:pr0xy p@ss";
/// The same in a URL.
const IN_URL: &str = "proxy-user:pr0xy%20p%40ss";

#[tokio::test]
async fn calls_go_through_a_proxy() {
    let authority = Authority::new();
    let server = Server::start(authority.identity(HOST), Manners::default()).await;
    let proxy = ConnectProxy::start(None, None).await;
    let chosen = Proxy::new(&format!("http://127.0.0.1:{}", proxy.port)).unwrap();
    let cyclr = server.client(&authority, HttpOptions::new().proxy(chosen));
    call(&cyclr).await.unwrap();
    call(&cyclr).await.unwrap();
    // The tunnel is reused like a connection.
    assert_eq!(proxy.requests(), [format!("CONNECT localhost:{} HTTP/1.1", server.port)]);
    assert_eq!(server.seen.get(|seen| &seen.requests), 3);
}

#[tokio::test]
async fn a_proxy_may_require_credentials() {
    let authority = Authority::new();
    let server = Server::start(authority.identity(HOST), Manners::default()).await;
    let proxy = ConnectProxy::start(Some(CREDENTIALS), None).await;
    let url = format!("http://{IN_URL}@127.0.0.1:{}", proxy.port);
    call(&server.client(&authority, HttpOptions::new().proxy(Proxy::new(&url).unwrap())))
        .await
        .unwrap();
    assert_eq!(proxy.requests().len(), 1);

    let wrong = Proxy::new(&format!("http://proxy-user:wr0ng@127.0.0.1:{}", proxy.port)).unwrap();
    let cyclr = server.client(&authority, HttpOptions::new().proxy(wrong.clone()));
    let error = call(&cyclr).await.unwrap_err();
    let mut texts = format!("{error} {error:?} {wrong:?} {cyclr:?}");
    let mut cause = error.source();
    while let Some(error) = cause {
        texts.push_str(&format!(" {error} {error:?}"));
        cause = error.source();
    }
    assert!(texts.contains("proxy authorization required"), "{texts}");
    for secret in ["wr0ng", "proxy-user", "cHJveHktdXNlcj"] {
        assert!(!texts.contains(secret), "{texts}");
    }
    assert_eq!(server.seen.get(|seen| &seen.accepted), 1);
}

#[tokio::test]
async fn a_proxy_may_speak_tls_and_the_api_http2() {
    let authority = Authority::new();
    let manners = Manners { http2: true, ..Manners::default() };
    let server = Server::start(authority.identity(HOST), manners).await;
    let proxy = ConnectProxy::start(Some(CREDENTIALS), Some(authority.identity(HOST))).await;
    let url = format!("https://{IN_URL}@localhost:{}", proxy.port);
    let http = HttpOptions::new().proxy(Proxy::new(&url).unwrap());
    call(&server.client(&authority, http)).await.unwrap();
    assert_eq!(proxy.requests().len(), 1);
    assert_eq!(server.seen.get(|seen| &seen.http2_requests), 2);
}

/// Runs a test below in a process with these environment variables, and returns its output.
fn with_environment(
    variables: &[(&str, &str)],
    server: &Server,
    authority: &Authority,
) -> (bool, String) {
    let mut command = Command::new(std::env::current_exe().unwrap());
    for name in ["ALL_PROXY", "HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY"] {
        command.env_remove(name).env_remove(name.to_lowercase());
    }
    let output = command
        .args(["--exact", "proxies::one_call_in_this_environment", "--ignored"])
        .envs(variables.iter().copied())
        .env("API_PORT", server.port.to_string())
        .env("API_AUTHORITY", authority.pem())
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    (output.status.success() && text.contains("1 passed"), text)
}

#[tokio::test]
#[ignore = "for `with_environment`"]
async fn one_call_in_this_environment() {
    let authority = std::env::var("API_AUTHORITY").unwrap();
    let trust = RootCertificates::from_pem(authority.as_bytes()).unwrap();
    let domain = format!("https://{HOST}:{}", std::env::var("API_PORT").unwrap());
    let http = HttpOptions::new().root_certificates(trust);
    let domain = ApiDomain::parse(&domain).unwrap();
    let cyclr = complete(Client::with_http(http), domain).build().unwrap();
    call(&cyclr).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_environment_names_the_proxy() {
    let authority = Authority::new();
    let server = Server::start(authority.identity(HOST), Manners::default()).await;
    let proxy = ConnectProxy::start(Some(CREDENTIALS), None).await;
    let url = format!("http://{IN_URL}@127.0.0.1:{}", proxy.port);
    let unreachable = "http://127.0.0.1:1";

    for variable in ["HTTPS_PROXY", "https_proxy", "ALL_PROXY"] {
        let before = proxy.requests().len();
        let (passed, text) = tokio::task::block_in_place(|| {
            with_environment(&[(variable, &url)], &server, &authority)
        });
        assert!(passed, "{text}");
        assert_eq!(proxy.requests().len(), before + 1, "{variable}");
    }
    let before = proxy.requests().len();
    for not_for_this in [
        [("HTTPS_PROXY", unreachable), ("NO_PROXY", "example.com,localhost")],
        [("HTTPS_PROXY", unreachable), ("NO_PROXY", "*")],
        [("HTTP_PROXY", unreachable), ("NO_PROXY", "")],
    ] {
        let (passed, text) =
            tokio::task::block_in_place(|| with_environment(&not_for_this, &server, &authority));
        assert!(passed, "{text}");
    }
    // Nothing is sent around a proxy that can't be used.
    let requests = server.seen.get(|seen| &seen.requests);
    let socks = [("HTTPS_PROXY", "socks5://user:p4ssw0rd@127.0.0.1:1")];
    let (passed, text) =
        tokio::task::block_in_place(|| with_environment(&socks, &server, &authority));
    assert!(!passed && text.contains("the client can't start: not the URL of a proxy"), "{text}");
    assert!(!text.contains("p4ssw0rd"), "{text}");
    assert_eq!(server.seen.get(|seen| &seen.requests), requests);
    assert_eq!(proxy.requests().len(), before);
}

#[test]
fn an_invalid_proxy_is_refused_without_its_password() {
    for url in ["", "socks5://user:p4ssw0rd@proxy", "ftp://user:p4ssw0rd@proxy", "http://", "a b"] {
        let error = Proxy::new(url).unwrap_err();
        let sentence = "not the URL of a proxy: write `http://host:port` or `https://host:port`";
        assert_eq!(error.to_string(), sentence);
        assert!(!format!("{error:?}").contains("p4ssw0rd"));
    }
    let proxy = Proxy::new("user:p4ssw0rd@proxy:3128").unwrap();
    assert_eq!(format!("{proxy:?}"), "Proxy(http://proxy:3128/)");
    assert_eq!(format!("{:?}", Proxy::none()), "Proxy(none)");
}
