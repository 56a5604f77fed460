//! Each [`Fault`] in each call: one test per cell, such as `install/status_503/once/async`.
//!
//! The expectations come from `Fault` itself. This file lists how each fault can occur, and which
//! error the caller gets.

#[path = "../calls.rs"]
mod calls;
mod clock;
mod script;

use std::time::Duration;

use cyclr_oauth::Error;
use cyclr_oauth::client::{Fault, Reaction};
use http::Method;
use libtest_mimic::{Arguments, Trial};

use calls::{AnyCall, Fixture};
use script::{Outcome, Script, class, ok, status, with};

/// One way in which a fault can occur.
#[derive(Clone)]
struct Case {
    name: String,
    fault: Fault,
    outcome: Outcome,
    /// The [`class`] of the error.
    class: String,
}

fn case(name: &str, fault: Fault, outcome: Outcome, class: &str) -> Case {
    Case { name: name.to_owned(), fault, outcome, class: class.to_owned() }
}

fn cases() -> Vec<Case> {
    use Fault::{
        Broken, Busy, Certificate, NoConnection, NotSent, OtherServerError, Refused, ServerError,
        Unauthorized, Unreadable,
    };

    let date = "Fri, 01 Oct 2021 00:00:20 GMT";
    let mut cases = vec![
        case("no_connection", NoConnection, Outcome::Connect, "transport"),
        case("certificate", Certificate, Outcome::Certificate, "transport"),
        case("reset", Broken, Outcome::Broken, "transport"),
        case("timeout_of_the_transport", Broken, Outcome::Timeout, "timeout"),
        case("no_response", Broken, Outcome::Never, "timeout"),
        case("too_long", Unreadable, Outcome::TooLong, "decode"),
        case("html", Unreadable, ok("<html>"), "decode"),
        case("no_access_token", NotSent, status(400), "no access token"),
        case("503_with_retry_after", Busy, with("retry-after", 1, status(503)), "503"),
        case("503_with_a_date", Busy, with("retry-after", date, status(503)), "503"),
        case("503_with_nonsense", ServerError, with("retry-after", "soon", status(503)), "503"),
        case("429_with_retry_after", Busy, with("retry-after", 1, status(429)), "429"),
        case("500_with_retry_after", ServerError, with("retry-after", 1, status(500)), "500"),
    ];
    let statuses: [(Fault, &[u16]); 5] = [
        (Busy, &[429]),
        (Unauthorized, &[401]),
        (ServerError, &[408, 500, 502, 503, 504]),
        (OtherServerError, &[501, 505, 511]),
        (Refused, &[301, 302, 304, 400, 403, 404, 405, 409, 410, 413, 422]),
    ];
    for (fault, statuses) in statuses {
        cases.extend(statuses.iter().map(|number| {
            case(&format!("status_{number}"), fault, status(*number), &number.to_string())
        }));
    }
    for fault in Fault::ALL {
        assert!(cases.iter().any(|case| case.fault == *fault), "nothing causes {fault:?}");
    }
    cases
}

/// When the fault occurs.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Mode {
    Once,
    Always,
    /// Once, followed by a 404, as if a removal had succeeded.
    ThenNotFound,
}

/// The async client, or the blocking one.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Way {
    Async,
    Blocking,
}

fn main() {
    let (fixture, cases) = (Fixture::new("Acme-42", "s3cr3t"), cases());
    let repeatable = "a_call_is_repeatable_unless_it_is_a_post_other_than_for_an_access_token";
    let mut trials = vec![Trial::test(repeatable, || {
        for AnyCall { operation, name, .. } in Fixture::new("Acme-42", "s3cr3t").calls() {
            let expected =
                *operation.method() != Method::POST || operation.route() == "/oauth/token";
            assert_eq!(operation.is_repeatable(), expected, "{name}");
        }
        Ok(())
    })];
    for (index, call) in fixture.calls().iter().enumerate() {
        let call_name = call.name.replace([' ', '-'], "_");
        for case in &cases {
            for mode in [Mode::Once, Mode::Always, Mode::ThenNotFound] {
                for way in [Way::Async, Way::Blocking] {
                    let mode_name = match mode {
                        Mode::Once => "once",
                        Mode::Always => "always",
                        Mode::ThenNotFound => "then_404",
                    };
                    let way_name = if way == Way::Async { "async" } else { "blocking" };
                    let name = format!("{call_name}/{}/{mode_name}/{way_name}", case.name);
                    let case = case.clone();
                    trials.push(Trial::test(name, move || {
                        let fixture = Fixture::new("Acme-42", "s3cr3t");
                        play(&fixture.calls()[index], &case, mode, way);
                        Ok(())
                    }));
                }
            }
        }
    }
    libtest_mimic::run(&Arguments::from_args(), trials).exit();
}

