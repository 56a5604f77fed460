use cyclr_oauth::{AccountId, Attempts, SessionKey};

fn main() {}

async fn connect(attempts: Attempts, account: AccountId, session: SessionKey) {
    let begun = attempts.begin(&account, 1234, &session).await;
    drop(begun);
}
