use cyclr_oauth::completion::LinkClick;
use cyclr_oauth::{AccountId, AttemptError, Attempts, Client, SessionKey};

fn main() {}

async fn accept(
    attempts: Attempts,
    cyclr: Client,
    account: AccountId,
    session: SessionKey,
    click: LinkClick,
) -> Result<(), AttemptError> {
    let first = attempts.begin_link(&cyclr, click, &account, "ann", &session).await?;
    let second = attempts.begin_link(&cyclr, click, &account, "ann", &session).await?;
    drop((first, second));
    Ok(())
}
