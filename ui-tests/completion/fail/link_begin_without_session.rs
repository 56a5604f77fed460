use cyclr_oauth::completion::LinkClick;
use cyclr_oauth::{AccountId, Attempts, Client};

fn main() {}

async fn accept(attempts: Attempts, cyclr: Client, account: AccountId, click: LinkClick) {
    let begun = attempts.begin_link(&cyclr, click, &account, "ann").await;
    drop(begun);
}
