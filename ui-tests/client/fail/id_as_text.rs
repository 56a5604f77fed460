use cyclr_oauth::client::AccountScope;

async fn authenticated(account: &AccountScope) -> bool {
    account.connector("1234").await.is_ok_and(|state| state.authenticated)
}

fn main() {}
