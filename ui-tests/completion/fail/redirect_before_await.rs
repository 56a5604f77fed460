use cyclr_oauth::{AccountId, Attempts, Client, SessionKey, TargetOrigin};

fn main() {}

async fn connect(
    attempts: Attempts,
    cyclr: Client,
    account: AccountId,
    session: SessionKey,
    done: TargetOrigin,
) {
    let begun = attempts.begin(&cyclr, &account, 1234, &session);
    let answer = begun.redirect::<String>("ann", &done).await;
    drop(answer);
}
