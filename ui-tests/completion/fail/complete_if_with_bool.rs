use cyclr_oauth::{Attempts, Client, Returned, SessionKey};

fn main() {}

async fn done(attempts: Attempts, cyclr: Client, session: SessionKey, returned: Returned) {
    let completed =
        attempts.complete_if(&cyclr, returned, &session, async |_, _| Ok(true)).await;
    drop(completed);
}