/// Longer than four tries of 10 s and all pauses.
const DEADLINE: Duration = Duration::from_secs(120);
/// How often the client tries a call by default.
const TRIES: usize = 4;
/// The age from which a 401 renews an access token.
const OLD: Duration = Duration::from_secs(10);

fn play(call: &AnyCall<'_>, case: &Case, mode: Mode, way: Way) {
    match way {
        Way::Async => {
            let mut runtime = tokio::runtime::Builder::new_current_thread();
            runtime.enable_time().start_paused(true).build().unwrap().block_on(async {
                let script = write(Script::new([]), call, case, mode);
                let client = script.builder().deadline(DEADLINE).build().unwrap();
                let warm = client.check().await.is_ok();
                tokio::time::advance(OLD).await;
                check(&script, call, case, mode, warm, (call.send)(&client).await);
            });
        }
        Way::Blocking => {
            let script = write(Script::at_once([]), call, case, mode);
            let client = script.blocking_builder().deadline(DEADLINE).build().unwrap();
            let warm = client.check().is_ok();
            script.1.skip(OLD);
            check(&script, call, case, mode, warm, (call.wait)(&client));
        }
    }
}

fn write(script: Script, call: &AnyCall<'_>, case: &Case, mode: Mode) -> Script {
    let script = match case.fault {
        Fault::NotSent => return script.tokens_otherwise(case.outcome.clone()),
        _ => script.then([case.outcome.clone()]),
    };
    script.otherwise(match mode {
        Mode::Once => ok(&*call.answer),
        Mode::Always => case.outcome.clone(),
        Mode::ThenNotFound => status(404),
    })
}

fn check(
    script: &Script,
    call: &AnyCall<'_>,
    case: &Case,
    mode: Mode,
    has_token: bool,
    result: Result<String, Error>,
) {
    let reaction = case.fault.reaction(call.operation.is_repeatable());
    let goes_on = reaction != Reaction::Never;
    // These calls don't read the response.
    let is_harmless = case.name == "html" && !call.reads();
    let removed = *call.operation.method() == Method::DELETE && case.fault.may_have_been_done();
    let expected = match mode {
        _ if is_harmless => "success",
        Mode::Once if goes_on => "success",
        Mode::ThenNotFound if goes_on && removed => "success",
        Mode::ThenNotFound if goes_on => "404",
        _ => &case.class,
    };
    let found = result.as_ref().map_or_else(class, |_| "success".to_owned());
    assert_eq!(found, expected, "{result:?}");
    if let (Mode::Always, Err(error)) = (mode, &result) {
        assert_eq!(Fault::of(error), case.fault, "{error}");
    }

    let sent = script.calls();
    let requests = match (reaction, mode) {
        (Reaction::Never, _) => usize::from(case.fault != Fault::NotSent),
        (Reaction::Again, Mode::Always) => TRIES,
        _ => 2,
    };
    assert_eq!(sent.len(), requests, "{result:?}");
    assert!(sent.iter().all(|it| (&it.line, &it.body) == (&sent[0].line, &sent[0].body)));
    let said = result.is_err_and(|error| error.to_string().contains("tries"));
    // Without an access token, the number of consecutive failed token requests.
    let of_several = reaction == Reaction::Again || case.fault == Fault::NotSent;
    assert_eq!(said, expected != "success" && of_several, "the number of tries");

    // One token for the first request, and another, without a pause, only if Cyclr refused it.
    let renewed = reaction == Reaction::Renew;
    let tokens = if has_token { 1 + usize::from(renewed) } else { 2 };
    assert_eq!(script.token_calls().len(), tokens);
    if renewed {
        assert_eq!(sent[0].at, sent[1].at);
        assert_ne!(sent[0].authorization, sent[1].authorization);
    }
}
