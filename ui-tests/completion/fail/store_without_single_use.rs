use std::convert::Infallible;
use std::time::Duration;

use cyclr_oauth::Attempts;
use cyclr_oauth::completion::AttemptStore;

struct Table;

impl AttemptStore for Table {
    type Error = Infallible;

    async fn insert(&self, _: &str, _: &str, _: Duration) -> Result<(), Infallible> {
        Ok(())
    }

    async fn get(&self, _: &str) -> Result<Option<String>, Infallible> {
        Ok(None)
    }
}

fn main() {
    let _ = Attempts::new(Table);
}
