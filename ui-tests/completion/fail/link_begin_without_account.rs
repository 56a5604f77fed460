use cyclr_oauth::completion::LinkClick;
use cyclr_oauth::{Attempts, Client, SessionKey};

fn main() {}

async fn accept(attempts: Attempts, cyclr: Client, session: SessionKey, click: LinkClick) {
    let begun = attempts.begin_link(&cyclr, click, "ann", &session).await;
    drop(begun);
}
