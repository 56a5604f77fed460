use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use cyclr_oauth::client::AccountScope;
use cyclr_oauth::completion::{
    AttemptStore, BoxError, Decision, MemoryAttempts, StoreEntry, StoreFuture,
};
use cyclr_oauth::{
    AccountConnectorId, AccountId, AttemptError, Attempts, Client, Returned, SessionKey,
    TargetOrigin, UtcTimestamp,
};

#[derive(Default)]
struct Table(Mutex<HashMap<String, String>>);

impl AttemptStore for Table {
    fn insert<'a>(&'a self, entry: StoreEntry<'a>) -> StoreFuture<'a, ()> {
        Box::pin(async move {
            let (key, value) = (entry.key.to_owned(), entry.value.to_owned());
            self.0.lock().map_err(|_| "poisoned")?.insert(key, value);
            Ok(())
        })
    }

    fn get<'a>(&'a self, key: &'a str) -> StoreFuture<'a, Option<String>> {
        Box::pin(async move { Ok(self.0.lock().unwrap().get(key).cloned()) })
    }

    fn take<'a>(&'a self, key: &'a str) -> StoreFuture<'a, Option<String>> {
        Box::pin(async move { Ok(self.0.lock().unwrap().remove(key)) })
    }

    fn claim_due(
        &self,
        _: UtcTimestamp,
        _: UtcTimestamp,
        _: usize,
    ) -> StoreFuture<'_, Vec<(String, String)>> {
        Box::pin(async { Ok(Vec::new()) })
    }
}

struct Service {
    attempts: Attempts,
    cyclr: Client,
    account: AccountId,
}

const DONE: TargetOrigin = TargetOrigin::from_static("https://yourapplication.com/done");

impl Service {
    async fn connect(&self, session: &SessionKey) -> Result<http::Response<String>, AttemptError> {
        let begun = self.attempts.begin(&self.cyclr, &self.account, 1234, session).await?;
        begun.redirect("example_user", &DONE).await
    }

    async fn done(
        &self,
        request: http::request::Parts,
        session: &SessionKey,
    ) -> Result<http::Response<String>, AttemptError> {
        let returned = Returned::by_navigation(&request)?;
        let decide = |scope: AccountScope, id: AccountConnectorId| async move {
            Ok::<_, BoxError>(match scope.connector(id).await?.name.as_str() {
                "Salesforce" => Decision::Accept,
                _ => Decision::Refuse,
            })
        };
        let completed = self.attempts.complete_if(&self.cyclr, returned, session, decide).await?;
        Ok(completed.see_other("/connections")?)
    }
}

// A web framework's handlers have futures that can change threads.
fn handler(service: Service, request: http::request::Parts) -> impl Future<Output = ()> + Send {
    async move {
        let session = SessionKey::new(&[7; 32]).unwrap();
        let _ = service.connect(&session).await;
        let _ = service.done(request, &session).await;
        let _ = service.attempts.sweep(&service.cyclr).await;
    }
}

fn main() {
    let stores: [Arc<dyn AttemptStore>; 2] =
        [Arc::new(Table::default()), Arc::new(MemoryAttempts::with_capacity(10))];
    for store in stores {
        let _ = Attempts::new(store);
    }
    let _ = handler;
}
