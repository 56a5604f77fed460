use cyclr_oauth::completion::LinkClick;
use cyclr_oauth::{AccountId, Attempts, Client, SessionKey};

fn main() {}

async fn accept(
    attempts: Attempts,
    cyclr: Client,
    account: AccountId,
    session: SessionKey,
    click: LinkClick,
) {
    let begun = attempts.begin_link(&cyclr, click, &account, &session, "ann").await;
    drop(begun);
}
