//! Deleted rows leave no trace in any file of a database, also where rows moved before.

use std::path::Path;

use infra::sql::{STATE, open, scrub, sqlite_url};

const SECRET: &str = "UNMISTAKABLE-SECRET";

#[tokio::test]
async fn what_was_deleted_is_in_no_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("rows.db");
    let pool = open(&sqlite_url(&file), &STATE).await.unwrap();
    let make = "CREATE TABLE rows (id BIGINT PRIMARY KEY, name TEXT, secret BIGINT); \
                CREATE INDEX rows_by_name ON rows (name);";
    sqlx::raw_sql(make).execute(&pool).await.unwrap();
    let mut writing = pool.begin().await.unwrap();
    for number in 0_i64..20_000 {
        let secret = number % 5 == 0;
        // Names in no order, of many lengths: pages of the index are split all over.
        let scattered = (number * 7_919) % 20_011;
        let name = if secret { SECRET } else { "plain" };
        let name = format!("{scattered:05} {}", name.repeat(1 + (number % 13) as usize));
        sqlx::query("INSERT INTO rows (id, name, secret) VALUES (?, ?, ?)")
            .bind(number)
            .bind(name)
            .bind(i64::from(secret))
            .execute(&mut *writing)
            .await
            .unwrap();
    }
    writing.commit().await.unwrap();
    assert!(holds(folder.path(), SECRET), "the search finds what is there");
    sqlx::query("DELETE FROM rows WHERE secret = 1").execute(&pool).await.unwrap();

    assert!(scrub(&pool).await.unwrap());
    assert!(!holds(folder.path(), SECRET), "a deleted row left a trace");
    assert!(holds(folder.path(), "plainplain"), "the others are there");
    pool.close().await;
}

#[tokio::test]
async fn a_reader_in_the_way_is_told_of() {
    let folder = tempfile::tempdir().unwrap();
    let url = sqlite_url(&folder.path().join("rows.db"));
    let pool = open(&url, &STATE).await.unwrap();
    sqlx::raw_sql("CREATE TABLE rows (id BIGINT)").execute(&pool).await.unwrap();
    let mut reading = pool.begin().await.unwrap();
    sqlx::query("SELECT * FROM rows").fetch_all(&mut *reading).await.unwrap();
    // Nobody waits ten seconds for the reader here.
    let other = open(&url, &STATE).await.unwrap();
    let mut connection = other.acquire().await.unwrap();
    sqlx::raw_sql("PRAGMA busy_timeout = 10; INSERT INTO rows VALUES (1)")
        .execute(&mut *connection)
        .await
        .unwrap();
    let one = sqlx::any::AnyPoolOptions::new().max_connections(1).connect(&url).await.unwrap();
    sqlx::raw_sql("PRAGMA busy_timeout = 10").execute(&one).await.unwrap();
    assert!(!scrub(&one).await.unwrap());
    reading.rollback().await.unwrap();
    assert!(scrub(&one).await.unwrap());
}

/// Whether a file in the folder holds the text.
fn holds(folder: &Path, text: &str) -> bool {
    std::fs::read_dir(folder).unwrap().any(|entry| {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        bytes.windows(text.len()).any(|window| window == text.as_bytes())
    })
}
