use cyclr_oauth::{AccountId, ConnectAttempt};

fn main() {
    let account = AccountId::new("Acme-42").unwrap();
    let attempt = ConnectAttempt::new(&account, 1234, "session");
    let again = attempt.clone();
    drop((attempt, again));
}
