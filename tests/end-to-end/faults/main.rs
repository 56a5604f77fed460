//! Every fault in every call, with both clients, through real sockets: what the caller is told, how
//! often the call was sent, how long the pauses were, and what Cyclr has in the end. The table is the
//! one in the documentation of [`cyclr_oauth::client::Retry`].

mod expected;
mod no_connection;
mod patience;
mod removal;

use std::fmt::Write as _;

use cyclr_oauth::client::Clock;
use cyclr_oauth_end_to_end::faults::{
    FaultKind, Outcome, Scene, Stage, Target, all_kinds, all_targets,
};
use cyclr_oauth_end_to_end::{Kind, eventually};

use expected::{Mode, expected};

#[test]
fn every_fault_in_every_call_of_the_async_client_ends_as_the_table_says() {
    // On one thread, as the client's own tasks have to run while the clock is asked.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(all_cells(Kind::Async));
}

#[test]
fn every_fault_in_every_call_of_the_blocking_client_ends_as_the_table_says() {
    pollster::block_on(all_cells(Kind::Blocking));
}

/// Goes through the whole table before it complains.
async fn all_cells(kind: Kind) {
    let (mut cells, mut wrong) = (0, String::new());
    for target in all_targets() {
        let stage = Stage::new(kind);
        for fault in &all_kinds() {
            for mode in [Mode::Always, Mode::Once] {
                cells += 1;
                let complaints = play(&stage, target, fault, mode).await;
                if !complaints.is_empty() {
                    let _ = writeln!(wrong, "{target:?} / {} / {mode:?}", fault.name);
                    for complaint in complaints {
                        let _ = writeln!(wrong, "    {complaint}");
                    }
                }
            }
        }
    }
    assert!(cells > 1_000, "the table has lost cells: {cells}");
    assert!(wrong.is_empty(), "of {cells} cells of the {kind:?} client these are wrong:\n{wrong}");
}

/// Plays one cell; gives what is wrong with it.
async fn play(stage: &Stage, target: Target, fault: &FaultKind, mode: Mode) -> Vec<String> {
    let (sandbox, (method, path)) = (&stage.world.sandbox, target.route());
    let client = stage.client(target);
    let scene = Scene::set(&stage.world).await;
    sandbox.clear_requests();
    let tokens = sandbox.access_tokens_issued();
    stage.clock.begin((fault.outcome == Outcome::Timeout).then_some((method, path)));
    let made = fault.make(stage.clock.now());
    match mode {
        Mode::Always => sandbox.faults().always(method, path, made),
        Mode::Once => sandbox.faults().next(method, path, made),
    }

    let result = scene.call(&client, target).await;

    sandbox.faults().clear();
    // What the client has given up may be held for a moment longer.
    eventually(|| sandbox.stalled() == 0).await;
    let expected = expected(target, fault, mode);
    let mut complaints = Vec::new();
    let mut check = |what: &str, expected: String, found: String| {
        if expected != found {
            complaints.push(format!("{what}: {expected} expected, and found {found}"));
        }
    };
    let outcome = Outcome::of(&result);
    check("outcome", format!("{:?}", expected.outcome), format!("{outcome:?}"));
    let requests = sandbox.request_count(method, path);
    check("requests", expected.requests.to_string(), requests.to_string());
    let renewals = sandbox.access_tokens_issued() - tokens;
    if target != Target::AccessToken {
        check("renewals", expected.renewals.to_string(), renewals.to_string());
    }
    let pauses = stage.clock.pauses();
    check("pauses", expected.pauses.to_string(), pauses.len().to_string());
    let asked = pauses.first().is_none_or(|first| *first >= expected.asked);
    check("first pause as long as asked", "true".to_owned(), asked.to_string());
    let limits = stage.clock.limits_reached();
    check("tries given up", expected.timeouts.to_string(), limits.to_string());
    if let Some(done) = expected.done {
        let found = scene.how_often_done(&stage.world.sandbox, target);
        check("how often it was done", usize::from(done).to_string(), found.to_string());
    }
    complaints
}
