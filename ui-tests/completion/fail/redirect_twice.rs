use cyclr_oauth::completion::Begun;
use cyclr_oauth::{AttemptError, TargetOrigin};

fn main() {}

async fn connect(begun: Begun, done: TargetOrigin) -> Result<(), AttemptError> {
    let first = begun.redirect::<()>("ann", &done).await?;
    let second = begun.redirect::<()>("ann", &done).await?;
    drop((first, second));
    Ok(())
}
