use cyclr_oauth::completion::Invitation;
use cyclr_oauth::{AccountId, Attempts, Client, SessionKey};

fn main() {}

async fn invite(
    attempts: Attempts,
    cyclr: Client,
    account: AccountId,
    session: SessionKey,
    invitation: Invitation,
) {
    let begun = attempts.begin_link(&cyclr, invitation, &account, "ann", &session).await;
    drop(begun);
}
