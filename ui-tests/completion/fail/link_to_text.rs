use cyclr_oauth::completion::NewLink;
use cyclr_oauth::{Attempts, Client};

fn main() {}

async fn invite(attempts: Attempts, cyclr: Client, link: NewLink) {
    let link = attempts.issue_link(&cyclr, link, "https://yourapplication.com/invite").await;
    drop(link);
}
