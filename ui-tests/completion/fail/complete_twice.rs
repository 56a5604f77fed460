use cyclr_oauth::{AttemptError, Attempts, Client, Returned, SessionKey};

fn main() {}

async fn done(
    attempts: Attempts,
    cyclr: Client,
    session: SessionKey,
    returned: Returned,
) -> Result<(), AttemptError> {
    let first = attempts.complete(&cyclr, returned, &session).await?;
    let second = attempts.complete(&cyclr, returned, &session).await?;
    drop((first, second));
    Ok(())
}
