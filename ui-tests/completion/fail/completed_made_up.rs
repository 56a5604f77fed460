use cyclr_oauth::completion::Completed;

fn main() {}

fn done(other: Completed) -> Completed {
    Completed { was_authenticated_before: false, ..other }
}
