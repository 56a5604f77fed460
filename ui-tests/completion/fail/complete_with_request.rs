use cyclr_oauth::{Attempts, Client, SessionKey};
use http::request::Parts;

fn main() {}

async fn done(attempts: Attempts, cyclr: Client, session: SessionKey, parts: &Parts) {
    let completed = attempts.complete(&cyclr, parts, &session).await;
    drop(completed);
}
