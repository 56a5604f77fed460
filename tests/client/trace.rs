//! The client reports routes, hosts and statuses to `tracing`, but no ids, no secrets, and no text
//! from a server.

use std::cell::RefCell;
use std::fmt::{Debug, Write};
use std::sync::Once;
use std::time::Duration;

use cyclr_oauth::client::Retry;
use cyclr_oauth::{ApiDomain, Client, Secret, ServiceDomain};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use crate::calls::{AnyCall, CANARY, Fixture};
use crate::script::{Outcome, Script, ok, status, token, with};

/// Collects events of all levels on a listening thread: one line per span and event, indented by
/// the enclosing spans.
///
/// There is one for the whole process: `tracing` remembers for all threads whether a span has a
/// listener, so a subscriber on one thread misses spans that another thread has used before.
struct Everything;

#[derive(Default)]
struct Said {
    lines: Vec<String>,
    depth: usize,
}

thread_local! {
    static SAID: RefCell<Option<Said>> = const { RefCell::new(None) };
}

fn listening(then: impl FnOnce(&mut Said)) {
    SAID.with_borrow_mut(|said| said.as_mut().map(then));
}

struct Fields<'a>(&'a mut String);

impl Visit for Fields<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        write!(self.0, " {field}={value:?}").unwrap();
    }
}

impl Said {
    fn line(&mut self, metadata: &Metadata<'_>, name: &str) -> &mut String {
        let indent = "  ".repeat(self.depth);
        self.lines.push(format!("{indent}{} {name}", metadata.level()));
        self.lines.last_mut().unwrap()
    }
}

impl Subscriber for Everything {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let mut id = 1;
        listening(|said| {
            span.record(&mut Fields(said.line(span.metadata(), span.metadata().name())));
            id = said.lines.len() as u64;
        });
        Id::from_u64(id)
    }

    fn record(&self, id: &Id, values: &Record<'_>) {
        let line = id.into_u64() as usize - 1;
        listening(|said| values.record(&mut Fields(&mut said.lines[line])));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        listening(|said| event.record(&mut Fields(said.line(event.metadata(), "event"))));
    }

    fn enter(&self, _: &Id) {
        listening(|said| said.depth += 1);
    }

    fn exit(&self, _: &Id) {
        listening(|said| said.depth -= 1);
    }
}

/// Everything that is reported meanwhile.
async fn said(work: impl Future<Output = ()>) -> String {
    static LISTENING: Once = Once::new();
    LISTENING.call_once(|| tracing::subscriber::set_global_default(Everything).unwrap());
    SAID.set(Some(Said::default()));
    work.await;
    SAID.take().unwrap().lines.join("\n")
}

async fn said_of(script: &Script, call: &AnyCall<'_>) -> String {
    let retry = Retry::default().base(Duration::ZERO);
    let client = script.builder().retry(retry).build().unwrap();
    said(async { drop((call.send)(&client).await) }).await
}

/// What is reported while a property is read.
async fn of_a_property(script: Script) -> String {
    let fixture = Fixture::new("Acme-42", "s3cr3t");
    let calls = fixture.calls();
    said_of(&script, calls.iter().find(|call| call.name == "get property").unwrap()).await
}

