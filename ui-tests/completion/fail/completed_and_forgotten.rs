#![deny(unused_must_use)]

use cyclr_oauth::{AttemptError, Attempts, Client, Returned, SessionKey};

fn main() {}

async fn done(
    attempts: Attempts,
    cyclr: Client,
    session: SessionKey,
    returned: Returned,
) -> Result<(), AttemptError> {
    attempts.complete(&cyclr, returned, &session).await?;
    Ok(())
}
