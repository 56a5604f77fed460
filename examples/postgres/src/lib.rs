//! Attempts in PostgreSQL: [`PgAttempts`], a store to copy into a service that has a database already.

#![forbid(unsafe_code)]

use std::time::{Duration, SystemTime};

use cyclr_oauth::UtcTimestamp;
use cyclr_oauth::completion::{AttemptStore, BoxError, StoreEntry, StoreFuture};
use deadpool_postgres::{Object, Pool};
use tokio::time::timeout;
use tokio_postgres::Row;
use tokio_postgres::types::ToSql;

/// The table, and the two indexes that keep [`AttemptStore::claim_due`] and the removal of old rows
/// from reading all of it.
pub const SCHEMA: &str = "
    CREATE TABLE IF NOT EXISTS cyclr_attempts (
        key text PRIMARY KEY,
        value text NOT NULL,
        due timestamptz NOT NULL,
        keep_until timestamptz NOT NULL
    );
    CREATE INDEX IF NOT EXISTS cyclr_attempts_due ON cyclr_attempts (due);
    CREATE INDEX IF NOT EXISTS cyclr_attempts_keep_until ON cyclr_attempts (keep_until);
";

/// Removes two old rows for each new one, so that the table stays small without a job that cleans it.
const INSERT: &str = "
    WITH old AS (
        DELETE FROM cyclr_attempts WHERE key IN (
            SELECT key FROM cyclr_attempts WHERE keep_until <= $5
            ORDER BY keep_until LIMIT 2 FOR UPDATE SKIP LOCKED
        )
    )
    INSERT INTO cyclr_attempts (key, value, due, keep_until) VALUES ($1, $2, $3, $4)
    ON CONFLICT (key) DO UPDATE
    SET value = excluded.value, due = excluded.due, keep_until = excluded.keep_until";
const GET: &str = "SELECT value FROM cyclr_attempts WHERE key = $1";
/// One statement: of two transactions that delete the same row, the second finds nothing.
const TAKE: &str = "DELETE FROM cyclr_attempts WHERE key = $1 RETURNING value";
const CLAIM_DUE: &str = "
    UPDATE cyclr_attempts SET due = $2, keep_until = greatest(keep_until, $2) WHERE key IN (
        SELECT key FROM cyclr_attempts WHERE due <= $1
        ORDER BY due LIMIT $3 FOR UPDATE SKIP LOCKED
    )
    RETURNING key, value";

/// How long a call may take, the connection included.
const LIMIT: Duration = Duration::from_secs(5);

/// Attempts in the table of [`SCHEMA`].
///
/// Nothing is sent twice: an answer that is lost is an error, since the row may be gone.
#[derive(Clone, Debug)]
pub struct PgAttempts {
    pool: Pool,
}

impl PgAttempts {
    /// Uses the connections of the application.
    #[must_use]
    pub fn new(pool: Pool) -> Self {
        Self { pool }
    }

    async fn rows(
        &self,
        statement: &'static str,
        parameters: &[&(dyn ToSql + Sync)],
    ) -> Result<Vec<Row>, BoxError> {
        let started = tokio::time::Instant::now();
        let client =
            timeout(LIMIT, self.pool.get()).await.map_err(|_| "no connection in 5 s")??;
        let left = LIMIT.saturating_sub(started.elapsed());
        let query = async {
            let prepared = client.prepare_cached(statement).await?;
            client.query(&prepared, parameters).await
        };
        if let Ok(rows) = timeout(left, query).await {
            return Ok(rows?);
        }
        // Whoever got this connection next would wait for the same answer.
        drop(Object::take(client));
        Err("no answer in 5 s".into())
    }
}

impl AttemptStore for PgAttempts {
    fn insert<'a>(&'a self, entry: StoreEntry<'a>) -> StoreFuture<'a, ()> {
        Box::pin(async move {
            let StoreEntry { key, value, now, due, keep_until, .. } = entry;
            let [now, due, keep_until] = [now, due, keep_until].map(time);
            self.rows(INSERT, &[&key, &value, &due, &keep_until, &now]).await?;
            Ok(())
        })
    }

    fn get<'a>(&'a self, key: &'a str) -> StoreFuture<'a, Option<String>> {
        Box::pin(async move { value(&self.rows(GET, &[&key]).await?) })
    }

    fn take<'a>(&'a self, key: &'a str) -> StoreFuture<'a, Option<String>> {
        Box::pin(async move { value(&self.rows(TAKE, &[&key]).await?) })
    }

    fn claim_due(
        &self,
        now: UtcTimestamp,
        until: UtcTimestamp,
        limit: usize,
    ) -> StoreFuture<'_, Vec<(String, String)>> {
        Box::pin(async move {
            let limit = i64::try_from(limit).unwrap_or(i64::MAX);
            let rows = self.rows(CLAIM_DUE, &[&time(now), &time(until), &limit]).await?;
            rows.iter().map(|row| Ok((row.try_get("key")?, row.try_get("value")?))).collect()
        })
    }
}

fn time(time: UtcTimestamp) -> SystemTime {
    time.into()
}

fn value(rows: &[Row]) -> Result<Option<String>, BoxError> {
    Ok(rows.first().map(|row| row.try_get("value")).transpose()?)
}
