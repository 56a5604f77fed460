use std::collections::HashMap;
use std::convert::Infallible;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use cyclr_oauth::{AccountId, AttemptError, Attempts, Client, ConnectAttempt, TargetOrigin};
use cyclr_oauth::completion::{AttemptStore, Completed, MemoryAttempts};

#[derive(Default)]
struct Table(Mutex<HashMap<String, String>>);

impl AttemptStore for Table {
    type Error = Infallible;

    async fn insert(&self, key: &str, value: &str, _: Duration) -> Result<(), Infallible> {
        self.0.lock().unwrap().insert(key.to_owned(), value.to_owned());
        Ok(())
    }

    async fn get(&self, key: &str) -> Result<Option<String>, Infallible> {
        Ok(self.0.lock().unwrap().get(key).cloned())
    }

    async fn take(&self, key: &str) -> Result<Option<String>, Infallible> {
        Ok(self.0.lock().unwrap().remove(key))
    }
}

struct Service {
    attempts: Attempts<Arc<Table>>,
    in_memory: Attempts,
    cyclr: Client,
}

impl Service {
    async fn done(&self, presented: String, session_key: Vec<u8>) -> Result<Completed, AttemptError> {
        self.in_memory.check(&presented, &session_key, &self.cyclr).await?;
        self.attempts.complete(&presented, &session_key, &self.cyclr).await
    }
}

// A web framework's handlers have futures that can change threads.
fn handler(service: Service) -> impl Future<Output = ()> + Send {
    async move {
        let _ = service.done(String::new(), Vec::new()).await;
        let account = AccountId::new("Acme-42").unwrap();
        let attempt = ConnectAttempt::new(&account, 1234, &[0; 32]);
        let _ = service.attempts.begin(&attempt, &service.cyclr).await;
    }
}

fn main() {
    const DONE: TargetOrigin = TargetOrigin::from_static("https://yourapplication.com/done");
    let account = AccountId::new("Acme-42").unwrap();
    let attempt = ConnectAttempt::new(&account, 1234, "session");
    let _ = attempt.target_origin(DONE).unwrap();
    let _ = attempt.target_origin(&DONE).unwrap();
    let _ = attempt.target_origin("https://yourapplication.com/done").unwrap();
    let _ = Attempts::new(MemoryAttempts::with_capacity(10));
    let _ = handler;
}
