use cyclr_oauth::{AccountId, Client, NewAccount};

async fn ensured(cyclr: &Client) -> bool {
    cyclr.accounts().ensure(&NewAccount::new("Acme")).await.is_ok()
}

async fn found(cyclr: &Client) -> bool {
    cyclr.accounts().get("Acme-42").await.is_ok()
}

async fn twice(account: &AccountId) {
    NewAccount::new("Acme").id(account).id(account);
}

fn main() {}
