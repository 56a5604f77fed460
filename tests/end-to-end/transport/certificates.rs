//! Which servers the client trusts, and its errors for the others.

use std::error::Error as _;
use std::process::Command;

use cyclr_oauth::api::Body;
use cyclr_oauth::client::{HttpOptions, ReqwestTransport, RootCertificates, SystemClock};
use cyclr_oauth::{Client, Error, HttpTransport as _, blocking};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::authority::{Authority, Identity, self_signed};
use crate::server::{HOST, Manners, Server, call, complete};

/// The error of a call to an untrusted server, with all its causes.
async fn refusal(identity: Identity, trusted: Option<&Authority>, host: &str) -> String {
    let server = Server::start(identity, Manners::default()).await;
    let trusted = trusted.map(|authority| RootCertificates::from_der(authority.der()).unwrap());
    let http = trusted.into_iter().fold(HttpOptions::new(), HttpOptions::root_certificates);
    let cyclr = complete(Client::with_http(http), server.api_domain(host)).build().unwrap();
    let error = call(&cyclr).await.unwrap_err();
    assert_eq!(server.seen.get(|seen| &seen.requests), 0);
    // A failure that is permanent is not retried.
    assert_eq!(server.seen.get(|seen| &seen.accepted), 1, "{error}");
    // The whole reason is in the first line, for logs that show only that.
    let (first, rest) =
        causes(&error).split_once('\n').map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap();
    assert!(first.ends_with(rest.lines().last().unwrap()), "{first}");
    without_dates(&rest)
}

fn causes(error: &Error) -> String {
    let mut texts = vec![error.to_string()];
    let mut cause = error.source();
    while let Some(error) = cause {
        texts.push(error.to_string());
        cause = error.source();
    }
    texts.join("\n")
}

/// Replaces seconds with `N`, so that the text is the same tomorrow.
fn without_dates(text: &str) -> String {
    let words = text.split(' ').map(|word| {
        let digits = word.trim_start_matches('(').trim_end_matches(|end| !char::is_numeric(end));
        if digits.len() > 6 && digits.chars().all(char::is_numeric) {
            word.replace(digits, "N")
        } else {
            word.to_owned()
        }
    });
    words.collect::<Vec<_>>().join(" ")
}

