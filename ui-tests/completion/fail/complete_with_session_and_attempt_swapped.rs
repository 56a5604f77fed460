use cyclr_oauth::{Attempts, Client, Returned, SessionKey};

fn main() {}

async fn done(attempts: Attempts, cyclr: Client, session: SessionKey, returned: Returned) {
    let completed = attempts.complete(&cyclr, session, &returned).await;
    drop(completed);
}
