use cyclr_oauth::{Attempts, Client, Returned, SessionKey};

fn main() {}

async fn done(attempts: Attempts, cyclr: Client, session: SessionKey, returned: Returned) {
    let decide = async |_, _| Ok(true);
    let completed = attempts.complete_if(&cyclr, returned, &session, decide).await;
    drop(completed);
}
