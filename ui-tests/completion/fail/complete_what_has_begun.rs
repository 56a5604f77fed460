use cyclr_oauth::completion::Begun;
use cyclr_oauth::{Attempts, Client, SessionKey};

fn main() {}

async fn connect(attempts: Attempts, cyclr: Client, session: SessionKey, begun: Begun) {
    let completed = attempts.complete(&cyclr, begun, &session).await;
    drop(completed);
}