#[tokio::test(start_paused = true)]
async fn a_call_is_a_span_and_each_try_a_span_in_it() {
    insta::assert_snapshot!(of_a_property(Script::new([Outcome::Broken, status(404)])).await, @r#"
    DEBUG cyclr http.request.method="GET" url.template="/v1.0/account/connectors/{id}/properties/{property}" error.type="404"
      DEBUG cyclr http.request.method="POST" url.template="/oauth/token"
        DEBUG cyclr_try otel.kind="client" http.request.method="POST" url.template="/oauth/token" server.address="api.cyclr.com" server.port=443 http.response.status_code=200
      DEBUG cyclr_try otel.kind="client" http.request.method="GET" url.template="/v1.0/account/connectors/{id}/properties/{property}" server.address="api.cyclr.com" server.port=443 error.type="transport"
      INFO event message=trying again error.type="transport" pause=0ns
      DEBUG cyclr_try otel.kind="client" http.request.method="GET" url.template="/v1.0/account/connectors/{id}/properties/{property}" server.address="api.cyclr.com" server.port=443 http.request.resend_count=1 http.response.status_code=404 error.type="404"
    "#);
}

#[tokio::test(start_paused = true)]
async fn a_call_that_succeeds_has_no_error_type() {
    let script = Script::new([ok(r#"{"Id":9,"Name":"Domain","Value":"d"}"#)]);
    assert!(!of_a_property(script).await.contains("error.type"));
}

#[tokio::test(start_paused = true)]
async fn a_port_that_the_api_domain_names_is_a_field() {
    let script = Script::new([]).tokens([status(401)]);
    let client = Client::with_transport(script.clone(), script.1.clone())
        .api_domain(ApiDomain::parse("http://127.0.0.1:8080").unwrap())
        .client_credentials("client-id", Secret::from("client-s3cr3t"))
        .service_domain(ServiceDomain::from_static("app-h.cyclr.com"))
        .build()
        .unwrap();
    let text = said(async { drop(client.check().await) }).await;
    assert!(text.contains(r#"server.address="127.0.0.1" server.port=8080"#), "{text}");
}

#[tokio::test(start_paused = true)]
async fn the_error_type_is_the_class_of_the_failure() {
    for (outcome, class) in [
        (Outcome::Connect, "connect"),
        (Outcome::Certificate, "certificate"),
        (Outcome::Broken, "transport"),
        (Outcome::Timeout, "timeout"),
        (Outcome::Never, "timeout"),
        (Outcome::TooLong, "decode"),
        (ok("<html>"), "decode"),
        (status(403), "403"),
        (status(599), "599"),
    ] {
        let text = of_a_property(Script::new([]).otherwise(outcome)).await;
        let call = text.lines().next().unwrap();
        assert!(call.ends_with(&format!(" error.type=\"{class}\"")), "{class}: {text}");
    }
    let text = of_a_property(Script::new([]).tokens([status(401)])).await;
    assert!(text.lines().next().unwrap().ends_with(r#" error.type="no_access_token""#), "{text}");
    assert!(text.lines().nth(1).unwrap().ends_with(r#" error.type="401""#), "{text}");
}

/// In everything that the hostile server sends.
const FROM_SERVER: &str = "hostile";

#[tokio::test(start_paused = true)]
async fn no_span_or_event_holds_an_id_a_secret_or_server_text() {
    let fixture = Fixture::new("4ccount-1d", CANARY);
    let echo = |status| Outcome::Answer {
        status,
        headers: vec![
            ("retry-after", FROM_SERVER.to_owned()),
            ("total-pages", FROM_SERVER.to_owned()),
        ],
        body: format!(
            r#"{{"Message":"{FROM_SERVER} {CANARY}","error":"{FROM_SERVER}","{FROM_SERVER}":"{CANARY}"}}"#
        ),
    };
    let unreadable = ok(format!("{{\"Id\":\"{FROM_SERVER} {CANARY}\""));
    for call in fixture.calls() {
        for outcome in [
            ok(&*call.answer),
            echo(200),
            echo(302),
            echo(400),
            echo(401),
            echo(404),
            echo(429),
            echo(500),
            with("retry-after", 1, status(503)),
            Outcome::Connect,
            Outcome::Broken,
            Outcome::Never,
            Outcome::TooLong,
            unreadable.clone(),
        ] {
            let calls_fail =
                Script::new([]).otherwise(outcome.clone()).tokens_otherwise(token(CANARY));
            let tokens_fail =
                Script::new([]).otherwise(ok(&*call.answer)).tokens_otherwise(outcome);
            for script in [calls_fail, tokens_fail] {
                let text = said_of(&script, &call).await;
                for hidden in [CANARY, "4ccount", "1234", "client-id", "client-s3cr3t", FROM_SERVER]
                {
                    assert!(!text.contains(hidden), "{}: {hidden} in {text}", call.name);
                }
                let route = format!("url.template={:?}", call.operation.route());
                assert!(text.lines().next().unwrap().contains(&route), "{text}");
            }
        }
    }
}
