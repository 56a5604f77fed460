#![deny(unused_must_use)]

use cyclr_oauth::completion::NewLink;
use cyclr_oauth::{AttemptError, Attempts, Client, TargetOrigin};

fn main() {}

async fn invite(
    attempts: Attempts,
    cyclr: Client,
    link: NewLink,
    page: TargetOrigin,
) -> Result<(), AttemptError> {
    attempts.issue_link(&cyclr, link, &page).await?;
    Ok(())
}
