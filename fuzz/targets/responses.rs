//! Each call reads any response: a value, or an error that repeats nothing of it.
#![no_main]

#[path = "../../tests/calls.rs"]
mod calls;

use std::sync::LazyLock;

use calls::{Fixture, all_of, response};
use cyclr_oauth::api::{AccessToken, Session};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (u8, u16, &[u8])| {
    static FIXTURE: LazyLock<Fixture> = LazyLock::new(|| Fixture::new("Acme-42", "s3cr3t"));
    static TOKEN: LazyLock<AccessToken> =
        LazyLock::new(|| AccessToken::new("t0k3n", None).expect("a token"));
    let (which, status, body) = input;
    let calls = FIXTURE.calls();
    let call = &calls[usize::from(which) % calls.len()];
    let status = 200 + status % 400;
    let read = (call.read)(Session::new(&calls::US, &TOKEN), response(status, body));
    if let Err(error) = read {
        let all = all_of(&error);
        assert!(all.len() < 16 << 10, "{} bytes", all.len());
        assert!(!error.to_string().contains(char::is_control), "{error}");
    }
});
