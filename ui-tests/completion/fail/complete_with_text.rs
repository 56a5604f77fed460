use cyclr_oauth::{Attempts, Client, SessionKey};

fn main() {}

async fn done(attempts: Attempts, cyclr: Client, session: SessionKey, presented: &str) {
    let completed = attempts.complete(&cyclr, presented, &session).await;
    drop(completed);
}
