//! Posts webhooks to the partner's URL, on loopback hosts only.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use http::header::{CONTENT_TYPE, HOST};
use http::{Method, Request, StatusCode};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::time::timeout;
use url::{Host, Position, Url};

use crate::record::SentWebhook;
use crate::shared::Shared;
use crate::state::Webhook;

/// How often one is posted. Whether Cyclr tries again is undocumented.
const MOST_TRIES: u32 = 3;
/// How long a partner may take for one.
const LIMIT: Duration = Duration::from_secs(10);

/// Posts it in the background.
pub(crate) fn post(shared: &Arc<Shared>, webhook: Webhook) {
    let Webhook { account, url, body } = webhook;
    let text = body.to_string();
    let number = shared.webhooks().add(SentWebhook {
        account,
        url: url.clone(),
        body,
        tries: 0,
        status: None,
        error: None,
        is_settled: false,
    });
    let sending = Arc::clone(shared);
    shared.runtime.spawn(async move { deliver(&sending, number, &url, &text).await });
}

async fn deliver(shared: &Shared, number: u64, url: &str, body: &str) {
    let target = match loopback(url) {
        Ok(target) => target,
        Err(reason) => {
            shared.webhooks().change(number, |it| {
                it.error = Some(reason.to_owned());
                it.is_settled = true;
            });
            return;
        }
    };
    for tries in 1..=MOST_TRIES {
        let answer = match timeout(LIMIT, send(&target, body)).await {
            Ok(answer) => answer,
            Err(_) => Err("no response in time".to_owned()),
        };
        // A refusal stays one.
        let is_settled = answer.as_ref().is_ok_and(|status| !status.is_server_error());
        shared.webhooks().change(number, |it| {
            it.tries = tries;
            it.is_settled = is_settled || tries == MOST_TRIES;
            it.status = answer.as_ref().ok().map(StatusCode::as_u16);
            it.error = answer.err();
        });
        if is_settled {
            return;
        }
    }
}

/// The URL, if it leads to this machine and needs no TLS.
fn loopback(url: &str) -> Result<Url, &'static str> {
    let url = Url::parse(url).map_err(|_| "not a URL")?;
    let is_loopback = match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    };
    match url.scheme() {
        "http" if is_loopback => Ok(url),
        "http" => Err("not a loopback host"),
        _ => Err("not http, and the sandbox has no TLS"),
    }
}

async fn send(url: &Url, body: &str) -> Result<StatusCode, String> {
    let addresses = url.socket_addrs(|| None).map_err(|error| error.to_string())?;
    let addresses: Vec<_> =
        addresses.into_iter().filter(|it: &SocketAddr| it.ip().is_loopback()).collect();
    let stream = TcpStream::connect(&*addresses).await.map_err(|error| error.to_string())?;
    let (mut sender, connection) =
        http1::handshake(TokioIo::new(stream)).await.map_err(|error| error.to_string())?;
    let authority = &url[Position::BeforeHost..Position::AfterPort];
    let request = Request::builder()
        .method(Method::POST)
        .uri(&url[Position::BeforePath..Position::AfterQuery])
        .header(HOST, authority)
        .header(CONTENT_TYPE, "application/json; charset=utf-8")
        .body(Body::from(body.to_owned()))
        .map_err(|error| error.to_string())?;
    let connection = tokio::spawn(connection);
    let answer = sender.send_request(request).await;
    connection.abort();
    Ok(answer.map_err(|error| error.to_string())?.status())
}
