//! How refusals are read, whatever their body is.

use std::error::Error as _;
use std::time::Duration;

use cyclr_oauth::api::{AccessToken, RequestAccessToken, Session};
use cyclr_oauth::{Error, Secret, TransportError};
use http::StatusCode;

use crate::calls::{Fixture, US, response};

/// The error of a call without secrets, for a response.
fn refused(status: u16, body: impl Into<Vec<u8>>) -> Error {
    let token = AccessToken::new("t0k3n-of-mine", None).unwrap();
    let fixture = Fixture::new("Acme-42", "s3cr3t-of-mine");
    let calls = fixture.calls();
    let get = calls.iter().find(|call| call.name == "get").unwrap();
    (get.read)(Session::new(&US, &token), response(status, body)).unwrap_err()
}

#[test]
fn a_body_of_any_kind_is_bounded_and_on_one_line() {
    let utf16: Vec<u8> =
        "\u{feff}{\"Message\":\"no\"}".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let many_lines = "line\r\n\t\0\u{1b}[31m\u{7f}\u{85}".repeat(1_000);
    let bodies: Vec<Vec<u8>> = vec![
        vec![],
        b"<!DOCTYPE html>\n<html>\n</html>".to_vec(),
        b"\xEF\xBB\xBF{\"Message\":\"no\"}".to_vec(),
        utf16,
        "[".repeat(100_000).into(),
        "{\"a\":".repeat(100_000).into(),
        "\"\\ud800\"".into(),
        "{\"Message\":1e999}".into(),
        serde_json::json!({"Message": many_lines}).to_string().into(),
        serde_json::json!(many_lines).to_string().into(),
        many_lines.into(),
        "€".repeat(10_000).into(),
        vec![0xFF; 10_000_000],
        (0..=255).cycle().take(100_000).collect(),
    ];
    let token = AccessToken::new("t0k3n-of-mine", None).unwrap();
    let fixture = Fixture::new("Acme-42", "s3cr3t-of-mine");
    for call in fixture.calls() {
        for body in &bodies {
            // Fewer long ones, because they are wiped byte by byte.
            let statuses: &[u16] = match body.len() {
                ..5_000 => &[302, 400, 401, 403, 404, 429, 500, 503],
                ..1_000_000 if call.operation.method() == "PUT" => &[500],
                _ if call.name == "launch" => &[400],
                _ => &[],
            };
            for &status in statuses {
                let error = (call.read)(Session::new(&US, &token), response(status, body.clone()))
                    .unwrap_err();
                assert_eq!(error.status().unwrap(), status);
                assert!(!error.is_decode() && !error.is_transport() && !error.is_timeout());
                let held = error.expose_body().unwrap();
                assert!(held.len() <= 3 * 16 * 1024, "{} bytes", held.len());
                if let Some(message) = error.message() {
                    assert!(message.chars().count() <= 301 && !message.trim().is_empty());
                    assert!(!message.contains(char::is_control), "{message:?}");
                }
                assert!(!error.to_string().contains(char::is_control));
            }
        }
    }
}

