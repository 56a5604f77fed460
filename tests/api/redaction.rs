//! An answer that says no may repeat all that it was sent. No secret of it is in the error.

use std::fmt::Write;

use cyclr_oauth::api::{AccessToken, Body, Session};
use http::Request;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use proptest::prelude::*;
use serde_json::json;

use crate::calls::{CANARY, Fixture, US, all_of, response};

/// All that was sent, as a server that is out of its mind says it again.
fn sent(request: &Request<Body>) -> String {
    let mut text = format!("{} {}\n", request.method(), request.uri());
    for (name, value) in request.headers() {
        writeln!(text, "{name}: {}", String::from_utf8_lossy(value.as_bytes())).unwrap();
    }
    text + str::from_utf8(request.body().as_bytes()).unwrap()
}

fn percent(text: &str) -> String {
    const RESERVED: &AsciiSet =
        &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
    utf8_percent_encode(text, RESERVED).to_string()
}

/// What may be made of a text before it is repeated.
fn echoes(text: &str) -> Vec<(&'static str, String)> {
    let once = json!(text).to_string();
    let twice = json!(once).to_string();
    vec![
        ("raw", text.to_owned()),
        ("in Message", json!({"Message": text}).to_string()),
        ("after a mark", format!("\u{feff}{}", json!({"Message": text}))),
        ("as a text", once.clone()),
        ("twice escaped", json!({"Message": once}).to_string()),
        ("escaped in no JSON", format!("Error: {once}")),
        ("twice escaped in no JSON", format!("Error: {twice}")),
        ("cut short", json!({"Message": text, "More": 1}).to_string().replace(",\"More\":1}", "")),
        ("in HTML", format!("<html><pre>{text}</pre></html>")),
        ("percent-encoded", percent(text)),
        ("percent-encoded in Message", json!({"Message": percent(text)}).to_string()),
        ("as a name", json!({text: 1}).to_string()),
        ("deep inside", json!({"Errors": [[{"Detail": {"Request": text}}]]}).to_string()),
        ("in error_description", json!({"error": "x", "error_description": text}).to_string()),
    ]
}

/// Every call, with this secret wherever one can be, is refused by an answer that repeats it all.
fn check(secret: &str, is_hidden: impl Fn(&str) -> bool) {
    let fixture = Fixture::new("Acme-42", secret);
    // Another text than the secret: what hides the one must not hide the other by chance.
    let token = AccessToken::new("Ab+/c4n4ry=", None).unwrap();
    for call in fixture.calls() {
        let session = Session::new(&US, &token);
        let request = (call.request)(session).unwrap();
        let raw = sent(&request);
        let mut all = echoes(&raw);
        // What stands in a body is encoded for it already: tests of their own.
        all.retain(|(how, _)| !how.starts_with("percent") && *how != "twice escaped in no JSON");
        if call.operation.route() == "/oauth/token" {
            let body = str::from_utf8(request.body().as_bytes()).unwrap();
            let form = percent_decode_str(body).decode_utf8_lossy();
            all.extend(echoes(&raw.replace(body, &form)));
        }
        all.extend(echoes(token.expose_secret()));
        for (how, body) in all {
            let error = (call.read)(session, response(400, body.clone())).unwrap_err();
            let text = all_of(&error);
            assert!(is_hidden(&text), "{}, {how}: {text}\nof {body}", call.name);
        }
    }
}

#[test]
fn a_secret_that_is_repeated_is_taken_out_however_it_is_encoded() {
    for secret in [
        "c4n4ry",
        "+c4n4ry/Uf+s=",
        "c4n4ry\"c4n4ry'c4n4ry\\c4n4ry",
        "c4n4ry\r\nc4n4ry\tc4n4ry",
        "üc4n4ryü€😀c4n4ry",
        "c4n4ry&c4n4ry=c4n4ry c4n4ry%2Bc4n4ry",
        "{\"c4n4ry\":\"c4n4ry\"}",
        "[c4n4ry]",
        " c4n4ry ",
    ] {
        check(secret, |text| !text.contains(CANARY));
    }
}

#[test]
fn a_secret_that_is_a_number_is_taken_out_where_it_is_no_text() {
    let fixture = Fixture::new("Acme-42", "987654321");
    let session = Session::without_token(&US);
    for call in fixture.calls() {
        let request = (call.request)(session).unwrap();
        if !sent(&request).contains("987654321") {
            continue;
        }
        for body in [
            json!({"Given": 987_654_321}).to_string(),
            json!([987_654_321, [-987_654_321]]).to_string(),
            "987654321".to_owned(),
            json!({"Message": 987_654_321}).to_string(),
        ] {
            let error = (call.read)(session, response(400, body)).unwrap_err();
            assert!(!all_of(&error).contains("987654321"), "{}: {error:?}", call.name);
        }
    }
}

#[test]
fn what_is_secret_by_its_name_is_taken_out_though_it_was_not_sent() {
    let fixture = Fixture::new("Acme-42", "s3cr3t-of-mine");
    let calls = fixture.calls();
    for name in [
        "AuthValue",
        "authValue",
        "auth_value",
        "access_token",
        "AccessToken",
        "RefreshToken",
        "Password",
        "client_secret",
        "ClientSecret",
        "Authorization",
        "Token",
        "Value",
        "Secret",
        "LaunchUrl",
        "MarketplaceUrl",
        "OrbitUrl",
    ] {
        for value in
            [json!(CANARY), json!([CANARY]), json!({"a": CANARY}), json!([[{"b": CANARY}]])]
        {
            for body in [json!({name: value}), json!({"Message": "no", "Errors": [{name: value}]})]
            {
                let error =
                    (calls[3].read)(Session::without_token(&US), response(400, body.to_string()))
                        .unwrap_err();
                assert!(!all_of(&error).contains(CANARY), "{body}: {error:?}");
                assert!(error.body().unwrap().contains("[redacted]"), "{body}: {error:?}");
            }
        }
    }
}

