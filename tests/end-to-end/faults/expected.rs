//! What the table in the documentation of [`cyclr_oauth::client::Retry`] says of each cell, written
//! down a second time.

use std::time::Duration;

use cyclr_oauth_end_to_end::faults::{Class, FaultKind, Meaning, Outcome, Target};

/// How often the fault comes.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Mode {
    Always,
    Once,
}

#[derive(Debug)]
pub(super) struct Expected {
    pub(super) outcome: Outcome,
    /// To the faulted route.
    pub(super) requests: usize,
    /// Access tokens that were asked for.
    pub(super) renewals: u64,
    pub(super) pauses: usize,
    /// How long the first pause is, at least.
    pub(super) asked: Duration,
    pub(super) timeouts: usize,
    /// Whether what was asked for is done, once; `None` where there is nothing to be done.
    pub(super) done: Option<bool>,
}

/// The first try and three more.
const TRIES: usize = 4;

pub(super) fn expected(target: Target, fault: &FaultKind, mode: Mode) -> Expected {
    let (outcome, requests, renewals, pauses) = sent(target, fault, mode);
    let held = fault.outcome == Outcome::Timeout;
    let timeouts = match mode {
        _ if !held => 0,
        Mode::Always => requests,
        Mode::Once => 1,
    };
    let asked = if pauses == 0 { Duration::ZERO } else { fault.asked };
    let success = outcome == Outcome::Success;
    let done = target.does_something().then_some(success || fault.processed);
    Expected { outcome, requests, renewals, pauses, asked, timeouts, done }
}

/// Outcome, requests, renewals and pauses.
fn sent(target: Target, fault: &FaultKind, mode: Mode) -> (Outcome, usize, u64, usize) {
    let again = match mode {
        Mode::Always => (fault.outcome, TRIES, 0, TRIES - 1),
        Mode::Once => (Outcome::Success, 2, 0, 1),
    };
    let not_again = (fault.outcome, 1, 0, 0);
    // A new property that may be there is looked for, and created once more if it is not.
    let looked_for = match mode {
        _ if fault.processed => (Outcome::Success, 1, 0, 0),
        Mode::Always => (fault.outcome, 2, 0, 0),
        Mode::Once => (Outcome::Success, 2, 0, 0),
    };
    match (fault.meaning, target.class()) {
        (Meaning::Busy, _) => again,
        (Meaning::InDoubt, Class::Repeatable) => again,
        (Meaning::InDoubt, Class::Minting) => not_again,
        (Meaning::InDoubt | Meaning::TooLong, Class::LookedFor) => looked_for,
        (Meaning::TooLong | Meaning::Refused, _) => not_again,
        // Client id and secret were refused, and no token.
        (Meaning::TokenRefused, _) if target == Target::AccessToken => not_again,
        (Meaning::TokenRefused, _) => match mode {
            Mode::Always => (fault.outcome, 2, 1, 0),
            Mode::Once => (Outcome::Success, 2, 1, 0),
        },
        (Meaning::Malformed, _) if target.reads_the_answer() => not_again,
        (Meaning::Malformed | Meaning::Harmless, _) => (Outcome::Success, 1, 0, 0),
    }
}
