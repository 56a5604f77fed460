use cyclr_oauth::{AccountId, Attempts, Client};

fn main() {}

async fn connect(attempts: Attempts, cyclr: Client, account: AccountId) {
    let begun = attempts.begin(&cyclr, &account, 1234, "the session's cookie").await;
    drop(begun);
}
