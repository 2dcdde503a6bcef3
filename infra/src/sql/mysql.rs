//! MySQL's and MariaDB's own: what a connection is told, whose turn it is to write, schemas, and
//! tables written anew.

use std::io;
use std::time::Duration;

use sqlx::any::AnyPoolOptions;
use sqlx::{Any, AnyConnection, AnyPool, AssertSqlSafe, Connection as _, Transaction};
use tokio::time::timeout;

/// What each connection is told. Each statement sees what was committed before it began, so that
/// who has the turn (see [`begin_write`]) reads what the last writer wrote; what does not fit a
/// column is refused, never cut. A connection that nothing comes from for half a minute is ended by the
/// server, and the turn it may have had is free again: it would not notice that the client is gone.
pub(super) const SESSION: &str = "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED; \
     SET SESSION sql_mode = CONCAT(@@sql_mode, ',STRICT_ALL_TABLES'); \
     SET SESSION innodb_lock_wait_timeout = 10; SET SESSION wait_timeout = 30";

/// A connection that nobody used for so long is closed here, before the server does.
const IDLE: Duration = Duration::from_secs(15);

/// How long a connection may take to say that it is alive.
const ANSWER: Duration = Duration::from_secs(3);

/// Asks each connection whether it is alive before it is used and after. One that fell silent is
/// left, and does not take its place in the pool with it.
pub(super) fn wary(options: AnyPoolOptions) -> AnyPoolOptions {
    options
        .idle_timeout(IDLE)
        .before_acquire(|connection, _| Box::pin(is_alive(connection)))
        .after_release(|connection, _| Box::pin(is_alive(connection)))
}

async fn is_alive(connection: &mut AnyConnection) -> Result<bool, sqlx::Error> {
    let silent = |_| Err(sqlx::Error::Io(io::ErrorKind::TimedOut.into()));
    timeout(ANSWER, connection.ping()).await.unwrap_or_else(silent).map(|()| true)
}

/// Begins a transaction that has its schema's turn to write. One row that every such transaction
/// locks first makes of "read, then write" what SQLite's `BEGIN IMMEDIATE` makes of it: one at a
/// time, so that none decides on what another is about to change, and none can be deadlocked.
pub(super) async fn begin_write(pool: &AnyPool) -> Result<Transaction<'static, Any>, sqlx::Error> {
    let mut transaction = pool.begin().await?;
    sqlx::query("SELECT id FROM turn WHERE id = 1 FOR UPDATE").fetch_one(&mut *transaction).await?;
    Ok(transaction)
}

/// Begins a transaction that sees the schema as it is now. The level holds for this one only.
pub(super) async fn begin_snapshot(
    pool: &AnyPool,
) -> Result<Transaction<'static, Any>, sqlx::Error> {
    let text = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ; \
                START TRANSACTION WITH CONSISTENT SNAPSHOT";
    pool.begin_with(text).await
}

/// Begins a transaction in which nobody else changes or adds a row of a table: at this level the
/// gaps between rows are locked with them.
pub(crate) async fn lock_all(
    pool: &AnyPool,
    table: &str,
) -> Result<Transaction<'static, Any>, sqlx::Error> {
    let begin = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ; START TRANSACTION";
    let mut transaction = pool.begin_with(begin).await?;
    let rows = format!("SELECT COUNT(*) FROM {} FOR UPDATE", quoted(table));
    sqlx::query(AssertSqlSafe(rows)).execute(&mut *transaction).await?;
    Ok(transaction)
}

/// Writes every table of the schema anew, so that nothing of what was deleted is in their files.
/// The server's redo and binary logs are its operator's to expire.
pub(super) async fn scrub(pool: &AnyPool) -> Result<bool, sqlx::Error> {
    let tables: Vec<String> = sqlx::query_scalar(
        "SELECT table_name FROM information_schema.tables \
         WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE'",
    )
    .fetch_all(pool)
    .await?;
    for table in tables {
        let table = quoted(&table);
        sqlx::raw_sql(AssertSqlSafe(format!("OPTIMIZE TABLE {table}"))).execute(pool).await?;
    }
    Ok(true)
}

/// Makes an empty schema.
///
/// # Errors
/// What the server says: one of that name is there, or the user may not.
pub async fn create_schema(pool: &AnyPool, name: &str) -> Result<(), sqlx::Error> {
    let name = quoted(name);
    let text = format!("CREATE DATABASE {name} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin");
    sqlx::raw_sql(AssertSqlSafe(text)).execute(pool).await.map(drop)
}

/// Deletes a schema with all that is in it. None of that name is as good.
///
/// # Errors
/// What the server says.
pub async fn drop_schema(pool: &AnyPool, name: &str) -> Result<(), sqlx::Error> {
    let text = format!("DROP DATABASE IF EXISTS {}", quoted(name));
    sqlx::raw_sql(AssertSqlSafe(text)).execute(pool).await.map(drop)
}

/// The schemas whose names begin so, and that the user may see.
///
/// # Errors
/// What the server says.
pub async fn schemas(pool: &AnyPool, prefix: &str) -> Result<Vec<String>, sqlx::Error> {
    let all: Vec<String> =
        sqlx::query_scalar("SELECT schema_name FROM information_schema.schemata")
            .fetch_all(pool)
            .await?;
    Ok(all.into_iter().filter(|name| name.starts_with(prefix)).collect())
}

/// A name that can mean nothing else.
fn quoted(name: &str) -> String {
    format!("`{}`", name.replace('`', "``"))
}
