//! State and vault on MariaDB, or on whichever server `HEMACLASSIFY_TEST_MYSQL` names.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use engines::mariadb;
use engines::proxy::{Condition, Proxy};
use infra::sql::{self, Engine, READ_MODELS, STATE};
use infra::state::{Hold, State, StateError, WrappedKey};
use infra::vault::{InstallationKey, StateVault, Vault};
use sqlx::AssertSqlSafe;
use tokio::time::timeout;
use uuid::Uuid;

use crate::Fixture;
use crate::state::StateFixture;
use crate::vault::VaultFixture;

pub struct MySql {
    url: String,
    state: State,
}

impl MySql {
    async fn open(url: String) -> Self {
        let state = State::open(&url).await.unwrap();
        Self { url, state }
    }
}

impl Fixture for MySql {
    async fn start() -> Self {
        Self::open(mariadb::schema().await).await
    }

    async fn restart(self) -> Self {
        Self::open(self.url).await
    }
}

impl StateFixture for MySql {
    fn state(&self) -> State {
        self.state.clone()
    }
}

impl VaultFixture for MySql {
    fn vault(&self) -> Arc<dyn Vault> {
        Arc::new(StateVault::new(self.state.clone(), &InstallationKey::from_bytes([7; 32])))
    }

    async fn take_away(&self) {
        self.state.close().await;
    }
}

crate::state_contract!(super::MySql);
crate::vault_contract!(super::MySql);

#[tokio::test]
async fn tables_that_were_half_made_are_made_whole() {
    for migrations in [&STATE, &READ_MODELS] {
        let url = mariadb::schema().await;
        for cut_off in 1..=migrations.newest(Engine::MySql) {
            let whole = sql::open(&url, migrations).await.unwrap();
            for statement in [
                "DELETE FROM _sqlx_migrations WHERE version > ?",
                "UPDATE _sqlx_migrations SET success = 0 WHERE version = ?",
            ] {
                sqlx::query(statement).bind(cut_off).execute(&whole).await.unwrap();
            }
            whole.close().await;
        }
        sql::open(&url, migrations).await.unwrap();
    }
}

#[tokio::test]
async fn a_table_that_was_not_yet_made_is_made() {
    let url = mariadb::schema().await;
    let state = State::open(&url).await.unwrap();
    for cut_off in ["UPDATE _sqlx_migrations SET success = 0", "DROP TABLE group_events"] {
        sqlx::query(cut_off).execute(state.pool()).await.unwrap();
    }
    state.close().await;
    let state = State::open(&url).await.unwrap();
    sqlx::query("SELECT * FROM group_events").fetch_all(state.pool()).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_process_has_a_state_until_it_is_gone() {
    let (first, second) = (MySql::start().await.state, MySql::start().await.state);
    let hold = Hold::take(&first).await.unwrap().unwrap();
    assert!(Hold::take(&second).await.unwrap().is_some(), "another schema is another state");
    assert!(Hold::take(&first).await.unwrap().is_none());
    drop(hold);
    assert!(Hold::take(&first).await.unwrap().is_some());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_state_is_lost_only_when_another_took_it_while_the_connection_was_cut() {
    let state = MySql::start().await.state;
    let hold = Hold::take(&state).await.unwrap().unwrap();
    cut(&state).await;
    assert!(timeout(Duration::from_secs(8), hold.lost()).await.is_err(), "it was taken again");
    assert!(Hold::take(&state).await.unwrap().is_none(), "and is held");

    cut(&state).await;
    let _thief = Hold::take(&state).await.unwrap().expect("it comes before the next look");
    timeout(Duration::from_secs(30), hold.lost()).await.expect("the first one hears of it");
}

/// Ends the connection that has the state.
async fn cut(state: &State) {
    let holder = "SELECT CAST(IS_USED_LOCK(CONCAT('hemaclassify.', \
                  LEFT(SHA2(DATABASE(), 256), 40))) AS SIGNED)";
    let holder: i64 = sqlx::query_scalar(holder).fetch_one(state.pool()).await.unwrap();
    let kill = format!("KILL {holder}");
    sqlx::raw_sql(AssertSqlSafe(kill)).execute(state.pool()).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_line_that_falls_silent_is_given_up_and_used_again_when_it_is_mended() {
    let url = mariadb::schema().await;
    let (before, place) = url.rsplit_once('@').unwrap();
    let (server, schema) = place.split_once('/').unwrap();
    let line = Proxy::to(server.parse().unwrap()).await;
    let through = format!("{before}@{}/{schema}", line.address());
    let state = State::open(&through).await.unwrap();
    let key = state.keys().put_new(Uuid::nil(), b"a key").await.unwrap();

    line.set(Condition::Silent);
    let asked = Instant::now();
    let answer = state.keys().get(Uuid::nil()).await;
    assert!(matches!(answer, Err(StateError::Unavailable(_))), "{answer:?}");
    assert!(asked.elapsed() < Duration::from_secs(20), "{:?}", asked.elapsed());

    line.set(Condition::Sound);
    assert_eq!(state.keys().get(Uuid::nil()).await.unwrap(), Some(key));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_a_destroyed_key_no_byte_is_left_in_the_table() {
    let state = MySql::start().await.state;
    let key: Vec<u8> = (0..72).map(|byte| byte * 3 + 1).collect();
    let owners: Vec<Uuid> = (1..300).map(Uuid::from_u128).collect();
    for &owner in &owners {
        let key = if owner == owners[150] { &key[..] } else { owner.as_bytes() };
        state.keys().put_new(owner, key).await.unwrap();
    }
    let Some(table) = file(&state).await else { return };
    flush(&state).await;
    assert!(holds(&table, &key), "the search finds what is there");

    state.keys().destroy(owners[150]).await.unwrap();
    flush(&state).await;
    assert!(!holds(&table, &key));
    assert!(holds(&table, owners[151].as_bytes()), "the others are there");
    assert_eq!(state.keys().get(owners[150]).await.unwrap(), Some(WrappedKey::Destroyed));
}

/// The file of the keys' table, when the server is of this machine.
async fn file(state: &State) -> Option<PathBuf> {
    let path: String =
        sqlx::query_scalar("SELECT CONCAT(@@datadir, DATABASE(), '/subject_keys.ibd')")
            .fetch_one(state.pool())
            .await
            .unwrap();
    Some(PathBuf::from(path)).filter(|path| path.exists())
}

/// Everything that was committed goes into the tables' files.
async fn flush(state: &State) {
    let mut connection = state.pool().acquire().await.unwrap();
    let flush = "FLUSH TABLES subject_keys FOR EXPORT; UNLOCK TABLES";
    sqlx::raw_sql(flush).execute(&mut *connection).await.unwrap();
}

fn holds(file: &Path, bytes: &[u8]) -> bool {
    std::fs::read(file).unwrap().windows(bytes.len()).any(|part| part == bytes)
}
