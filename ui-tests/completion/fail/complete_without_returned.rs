use cyclr_oauth::{Attempts, Client, SessionKey};

fn main() {}

async fn done(attempts: Attempts, cyclr: Client, session: SessionKey) {
    let completed = attempts.complete(&cyclr, &session).await;
    drop(completed);
}
