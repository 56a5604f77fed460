use cyclr_oauth::completion::Begun;
use cyclr_oauth::{AttemptError, TargetOrigin};

fn main() {}

async fn connect(begun: Begun, page: TargetOrigin) -> Result<(), AttemptError> {
    let redirect = begun.redirect::<String>("ann", &page).await?;
    let popup = begun.popup::<String>("ann", &page).await?;
    drop((redirect, popup));
    Ok(())
}
