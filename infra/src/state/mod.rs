//! The state: what is decided nowhere else, is never rebuilt and must be backed up with care.
//! Credentials, sessions, answers under idempotency keys, throttles, leases, the set-up token and
//! the wrapped keys of persons. When it cannot be asked it says so; nothing is ever guessed.

use std::time::Duration;

use jiff::Timestamp;
use sqlx::AnyPool;
use tokio::time::timeout;
use uuid::Uuid;

use crate::sql::{self, SqlError};

mod answers;
mod copy;
mod credentials;
mod hold;
mod installation;
mod keys;
mod leases;
mod sessions;
mod tables;
mod throttles;
mod tokens;

pub use answers::{Answer, Answers, Begin};
pub use copy::{Copied, Snapshot, copy};
pub use credentials::{Credential, Credentials};
pub use hold::Hold;
pub use installation::Installation;
pub use keys::{Keys, WrappedKey};
pub use leases::Leases;
pub use sessions::{Rotation, Session, SessionState, Sessions};
pub use throttles::Throttles;
pub use tokens::Tokens;

/// How long the state may take to answer: longer than an engine waits for another writer by itself.
/// A line that fell silent is told from a slow one in no other way.
const LONGEST: Duration = Duration::from_secs(15);

/// A SHA-256 digest or an HMAC of something that is not kept itself.
pub type Hash = [u8; 32];

/// What went wrong with the state.
#[derive(Debug, thiserror::Error)]
pub enum StateError {
    /// It cannot be asked now. Nothing is known of what was asked.
    #[error("the state is not available: {0}")]
    Unavailable(String),
    /// There is no room for more.
    #[error("the state is out of space: {0}")]
    Full(String),
    /// Another has this name or identifier already.
    #[error("{0} is taken")]
    Taken(&'static str),
    /// There is no such row.
    #[error("there is no such {0}")]
    NotFound(&'static str),
    /// It holds what this program never wrote.
    #[error("the state is damaged: {0}")]
    Damaged(String),
    /// It is another installation's, or nobody's where it was to be this one's.
    #[error("the state is not this installation's")]
    Another,
    /// Its schema is not this program's.
    #[error(transparent)]
    Schema(SqlError),
}

impl From<sqlx::Error> for StateError {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            full if sql::is_full(full) => Self::Full(error.to_string()),
            sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_) => {
                Self::Damaged(error.to_string())
            }
            _ => Self::Unavailable(error.to_string()),
        }
    }
}

impl From<SqlError> for StateError {
    fn from(error: SqlError) -> Self {
        match error {
            SqlError::Unavailable(reason) => Self::Unavailable(reason),
            schema => Self::Schema(schema),
        }
    }
}

/// The state's database. Cheap to clone.
#[derive(Clone, Debug)]
pub struct State {
    pool: AnyPool,
}

impl State {
    /// Opens it (see [`sql::open`]) and brings its schema up to date.
    ///
    /// # Errors
    /// [`StateError::Unavailable`]; [`StateError::Schema`] when a newer program has written it.
    pub async fn open(url: &str) -> Result<Self, StateError> {
        Ok(Self { pool: sql::open(url, &sql::STATE).await? })
    }

    /// The database itself, for other tables beside these.
    pub fn pool(&self) -> &AnyPool {
        &self.pool
    }

    /// Closes its connections; what was committed is there.
    pub async fn close(&self) {
        self.pool.close().await;
    }

    /// Whether it answers.
    ///
    /// # Errors
    /// [`StateError::Unavailable`].
    pub async fn ping(&self) -> Result<(), StateError> {
        within(async {
            sqlx::query("SELECT 1").execute(&self.pool).await?;
            Ok(())
        })
        .await
    }

    /// Leaves nothing of what was deleted, in no file.
    ///
    /// # Errors
    /// [`StateError::Unavailable`]: a trace may be there still; do it again.
    pub async fn scrub(&self) -> Result<(), StateError> {
        scrub(&self.pool).await
    }

    /// Whose state this is.
    pub fn installation(&self) -> Installation<'_> {
        Installation(&self.pool)
    }

    /// Who may sign in.
    pub fn credentials(&self) -> Credentials<'_> {
        Credentials(&self.pool)
    }

    /// Who is signed in.
    pub fn sessions(&self) -> Sessions<'_> {
        Sessions(&self.pool)
    }

    /// What was answered under an idempotency key.
    pub fn answers(&self) -> Answers<'_> {
        Answers(&self.pool)
    }

    /// Who failed too often.
    pub fn throttles(&self) -> Throttles<'_> {
        Throttles(&self.pool)
    }

    /// Who may do what only one may do at a time.
    pub fn leases(&self) -> Leases<'_> {
        Leases(&self.pool)
    }

    /// The one-time set-up token.
    pub fn tokens(&self) -> Tokens<'_> {
        Tokens(&self.pool)
    }

    /// The wrapped keys of persons.
    pub fn keys(&self) -> Keys<'_> {
        Keys(&self.pool)
    }
}

/// What is asked gets an answer within [`LONGEST`], or is not available. Whether a change was made
/// that was not answered is not known, as with any line that breaks.
async fn within<T>(asked: impl Future<Output = Result<T, StateError>>) -> Result<T, StateError> {
    let silent = |_| Err(StateError::Unavailable("its server does not answer".to_owned()));
    timeout(LONGEST, asked).await.unwrap_or_else(silent)
}

async fn scrub(pool: &AnyPool) -> Result<(), StateError> {
    let mut clean = sql::scrub(pool).await?;
    for _ in 0..5 {
        if clean {
            return Ok(());
        }
        clean = sql::truncate_wal(pool).await?;
    }
    Err(StateError::Unavailable("its write-ahead log is being read".to_owned()))
}

/// An id from its 16 bytes.
fn uuid(bytes: &[u8]) -> Result<Uuid, StateError> {
    Uuid::from_slice(bytes).map_err(|error| StateError::Damaged(error.to_string()))
}

/// A hash from its 32 bytes.
fn hash(bytes: &[u8]) -> Result<Hash, StateError> {
    bytes.try_into().map_err(|_| StateError::Damaged(format!("a hash of {} bytes", bytes.len())))
}

/// A time from its microseconds.
fn time(microseconds: i64) -> Result<Timestamp, StateError> {
    Timestamp::from_microsecond(microseconds)
        .map_err(|error| StateError::Damaged(error.to_string()))
}
