//! One process at a time works with a state. Where it is a file, the data directory's lock sees to
//! that; a server gives a name to one connection at a time (`GET_LOCK`), which this keeps.

use std::time::Duration;

use sqlx::{AnyConnection, AnyPool, ConnectOptions as _, Connection as _};
use tokio::time::{sleep, timeout};
use tokio_util::sync::{CancellationToken, DropGuard};

use super::{State, StateError};
use crate::sql::Engine;

/// How long between two looks whether the connection is there.
const LOOK: Duration = Duration::from_secs(3);

/// The server closes the connection when nothing is heard for ten seconds: so long may a process
/// that went without a word, with its machine or its network, keep the next one waiting.
const SESSION: &str = "SET SESSION wait_timeout = 10";

/// Waits a little longer than that. The name is the schema's, for the server has one list of names
/// for all.
const TAKE: &str = "SELECT GET_LOCK(CONCAT('hemaclassify.', LEFT(SHA2(DATABASE(), 256), 40)), 12)";
const LONGEST: Duration = Duration::from_secs(15);

/// That this process has a state, until it is dropped.
#[derive(Debug)]
pub struct Hold {
    lost: CancellationToken,
    _stop: DropGuard,
}

impl Hold {
    /// Takes a state; none when another process has it.
    ///
    /// # Errors
    /// [`StateError::Unavailable`].
    pub async fn take(state: &State) -> Result<Option<Self>, StateError> {
        let (lost, stop) = (CancellationToken::new(), CancellationToken::new());
        if Engine::of(state.pool()) == Engine::MySql {
            let Some(connection) = take(state.pool()).await? else { return Ok(None) };
            let keeping = keep(state.pool().clone(), connection, lost.clone());
            tokio::spawn(stop.clone().run_until_cancelled_owned(keeping));
        }
        Ok(Some(Self { lost, _stop: stop.drop_guard() }))
    }

    /// Completes when another process has taken it while the server could not be reached from here.
    pub async fn lost(&self) {
        self.lost.cancelled().await;
    }
}

async fn take(pool: &AnyPool) -> Result<Option<AnyConnection>, sqlx::Error> {
    let mut connection = pool.connect_options().connect().await?;
    sqlx::raw_sql(SESSION).execute(&mut connection).await?;
    let taken: Option<i64> = sqlx::query_scalar(TAKE).fetch_one(&mut connection).await?;
    Ok((taken == Some(1)).then_some(connection))
}

/// Looks after the connection; a lost one is replaced.
async fn keep(pool: AnyPool, mut connection: AnyConnection, lost: CancellationToken) {
    loop {
        sleep(LOOK).await;
        if !matches!(timeout(LOOK, connection.ping()).await, Ok(Ok(()))) {
            match again(&pool).await {
                Some(new) => connection = new,
                None => return lost.cancel(),
            }
        }
    }
}

/// None when the server answers, and another has it.
async fn again(pool: &AnyPool) -> Option<AnyConnection> {
    loop {
        match timeout(LONGEST, take(pool)).await {
            Ok(Ok(taken)) => return taken,
            Ok(Err(_)) | Err(_) => sleep(LOOK).await,
        }
    }
}