#[test]
fn the_message_is_a_text_in_a_well_formed_object() {
    for (body, message) in [
        (r#"{"Message":"no such account"}"#, Some("no such account")),
        (r#"{"message":"no such account"}"#, Some("no such account")),
        ("\u{feff}{\"Message\":\"no such account\"}", Some("no such account")),
        (r#"{"error":"invalid_client","error_description":"who?"}"#, Some("who?")),
        (r#"{"error":"invalid_client"}"#, Some("invalid_client")),
        (r#"{"error":{"code":1}}"#, None),
        (r#"{"Message":null,"error":"invalid_client"}"#, Some("invalid_client")),
        (r#""no such account""#, None),
        ("  no such account\n", None),
        (r#"{"Message":"no such account"} and more"#, None),
        ("<html>no such account</html>", None),
        (r#"{"Message":"no such"#, None),
        (r#"{"Message":""}"#, None),
        (r#"{"Message":42}"#, None),
        ("[1]", None),
        ("", None),
    ] {
        let error = refused(400, body);
        assert_eq!(error.message(), message, "{body}");
        assert_eq!(error.expose_body().unwrap().is_empty(), body.is_empty());
    }
    insta::assert_snapshot!(
        refused(404, r#"{"Message":"no such account"}"#),
        @"GET /v1.0/account/connectors/{id}: 404 Not Found: no such account"
    );
}

#[test]
fn the_predicates_go_by_the_status_alone() {
    for status in 300..600 {
        let error = refused(status, r#"{"Message":"401 404 429"}"#);
        assert_eq!(error.status(), StatusCode::from_u16(status).ok());
        assert_eq!(error.is_unauthorized(), status == 401);
        assert_eq!(error.is_not_found(), status == 404);
        assert_eq!(error.is_rate_limited(), status == 429);
    }
}

#[test]
fn the_error_of_the_token_endpoint_identifies_refused_credentials() {
    let token = |secret: &str, status, body: &str| {
        let secret = Secret::from(secret);
        let call = RequestAccessToken { client_id: "id", client_secret: &secret, account: None };
        Session::without_token(&US).read(&call, response(status, body)).unwrap_err()
    };
    assert!(token("s3cr3t", 400, r#"{"error":"invalid_client"}"#).is_unauthorized());
    assert!(token("s3cr3t", 400, r#"{"error":"unauthorized_client"}"#).is_unauthorized());
    assert!(token("s3cr3t", 401, "").is_unauthorized());
    assert!(!token("s3cr3t", 400, r#"{"error":"invalid_scope"}"#).is_unauthorized());
    // From another address it says nothing about credentials.
    assert!(!refused(400, r#"{"error":"invalid_client"}"#).is_unauthorized());
    // The word is read even though the message is withheld, since the secret happens to be the
    // same.
    let error = token("invalid_client", 400, r#"{"error":"invalid_client"}"#);
    assert!(error.is_unauthorized());
    assert_eq!(error.message(), None);
}

#[test]
fn what_is_wrong_with_a_certificate_is_on_one_line_and_whole_in_the_source() {
    let reason = "not for\r\n`a\u{1b}[0m`";
    let error = TransportError::certificate(reason);
    let shown = "the server's certificate is not trusted: not for`a[0m`";
    assert_eq!(error.to_string(), shown);
    assert_eq!(error.source().unwrap().to_string(), reason);
    let error = TransportError::certificate("");
    assert_eq!(error.to_string(), "the server's certificate is not trusted");
}

#[test]
fn statuses_502_to_504_are_unavailable() {
    for (status, unavailable) in [(500, false), (502, true), (503, true), (504, true), (429, false)]
    {
        assert_eq!(refused(status, "").is_unavailable(), unavailable, "{status}");
    }
}

#[test]
fn retry_after_is_read_in_seconds_and_as_a_date() {
    let now = "2017-12-08T11:00:00Z".parse().unwrap();
    for (text, seconds) in [
        ("0", Some(0)),
        ("120", Some(120)),
        (" 7 ", Some(7)),
        ("18446744073709551615", Some(u64::MAX)),
        ("Fri, 08 Dec 2017 11:02:00 GMT", Some(120)),
        ("Friday, 08-Dec-17 11:02:00 GMT", Some(120)),
        ("Fri Dec  8 11:02:00 2017", Some(120)),
        ("Fri, 08 Dec 2017 10:00:00 GMT", Some(0)),
        ("-1", None),
        ("1.5", None),
        ("99999999999999999999", None),
        ("soon", None),
        ("", None),
    ] {
        let mut answer = response(429, "");
        answer.headers_mut().insert("retry-after", text.parse().unwrap());
        let fixture = Fixture::new("Acme-42", "s3cr3t");
        let error = (fixture.calls()[0].read)(Session::without_token(&US), answer).unwrap_err();
        assert_eq!(error.retry_after_at(now), seconds.map(Duration::from_secs), "{text:?}");
    }
}
