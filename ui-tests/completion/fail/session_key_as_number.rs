use cyclr_oauth::{AccountId, ConnectAttempt};

fn main() {
    let account = AccountId::new("Acme-42").unwrap();
    let session_id = 42_u64;
    let _ = ConnectAttempt::new(&account, 1234, &session_id);
}