#[test]
fn what_is_no_secret_stays() {
    let fixture = Fixture::new("Acme-42", "s3cr3t-of-mine");
    let calls = fixture.calls();
    let create = calls.iter().find(|call| call.name == "create property").unwrap();
    let body = r#"{"Message":"s3cr3t-of-mine is no Password of Acme-42","Name":"Password","Token":null,"Value":"s3cr3t-of-mine"}"#;
    let error = (create.read)(Session::without_token(&US), response(400, body)).unwrap_err();
    insta::assert_snapshot!(error, @"POST /v1.0/account/connectors/{id}/properties: 400 Bad Request: [redacted] is no Password of Acme-42");
    insta::assert_snapshot!(error.body().unwrap(), @r#"{"Message":"[redacted] is no Password of Acme-42","Name":"Password","Token":null,"Value":"[redacted]"}"#);
}

/// As .NET escapes a JSON text: all but letters and digits of ASCII, by their number.
fn by_number(text: &str) -> String {
    let mut escaped = String::new();
    for unit in text.encode_utf16() {
        match char::from_u32(unit.into()) {
            Some(c) if c.is_ascii_alphanumeric() => escaped.push(c),
            _ => write!(escaped, "\\u{unit:04X}").unwrap(),
        }
    }
    escaped
}

/// As a page shows a text that it takes for no markup.
fn for_a_page(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
}

/// The secret alone, in forms that frameworks write where the answer is no JSON.
fn check_alone(secret: &str, form: impl Fn(&str) -> String) {
    let fixture = Fixture::new("Acme-42", secret);
    let session = Session::without_token(&US);
    for call in fixture.calls() {
        if ["create property", "update key", "access token"].contains(&call.name) {
            for body in [format!("<html>{}</html>", form(secret)), form(secret)] {
                let error = (call.read)(session, response(500, body.clone())).unwrap_err();
                assert!(!all_of(&error).contains(CANARY), "{}: {error:?} of {body}", call.name);
            }
        }
    }
}

#[test]
fn a_secret_is_taken_out_of_a_page_that_shows_it_as_text() {
    check_alone("c4n4ry\"c4n4ry'c4n4ry<c4n4ry>&c4n4ry", for_a_page);
}

#[test]
fn a_secret_is_taken_out_of_a_form_that_writes_a_space_as_a_plus() {
    let form = |text: &str| url::form_urlencoded::byte_serialize(text.as_bytes()).collect();
    check_alone("c4n4ry c4n4ry c4n4ry+c4n4ry", form);
}

#[test]
fn a_secret_is_taken_out_where_it_is_percent_encoded_in_small_letters() {
    check_alone("c4n4ry+c4n4ry/c4n4ry==", |text| percent(text).to_ascii_lowercase());
}

#[test]
fn a_secret_is_taken_out_where_it_is_percent_encoded_twice() {
    check_alone("c4n4ry+c4n4ry/c4n4ry==", |text| percent(&percent(text)));
}

#[test]
fn a_secret_is_taken_out_of_a_body_that_is_percent_encoded_as_a_whole() {
    check_alone("c4n4ry\"c4n4ry\\c4n4ry", |text| percent(&json!({ "Value": text }).to_string()));
}

#[test]
fn a_secret_is_taken_out_where_it_is_escaped_three_times() {
    let escaped = |text: &str| json!(text).to_string();
    check_alone("c4n4ry\"c4n4ry\\c4n4ry", |text| escaped(&escaped(&escaped(text))));
}

#[test]
fn a_secret_is_taken_out_where_only_what_must_be_is_percent_encoded() {
    // As `encodeURIComponent` and .NET's `Uri.EscapeDataString` of old leave it.
    check_alone("c4n4ry!*'()c4n4ry+c4n4ry", |text| text.replace('+', "%2B"));
}

#[test]
fn a_secret_is_taken_out_where_its_characters_are_escaped_by_number() {
    check_alone("c4n4ry+c4n4ry/c4n4ry=\"c4n4ry", by_number);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_secret_is_taken_out(before in any::<String>(), after in any::<String>()) {
        check(&format!("{before}{CANARY}{after}"), |text| !text.contains(CANARY));
    }

    #[test]
    fn any_short_secret_is_taken_out_too(secret in "[ -~]{2}[!-~]{2,12}") {
        // By chance in what the library says itself.
        let ours = ["[redacted][redacted]", "POST PUT DELETE GET /v1.0/account/connectors/{id}/properties/{property}/deauthenticate/oauth/token"];
        prop_assume!(!ours.iter().any(|text| text.contains(&secret)));
        let fixture = Fixture::new("Acme-42", &secret);
        let call = &fixture.calls()[12];
        let session = Session::without_token(&US);
        for (how, body) in echoes(&format!("\u{1F511}{secret}\u{1F511}")) {
            let error = (call.read)(session, response(400, body)).unwrap_err();
            let shown = error.body().unwrap();
            prop_assert!(!shown.contains(&format!("\u{1F511}{secret}")), "{how}: {shown}");
            prop_assert!(shown.contains("[redacted]"), "{how}: {shown}");
        }
    }
}