#[tokio::test]
async fn a_self_signed_certificate_is_refused() {
    insta::assert_snapshot!(refusal(self_signed(HOST), None, HOST).await, @"
    POST /oauth/token: the server's certificate is not trusted: invalid peer certificate: UnknownIssuer
    invalid peer certificate: UnknownIssuer
    ");
}

#[tokio::test]
async fn a_certificate_of_an_unknown_authority_is_refused() {
    let identity = Authority::new().identity(HOST);
    insta::assert_snapshot!(refusal(identity, Some(&Authority::new()), HOST).await, @"
    POST /oauth/token: the server's certificate is not trusted: invalid peer certificate: UnknownIssuer
    invalid peer certificate: UnknownIssuer
    ");
}

#[tokio::test]
async fn an_expired_certificate_is_refused() {
    let authority = Authority::new();
    insta::assert_snapshot!(refusal(authority.expired(HOST), Some(&authority), HOST).await, @"
    POST /oauth/token: the server's certificate is not trusted: invalid peer certificate: certificate expired: verification time N (UNIX), but certificate is not valid after N (N seconds ago)
    invalid peer certificate: certificate expired: verification time N (UNIX), but certificate is not valid after N (N seconds ago)
    ");
}

#[tokio::test]
async fn a_certificate_for_another_host_is_refused() {
    let authority = Authority::new();
    let identity = authority.identity("api.example");
    insta::assert_snapshot!(refusal(identity, Some(&authority), HOST).await, @r#"
    POST /oauth/token: the server's certificate is not trusted: invalid peer certificate: certificate not valid for name "localhost"; certificate is only valid for DnsName("api.example")
    invalid peer certificate: certificate not valid for name "localhost"; certificate is only valid for DnsName("api.example")
    "#);
}

#[tokio::test]
async fn a_certificate_for_a_name_is_not_one_for_its_address() {
    let authority = Authority::new();
    let error = refusal(authority.identity(HOST), Some(&authority), "127.0.0.1").await;
    assert!(error.contains("certificate not valid for name \"127.0.0.1\""), "{error}");
}

#[tokio::test]
async fn an_added_authority_is_trusted() {
    let authority = Authority::new();
    let server = Server::start(authority.identity(HOST), Manners::default()).await;
    call(&server.client(&authority, HttpOptions::new())).await.unwrap();

    // One of several in a file, with text between them; and in DER.
    let file = format!("company\n{}\nteam\n{}", Authority::new().pem(), authority.pem());
    for trust in [
        RootCertificates::from_pem(file.as_bytes()).unwrap(),
        RootCertificates::from_der(authority.der()).unwrap(),
    ] {
        let http = HttpOptions::new().root_certificates(trust);
        let cyclr = complete(Client::with_http(http), server.api_domain(HOST)).build().unwrap();
        call(&cyclr).await.unwrap();
    }
}

#[tokio::test]
async fn the_blocking_client_trusts_it_too() {
    let authority = Authority::new();
    let server = Server::start(authority.identity(HOST), Manners::default()).await;
    let trust = RootCertificates::from_pem(authority.pem().as_bytes()).unwrap();
    let http = HttpOptions::new().root_certificates(trust);
    let builder = complete(blocking::Client::with_http(http), server.api_domain(HOST));
    let cyclr = builder.build().unwrap();
    tokio::task::spawn_blocking(move || cyclr.check()).await.unwrap().unwrap();
    assert_eq!(server.seen.get(|seen| &seen.requests), 1);
}

#[test]
fn an_invalid_certificate_is_refused() {
    let broken = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";
    insta::assert_snapshot!(RootCertificates::from_pem(b"").unwrap_err(), @"no certificate found: PEM has a line `-----BEGIN CERTIFICATE-----`");
    for error in [
        RootCertificates::from_pem(broken.as_bytes()).unwrap_err(),
        RootCertificates::from_der(b"DER").unwrap_err(),
    ] {
        assert!(error.to_string().starts_with("a certificate can't be read: "), "{error}");
        assert!(error.source().is_some());
    }
    let mixed = format!("{}{broken}", Authority::new().pem());
    RootCertificates::from_pem(mixed.as_bytes()).unwrap_err();
}

#[tokio::test]
#[ignore = "for `a_system_without_certificates_needs_added_ones`"]
async fn on_a_system_without_certificates() {
    let authority = Authority::new();
    let server = Server::start(authority.identity(HOST), Manners::default()).await;
    call(&server.client(&authority, HttpOptions::new())).await.unwrap();

    let error = complete(Client::builder(), server.api_domain(HOST)).build().unwrap_err();
    assert!(causes(&error).contains("No CA certificates"), "{}", causes(&error));

    // Plain HTTP to this machine needs none.
    let sandbox = cyclr_sandbox::Sandbox::start().await;
    complete(Client::builder(), sandbox.api_domain()).build().unwrap();
}

#[test]
fn a_system_without_certificates_needs_added_ones() {
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "certificates::on_a_system_without_certificates", "--ignored"])
        .env("SSL_CERT_FILE", "/nonexistent")
        .env("SSL_CERT_DIR", "/nonexistent")
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && text.contains("1 passed"), "{text}");
}

#[tokio::test]
async fn a_client_of_reqwest_reports_certificates_alike() {
    let authority = Authority::new();
    let server = Server::start(authority.identity(HOST), Manners::default()).await;
    let client = |trusted: &Authority| {
        let http = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .add_root_certificate(reqwest::Certificate::from_pem(trusted.pem().as_bytes()).unwrap())
            .build()
            .unwrap();
        let builder = Client::with_transport(ReqwestTransport::new(http), SystemClock);
        complete(builder, server.api_domain(HOST)).build().unwrap()
    };
    call(&client(&authority)).await.unwrap();

    let accepted = server.seen.get(|seen| &seen.accepted);
    let error = call(&client(&Authority::new())).await.unwrap_err();
    assert!(error.to_string().contains("UnknownIssuer"), "{error}");
    assert_eq!(server.seen.get(|seen| &seen.accepted), accepted + 1);
}

/// Whatever it has been used for before.
#[tokio::test]
async fn reqwest_sends_each_request_where_its_url_says() {
    let authority = Authority::new();
    let trusted = reqwest::Certificate::from_pem(authority.pem().as_bytes()).unwrap();
    let http = reqwest::Client::builder().tls_certs_only([trusted]).no_proxy().build().unwrap();
    let transport = ReqwestTransport::new(http);
    assert_eq!(format!("{transport:?}"), "ReqwestTransport { .. }");
    let trusted = RootCertificates::from_der(authority.der()).unwrap();
    assert_eq!(format!("{trusted:?}"), "RootCertificates(1)");
    let one = Server::start(authority.identity(HOST), Manners::default()).await;
    let other = Server::start(authority.identity(HOST), Manners::default()).await;
    for (server, requests) in [(&one, 1), (&other, 1), (&one, 2)] {
        let url = format!("https://{HOST}:{}/v1.0/accounts/Acme-42/signintoken", server.port);
        let request = http::Request::post(url).body(Body::default()).unwrap();
        assert_eq!(transport.send(request, 1_000).await.unwrap().status(), 200);
        assert_eq!(server.seen.get(|seen| &seen.requests), requests);
    }
}

#[tokio::test]
async fn a_reqwest_client_that_follows_redirects_is_an_error() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/asked", listener.local_addr().unwrap());
    let answer = async {
        for answer in ["307 Temporary Redirect\r\nlocation: /other", "200 OK"] {
            let (mut stream, _) = listener.accept().await.unwrap();
            let _length = stream.read(&mut [0; 1024]).await.unwrap();
            let answer =
                format!("HTTP/1.1 {answer}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
            stream.write_all(answer.as_bytes()).await.unwrap();
        }
    };
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let transport = ReqwestTransport::new(http);
    let request = http::Request::post(url).body(Body::default()).unwrap();
    let (response, ()) = tokio::join!(transport.send(request, 1_000), answer);
    let error = response.unwrap_err();
    let cause = std::error::Error::source(&error).unwrap().to_string();
    assert!(cause.contains("has followed a redirect"), "{error}: {cause}");
}
