use cyclr_oauth::{AccountId, Attempts, Client, ConnectLink};

fn main() {}

async fn revoke(attempts: Attempts, cyclr: Client, account: AccountId, link: ConnectLink) {
    let revoked = attempts.revoke_link(&cyclr, &account, link.expose_url()).await;
    drop(revoked);
}
