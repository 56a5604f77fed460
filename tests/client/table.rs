//! The table of [`Retry`](cyclr_oauth::client::Retry): every fault, for every call.

use std::time::Duration;

use cyclr_oauth::client::Retry;

use crate::calls::{AnyCall, Fixture};
use crate::clock::{Wound, run};
use crate::script::{Outcome, Script, class, ok, status, with};

#[derive(Clone, Copy, Debug, PartialEq)]
enum Again {
    Always,
    /// Unless it may have been done, and must not be done twice.
    IfRepeatable,
    Never,
}

/// The faults, whether the call is sent again, and what it fails with if not.
fn faults() -> Vec<(Outcome, Again, &'static str)> {
    use Again::{Always, IfRepeatable, Never};

    let mut faults = vec![
        (Outcome::Connect, Always, "transport"),
        (Outcome::Broken, IfRepeatable, "transport"),
        (Outcome::Timeout, IfRepeatable, "timeout"),
        (Outcome::Never, IfRepeatable, "timeout"),
        (Outcome::TooLong, Never, "decode"),
        (status(429), Always, "429"),
        (with("retry-after", 1, status(429)), Always, "429"),
        (with("retry-after", 1, status(503)), Always, "503"),
        (with("retry-after", "Fri, 01 Oct 2021 00:00:01 GMT", status(503)), Always, "503"),
        (with("retry-after", "soon", status(503)), IfRepeatable, "503"),
        (with("retry-after", 1, status(500)), IfRepeatable, "500"),
        (status(408), IfRepeatable, "408"),
        (status(500), IfRepeatable, "500"),
        (status(502), IfRepeatable, "502"),
        (status(503), IfRepeatable, "503"),
        (status(504), IfRepeatable, "504"),
    ];
    for (other, class) in [
        (301, "301"),
        (302, "302"),
        (304, "304"),
        (400, "400"),
        (403, "403"),
        (404, "404"),
        (405, "405"),
        (409, "409"),
        (410, "410"),
        (413, "413"),
        (422, "422"),
        (501, "501"),
        (505, "505"),
        (511, "511"),
    ] {
        faults.push((status(other), Never, class));
    }
    faults
}

fn is_sent_again(call: &AnyCall<'_>, again: Again) -> bool {
    let is_repeatable = !matches!(
        call.name,
        "sign-in token"
            | "create property"
            | "install"
            | "install nothing"
            | "launch"
            | "launch of a user"
            | "marketplace"
            | "marketplace of a user"
            | "orbit"
            | "orbit of a user"
    );
    match again {
        Again::Always => true,
        Again::IfRepeatable => is_repeatable,
        Again::Never => false,
    }
}

type Way = fn(&AnyCall<'_>, &Script) -> Result<String, cyclr_oauth::Error>;

/// The async client, and the one that blocks.
const WAYS: [(Way, fn() -> Wound); 2] = [
    (|call, script| run(&script.1, (call.send)(&script.client())), Wound::default),
    (|call, script| (call.wait)(&script.blocking()), Wound::at_once),
];

#[test]
fn a_call_that_failed_once_is_sent_again_as_the_table_says() {
    let fixture = Fixture::new("Acme-42", "s3cr3t");
    for (way, clock) in WAYS {
        for call in fixture.calls() {
            for (fault, again, failure) in faults() {
                let script = Script::at(clock(), [fault.clone(), ok(&*call.answer)]);
                let result = way(&call, &script);
                let said = format!("{} after {fault:?}: {result:?}", call.name);
                if is_sent_again(&call, again) {
                    assert!(result.is_ok(), "{said}");
                    let calls = script.calls();
                    assert_eq!(calls.len(), 2, "{said}");
                    assert_eq!((&calls[0].line, &calls[0].body), (&calls[1].line, &calls[1].body));
                } else {
                    assert_eq!(class(&result.unwrap_err()), failure, "{said}");
                    assert_eq!(script.calls().len(), 1, "{said}");
                }
                assert_eq!(script.token_calls().len(), 1, "{said}");
            }
        }
    }
}

#[test]
fn a_call_that_fails_again_and_again_is_tried_four_times() {
    let fixture = Fixture::new("Acme-42", "s3cr3t");
    for (way, clock) in WAYS {
        for call in fixture.calls() {
            for (fault, again, failure) in faults() {
                let script = Script::at(clock(), []).otherwise(fault.clone());
                let error = way(&call, &script).unwrap_err();
                let said = format!("{} after {fault:?}: {error:?}", call.name);
                assert_eq!(class(&error), failure, "{said}");
                let tries = match (is_sent_again(&call, again), &fault) {
                    (false, _) => 1,
                    // Three times ten seconds are all the time that there is.
                    (true, Outcome::Never) => 3,
                    (true, _) => 4,
                };
                assert_eq!(script.calls().len(), tries, "{said}");
                assert_eq!(error.to_string().contains("tries"), tries > 1, "{said}");
                assert!(script.1.elapsed() <= Duration::from_secs(30), "{said}");
            }
        }
    }
}

#[test]
fn an_answer_that_cannot_be_read_is_not_asked_for_again() {
    let fixture = Fixture::new("Acme-42", "s3cr3t");
    for (way, clock) in WAYS {
        for call in fixture.calls() {
            let script = Script::at(clock(), [ok("<html>")]);
            match way(&call, &script) {
                Ok(_) => assert!(!call.reads(), "{}", call.name),
                Err(error) => assert_eq!(class(&error), "decode", "{}", call.name),
            }
            assert_eq!(script.calls().len(), 1, "{}", call.name);
        }
    }
}

#[test]
fn a_token_that_is_refused_is_renewed_once_and_no_more() {
    let fixture = Fixture::new("Acme-42", "s3cr3t");
    for (way, clock) in WAYS {
        for call in fixture.calls() {
            let script = Script::at(clock(), [status(401), ok(&*call.answer)]);
            assert!(way(&call, &script).is_ok(), "{}", call.name);
            let tokens: Vec<_> =
                script.calls().into_iter().filter_map(|sent| sent.authorization).collect();
            assert_eq!(tokens, ["Bearer t0k3n-1", "Bearer t0k3n-2"], "{}", call.name);
            assert!(script.1.slept().is_empty(), "a renewal is no pause");

            let script = Script::at(clock(), []).otherwise(status(401));
            let error = way(&call, &script).unwrap_err();
            assert!(error.is_unauthorized(), "{error:?}");
            assert_eq!((script.calls().len(), script.token_calls().len()), (2, 2), "{}", call.name);
        }
    }
}

#[test]
fn a_single_try_renews_a_refused_token_all_the_same() {
    let fixture = Fixture::new("Acme-42", "s3cr3t");
    for call in fixture.calls() {
        let script = Script::new([status(401), ok(&*call.answer)]);
        let client = script.builder().retry(Retry::never()).build().unwrap();
        assert!(run(&script.1, (call.send)(&client)).is_ok(), "{}", call.name);

        let script = Script::new([Outcome::Connect]);
        let client = script.builder().retry(Retry::never()).build().unwrap();
        let error = run(&script.1, (call.send)(&client)).unwrap_err();
        assert_eq!(class(&error), "transport");
    }
}
