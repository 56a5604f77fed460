//! Plays a model in every schedule.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use loom::model::Builder;

/// Plays every schedule.
pub fn every_schedule(name: &str, model: impl Fn() + Send + Sync + 'static) {
    play(name, Builder::new(), model);
}

/// Plays every schedule in which a thread that could go on is interrupted this often at most.
pub fn every_schedule_with(
    interruptions: usize,
    name: &str,
    model: impl Fn() + Send + Sync + 'static,
) {
    let mut builder = Builder::new();
    builder.preemption_bound = Some(interruptions);
    builder.max_branches = 10_000;
    play(&format!("{name}, {interruptions} interruptions"), builder, model);
}

fn play(name: &str, builder: Builder, model: impl Fn() + Send + Sync + 'static) {
    let played = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&played);
    builder.check(move || {
        count.fetch_add(1, Relaxed);
        model();
    });
    let played = played.load(Relaxed);
    println!("{name}: {played} schedules");
    assert!(played > 1, "{name}: there is one schedule alone");
}
