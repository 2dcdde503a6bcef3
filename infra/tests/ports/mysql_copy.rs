//! A state carried from one engine to the other and back.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use engines::mariadb;
use infra::sql::sqlite_url;
use infra::state::{Answer, Session, Snapshot, State, StateError, copy};
use sqlx::AssertSqlSafe;
use uuid::Uuid;

use crate::state::{at, hash};

const OURS: Uuid = Uuid::from_u128(1);
const THEIRS: Uuid = Uuid::from_u128(2);

async fn embedded(folder: &Path, name: &str) -> State {
    State::open(&sqlite_url(&folder.join(name))).await.unwrap()
}

async fn on_server() -> State {
    State::open(&mariadb::schema().await).await.unwrap()
}

/// Something in every table, and what is awkward: nothing, every byte, other scripts.
async fn live_in(state: &State) {
    let (user, key) = (Uuid::from_u128(7), Uuid::from_u128(8));
    let (early, late) = (at(0), at(3600));
    state.installation().claim(OURS).await.unwrap();
    state.installation().set_log(THEIRS).await.unwrap();
    state.credentials().put(user, &hash(1), "$argon2id$é漢").await.unwrap();
    let session = Session {
        id: key,
        user,
        generation: 1,
        csrf: hash(2),
        expires_at: late,
        absolute_expiry: late,
    };
    state.sessions().create(&session, &hash(3)).await.unwrap();
    state.throttles().failure(&hash(4), early).await.unwrap();
    state.leases().acquire("Ünique", user, Duration::from_secs(5), early).await.unwrap();
    state.tokens().put_setup(&hash(5), late).await.unwrap();
    let every_byte: Vec<u8> = (0..=255).collect();
    state.keys().put_new(user, &every_byte).await.unwrap();
    state.keys().destroy(key).await.unwrap();
    state.answers().begin(key, &hash(6), early).await.unwrap();
    state.answers().begin(user, &hash(7), early).await.unwrap();
    let headers = vec![("location".to_owned(), "/naïve".to_owned())];
    let answer = Answer { status: 201, headers, body: every_byte };
    state.answers().finish(user, &answer, late).await.unwrap();
    for insert in [
        "INSERT INTO subscription_groups VALUES \
         ('classify', x'00000000000000000000000000000001', '{}', 9)",
        "INSERT INTO group_events VALUES \
         ('classify', 3, x'00000000000000000000000000000002', 1, 5, 'no model \"ß\"', -1)",
    ] {
        sqlx::query(insert).execute(state.pool()).await.unwrap();
    }
}

/// Every table with every column of every row.
async fn all(state: &State) -> BTreeMap<String, Vec<String>> {
    let tables = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '%sqlx%'";
    let tables: Vec<String> = sqlx::query_scalar(tables).fetch_all(state.pool()).await.unwrap();
    let mut all = BTreeMap::new();
    for table in tables {
        let columns = "SELECT group_concat('quote(' || name || ')', ' || '','' || ') \
                       FROM pragma_table_info(?)";
        let columns: String =
            sqlx::query_scalar(columns).bind(&table).fetch_one(state.pool()).await.unwrap();
        let rows = format!("SELECT {columns} FROM {table} ORDER BY 1");
        let rows = sqlx::query_scalar(AssertSqlSafe(rows)).fetch_all(state.pool()).await.unwrap();
        all.insert(table, rows);
    }
    all
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_state_comes_back_from_a_server_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let (first, server) = (embedded(folder.path(), "first.db").await, on_server().await);
    let last = embedded(folder.path(), "last.db").await;
    live_in(&first).await;

    let there = copy(&first, &server).await.unwrap();
    let back = copy(&server, &last).await.unwrap();

    let before = all(&first).await;
    assert!(before.values().all(|rows| !rows.is_empty()), "a table is not tried: {before:#?}");
    assert_eq!(before, all(&last).await);
    assert_eq!(there, back);
    assert_eq!(there.rows, before.values().map(|rows| rows.len() as u64).sum::<u64>());
    assert_eq!(Snapshot::take(&server).await.unwrap().measure().await.unwrap(), there);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_copied_before_is_replaced_and_another_installations_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let (ours, server) = (embedded(folder.path(), "ours.db").await, on_server().await);
    live_in(&ours).await;
    copy(&ours, &server).await.unwrap();
    ours.credentials().remove(Uuid::from_u128(7)).await.unwrap();

    let again = copy(&ours, &server).await.unwrap();
    assert!(!server.credentials().any().await.unwrap());

    let theirs = embedded(folder.path(), "theirs.db").await;
    theirs.installation().claim(THEIRS).await.unwrap();
    let nobodys = embedded(folder.path(), "nobodys.db").await;
    nobodys.keys().put_new(OURS, b"a key").await.unwrap();
    for source in [&theirs, &nobodys] {
        assert!(matches!(copy(source, &server).await, Err(StateError::Another)));
    }
    assert!(matches!(copy(&ours, &nobodys).await, Err(StateError::Another)));
    assert_eq!(Snapshot::take(&server).await.unwrap().measure().await.unwrap(), again);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_snapshot_does_not_see_what_is_written_later() {
    let folder = tempfile::tempdir().unwrap();
    for state in [embedded(folder.path(), "state.db").await, on_server().await] {
        live_in(&state).await;
        let mut before = Snapshot::take(&state).await.unwrap();
        state.keys().put_new(Uuid::from_u128(99), b"a key").await.unwrap();
        let mut after = Snapshot::take(&state).await.unwrap();
        let (before, after) = (before.measure().await.unwrap(), after.measure().await.unwrap());
        assert_eq!(before.rows + 1, after.rows);
    }
}
