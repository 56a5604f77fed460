use cyclr_oauth::{AccountId, Attempts, Client, ConnectLink, SessionKey};

fn main() {}

async fn connect(
    attempts: Attempts,
    cyclr: Client,
    account: AccountId,
    session: SessionKey,
    link: ConnectLink,
) {
    let begun = attempts.begin_link(&cyclr, link, &account, "ann", &session).await;
    drop(begun);
}
