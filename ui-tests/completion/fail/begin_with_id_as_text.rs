use cyclr_oauth::{AccountId, Attempts, Client, SessionKey};

fn main() {}

async fn connect(attempts: Attempts, cyclr: Client, account: AccountId, session: SessionKey) {
    let begun = attempts.begin(&cyclr, &account, "1234", &session).await;
    drop(begun);
}
