use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use infra::sql::{self, READ_MODELS, STATE, SqlError};
use infra::state::State;
use infra::vault::{InstallationKey, StateVault, Vault as _};
use sqlx::Row as _;
use uuid::Uuid;

#[tokio::test]
async fn a_database_opens_again_with_all_that_was_committed() {
    let folder = tempfile::tempdir().unwrap();
    // A path that must be escaped in a URL.
    let url = sql::sqlite_url(&folder.path().join("a b?c#d%é.db"));
    let pool = sql::open(&url, &STATE).await.unwrap();
    let mut transaction = sql::begin_write(&pool).await.unwrap();
    sqlx::query("INSERT INTO leases (name, owner, fence, expires_at) VALUES ('a', x'00', 7, 0)")
        .execute(&mut *transaction)
        .await
        .unwrap();
    transaction.commit().await.unwrap();
    pool.close().await;

    let pool = sql::open(&url, &STATE).await.unwrap();
    let row = sqlx::query("SELECT fence FROM leases").fetch_one(&pool).await.unwrap();
    assert_eq!(row.get::<i64, _>(0), 7);
    assert!(folder.path().join("a b?c#d%é.db").exists());
}

#[tokio::test]
async fn every_connection_has_the_settings() {
    let folder = tempfile::tempdir().unwrap();
    for (name, migrations, synchronous) in [("state.db", &STATE, 2), ("models.db", &READ_MODELS, 1)]
    {
        let url = sql::sqlite_url(&folder.path().join(name));
        let pool = sql::open(&url, migrations).await.unwrap();
        let mut connections = Vec::new();
        for _ in 0..3 {
            connections.push(pool.acquire().await.unwrap());
        }
        for connection in &mut connections {
            for (pragma, expected) in [
                ("synchronous", synchronous),
                ("secure_delete", 1),
                ("foreign_keys", 1),
                ("busy_timeout", 10_000),
            ] {
                let text = sqlx::AssertSqlSafe(format!("PRAGMA {pragma}"));
                let row = sqlx::query(text).fetch_one(&mut **connection).await.unwrap();
                assert_eq!(row.get::<i64, _>(0), expected, "{pragma} of {name}");
            }
            let row =
                sqlx::query("PRAGMA journal_mode").fetch_one(&mut **connection).await.unwrap();
            assert_eq!(row.get::<String, _>(0), "wal");
        }
    }
}

#[tokio::test]
async fn a_schema_newer_than_the_program_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let url = sql::sqlite_url(&folder.path().join("state.db"));
    let pool = sql::open(&url, &STATE).await.unwrap();
    let text = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
                VALUES (9999, 'from the future', 1, x'00', 0)";
    sqlx::query(text).execute(&pool).await.unwrap();
    pool.close().await;

    let refused = sql::open(&url, &STATE).await.unwrap_err();
    assert!(matches!(refused, SqlError::TooNew { found: 9999, .. }), "{refused}");
    assert!(refused.to_string().contains("start a newer program"), "{refused}");
    assert!(State::open(&url).await.unwrap_err().to_string().contains("9999"));
}

#[tokio::test]
async fn an_address_that_no_engine_serves_is_refused_without_repeating_it() {
    let refused = sql::open("oracle://root:secret@host/db", &STATE).await.unwrap_err().to_string();
    assert!(refused.contains("oracle") && !refused.contains("secret"), "{refused}");
}

#[tokio::test]
async fn a_server_that_is_not_there_is_said_without_its_password() {
    let url = "mysql://root:secret@127.0.0.1:1/db";
    let away = sql::open(url, &STATE).await.unwrap_err();
    assert!(matches!(away, SqlError::Unavailable(_)), "{away}");
    assert!(!away.to_string().contains("secret"), "{away}");
}

#[tokio::test(flavor = "multi_thread")]
async fn many_writers_who_read_first_wait_for_each_other() {
    let folder = tempfile::tempdir().unwrap();
    let pool = sql::open(&sql::sqlite_url(&folder.path().join("s.db")), &STATE).await.unwrap();
    sqlx::query("INSERT INTO leases (name, owner, fence, expires_at) VALUES ('n', x'00', 0, 0)")
        .execute(&pool)
        .await
        .unwrap();
    let tries = Arc::new(AtomicU32::new(0));
    let writers = (0..20).map(|_| {
        let (pool, tries) = (pool.clone(), Arc::clone(&tries));
        tokio::spawn(async move {
            sql::retry_busy(async || {
                tries.fetch_add(1, Ordering::Relaxed);
                let mut transaction = sql::begin_write(&pool).await?;
                let row =
                    sqlx::query("SELECT fence FROM leases").fetch_one(&mut *transaction).await?;
                sqlx::query("UPDATE leases SET fence = ?")
                    .bind(row.get::<i64, _>(0) + 1)
                    .execute(&mut *transaction)
                    .await?;
                transaction.commit().await
            })
            .await
        })
    });
    for writer in writers.collect::<Vec<_>>() {
        writer.await.unwrap().unwrap();
    }
    let row = sqlx::query("SELECT fence FROM leases").fetch_one(&pool).await.unwrap();
    assert_eq!(row.get::<i64, _>(0), 20, "no update is lost");
    assert!(tries.load(Ordering::Relaxed) >= 20);
}

#[tokio::test]
async fn a_destroyed_key_is_in_no_file() {
    let folder = tempfile::tempdir().unwrap();
    let state = State::open(&sql::sqlite_url(&folder.path().join("state.db"))).await.unwrap();
    let vault = StateVault::new(state.clone(), &InstallationKey::from_bytes([1; 32]));
    let owner = Uuid::now_v7();
    vault.create(owner).await.unwrap();
    let row =
        sqlx::query("SELECT wrapped FROM subject_keys").fetch_one(state.pool()).await.unwrap();
    let wrapped: Vec<u8> = row.get(0);
    let found = || {
        let files = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path());
        files
            .filter(|path| {
                let bytes = std::fs::read(path).unwrap();
                bytes.windows(wrapped.len()).any(|window| window == wrapped)
            })
            .collect::<Vec<_>>()
    };
    assert!(!found().is_empty(), "the search finds what is there");
    vault.destroy(owner).await.unwrap();
    assert_eq!(found(), [""; 0].map(std::path::PathBuf::from));
}
