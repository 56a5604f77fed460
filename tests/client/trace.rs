//! What the client says to `tracing`: routes, and neither secrets nor ids.

use std::cell::RefCell;
use std::fmt::{Debug, Write};
use std::sync::Once;

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use crate::calls::{AnyCall, CANARY, Fixture};
use crate::clock::run;
use crate::script::{Outcome, Script, ok, status, with};

/// Keeps all that is said, at all levels, on a thread that listens.
///
/// It is there for the whole process: what `tracing` remembers of who listens is shared by threads, so
/// that one of a single thread misses what another thread says first.
struct Everything;

thread_local! {
    static SAID: RefCell<Option<String>> = const { RefCell::new(None) };
}

fn say(what: impl FnOnce(&mut String)) {
    SAID.with_borrow_mut(|said| said.as_mut().map(what));
}

struct Fields<'a>(&'a mut String);

impl Visit for Fields<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        write!(self.0, " {field}={value:?}").unwrap();
    }
}

impl Subscriber for Everything {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        say(|text| {
            write!(text, "span {}", span.metadata().name()).unwrap();
            span.record(&mut Fields(text));
            text.push('\n');
        });
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        say(|text| values.record(&mut Fields(text)));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        say(|text| {
            write!(text, "{}", event.metadata().level()).unwrap();
            event.record(&mut Fields(text));
            text.push('\n');
        });
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

/// An answer that repeats all that the calls may hold.
fn echo(number: u16) -> Outcome {
    let Outcome::Answer { status, headers, .. } = status(number) else { unreachable!() };
    let body = format!(
        r#"{{"Message":"no {CANARY}","Value":"{CANARY}","Token":"{CANARY}","{CANARY}":"{CANARY}"}}"#
    );
    Outcome::Answer { status, headers, body }
}

fn said(script: &Script, call: &AnyCall<'_>) -> String {
    static LISTENING: Once = Once::new();
    LISTENING.call_once(|| tracing::subscriber::set_global_default(Everything).unwrap());
    SAID.set(Some(String::new()));
    let _ = run(&script.1, (call.send)(&script.client()));
    SAID.take().unwrap()
}

#[test]
fn no_secret_and_no_id_is_said_whatever_happens() {
    let fixture = Fixture::new("4ccount-1d", CANARY);
    for call in fixture.calls() {
        // What the answer repeats is secret only if the call held it.
        let token = || crate::script::token(CANARY);
        for outcome in [
            ok(&*call.answer),
            echo(400),
            echo(401),
            echo(404),
            echo(429),
            echo(500),
            with("retry-after", 1, echo(503)),
            Outcome::Connect,
            Outcome::Broken,
            Outcome::Never,
            Outcome::TooLong,
            ok(format!("{{\"Id\":\"{CANARY}\"")),
        ] {
            let script = Script::new([]).otherwise(outcome.clone()).tokens_otherwise(token());
            let text = said(&script, &call);
            for hidden in [CANARY, "4ccount", "1234", "client-s3cr3t"] {
                assert!(!text.contains(hidden), "{} {outcome:?}: {text}", call.name);
            }
            assert!(text.contains(&format!("span cyclr operation={}", call.operation)), "{text}");
        }
        let script = Script::new([]).tokens_otherwise(status(401));
        assert!(!said(&script, &call).contains("client-s3cr3t"));
    }
}

#[test]
fn what_is_said_of_a_call_that_is_tried_again() {
    let fixture = Fixture::new("Acme-42", "s3cr3t");
    let calls = fixture.calls();
    let get = calls.iter().find(|call| call.name == "get property").unwrap();
    let script = Script::new([Outcome::Broken, status(404)]);
    insta::assert_snapshot!(said(&script, get));
}

#[test]
fn an_answer_that_cannot_be_read_is_said_to_have_failed() {
    let fixture = Fixture::new("Acme-42", "s3cr3t");
    let calls = fixture.calls();
    let get = calls.iter().find(|call| call.name == "get property").unwrap();
    let text = said(&Script::new([ok("<html>")]), get);
    assert!(text.contains("failed"), "{text}");
}
