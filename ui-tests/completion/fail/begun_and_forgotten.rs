#![deny(unused_must_use)]

use cyclr_oauth::{AccountId, AttemptError, Attempts, Client, SessionKey};

fn main() {}

async fn connect(
    attempts: Attempts,
    cyclr: Client,
    account: AccountId,
    session: SessionKey,
) -> Result<(), AttemptError> {
    attempts.begin(&cyclr, &account, 1234, &session).await?;
    Ok(())
}
