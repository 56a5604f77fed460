//! What an error costs when the server or the secret is hostile: medians in milliseconds, one thread.
//!
//! The work is one pass over the secret and one over the body, whatever they hold.

use std::hint::black_box;
use std::time::Instant;

use cyclr_oauth::api::{AccessToken, Body, Call, CreateProperty, Session, UpdateAccountConnector};
use cyclr_oauth::{AccountId, ApiDomain, AuthValue};

const MEGABYTE: usize = 1 << 20;

fn main() {
    let account = AccountId::new("Acme-42").expect("a valid id");
    let property =
        |value| CreateProperty { account: &account, id: 7.into(), name: "Password", value };
    let message = |text: &str| format!(r#"{{"Message":"{text}"}}"#);
    // Letters and digits that share every beginning with the message and no run of six.
    let hostile = message(&"abcde-12345-".repeat(170));
    let plain = "abcde-54321-".repeat(10 * MEGABYTE / 12);
    let json = format!(r#"{{"AccessToken":"{plain}"}}"#);
    let objects = "[{\"a\":[".repeat(10 * MEGABYTE / 7);
    let base64 = "YWJj".repeat(10 * MEGABYTE / 4);
    let long_message = message(&"é%41\\\\u0041&amp;".repeat(MEGABYTE / 16));
    let members = format!("{{{}\"Message\":\"no\"}}", "\"Detail\":\"x\",".repeat(MEGABYTE / 13));
    let brackets = "[".repeat(MEGABYTE);

    println!("| error | ms |\n| --- | ---: |");
    row("a short secret, a short message", &property("s3cr3t-of-mine"), &message("no"));
    row("a secret of 10 MB, a hostile message", &property(&plain), &hostile);
    row("the same in JSON", &property(&json), &hostile);
    row("10 MB of brackets", &property(&objects), &hostile);
    row("10 MB of base64", &property(&base64), &hostile);
    let auth_value = AuthValue::api_key(plain.as_str());
    let update = UpdateAccountConnector {
        account: &account,
        id: 7.into(),
        name: None,
        description: None,
        auth_value: Some(&auth_value),
    };
    row("an `AuthValue` of 10 MB", &update, &hostile);
    row("a body of 1 MB: one message", &property("s3cr3t-of-mine"), &long_message);
    row("a body of 1 MB: many members", &property("s3cr3t-of-mine"), &members);
    row("a body of 1 MB: brackets", &property("s3cr3t-of-mine"), &brackets);
}

fn row(name: &str, call: &impl Call, body: &str) {
    let token = AccessToken::new("Ab+/t0k3n-of-mine=", None).expect("a valid token");
    let domain = ApiDomain::US;
    let session = Session::new(&domain, &token);
    let mut times: Vec<_> = (0..11)
        .map(|_| {
            let body = Body::from(body.as_bytes().to_vec());
            let response = http::Response::builder().status(400).body(body).expect("a response");
            let start = Instant::now();
            let error = session.read(call, response).err().expect("Cyclr refused");
            black_box(error.to_string());
            start.elapsed()
        })
        .collect();
    times.sort_unstable();
    println!("| {name} | {:.2} |", times[5].as_secs_f64() * 1000.0);
}
