//! An error about a request never shows a secret of that request, however the response repeats it.
#![no_main]

#[path = "../../tests/calls.rs"]
mod calls;

use calls::{Fixture, all_of, response};
use cyclr_oauth::api::{AccessToken, Session};
use libfuzzer_sys::arbitrary::{self, Arbitrary};
use libfuzzer_sys::fuzz_target;
use serde_json::json;

/// Nothing that a fuzzer writes by chance.
const SECRET: &str = "q7Zk2Xv9Lw4Tn8Rb";

#[derive(Arbitrary, Debug)]
struct Input<'a> {
    call: u8,
    status: u8,
    before: &'a str,
    after: &'a str,
    member: u8,
    form: u8,
    separator: char,
}

/// The secret as a server may repeat it.
fn planted(form: u8, separator: char) -> String {
    match form % 4 {
        0 => SECRET.to_owned(),
        // With a letter or a digit in between it is another code, which no rule recognises.
        1 if !separator.is_alphanumeric() => SECRET.chars().flat_map(|c| [c, separator]).collect(),
        2 => SECRET.bytes().map(|byte| format!("%{byte:02X}")).collect(),
        _ => SECRET.to_lowercase(),
    }
}

fuzz_target!(|input: Input<'_>| {
    let fixture = Fixture::new("Acme-42", SECRET);
    let calls = fixture.calls();
    let call = &calls[usize::from(input.call) % calls.len()];
    let token = AccessToken::new(SECRET, None).expect("a token");
    let text = format!("{}{}{}", input.before, planted(input.form, input.separator), input.after);
    let body = match input.member % 4 {
        0 => json!({ "Message": text }).to_string(),
        1 => json!({ "error": "invalid_client", "error_description": text }).to_string(),
        2 => json!({ "error": text }).to_string(),
        _ => text,
    };
    let status = 400 + u16::from(input.status) % 200;
    let read = (call.read)(Session::new(&calls::US, &token), response(status, body));
    let all = all_of(&read.expect_err("a refusal"));
    // Letters and digits alone, so that no separator hides them.
    let letters: String = all.chars().filter(char::is_ascii_alphanumeric).collect();
    let letters = letters.to_ascii_lowercase();
    let secret = SECRET.to_ascii_lowercase();
    for at in 0..=secret.len() - 8 {
        assert!(!letters.contains(&secret[at..at + 8]), "{}: {all}", call.name);
    }
});
