//! Which engine keeps the event log, and that an installation stays with the log it began with.

use std::future::pending;
use std::sync::Arc;

use infra::directory::Paths;
use infra::event_log::kurrent::KurrentLog;
use infra::event_log::moving::Movable;
use infra::event_log::sqlite::SqliteLog;
use infra::event_log::{EventLog, LogError};
use infra::room::Room;
use infra::state::State;
use uuid::Uuid;

use super::remembered;
use super::waiting::until_there;
use crate::cli::{DataArgs, EventLogAt};
use crate::failure::Failure;

/// Streams that are written also when little room is left: who came in and saw what is recorded
/// for as long as anything can be written.
const ALWAYS_WRITTEN: [&str; 1] = ["access-"];

/// The event log on its engine. Cheap to clone.
#[derive(Clone)]
pub enum Engine {
    /// A file in the data directory.
    Embedded(Arc<SqliteLog>),
    /// A KurrentDB.
    Kurrent(Arc<KurrentLog>),
}

impl Engine {
    /// Opens the log for reading and writing: the one that the state names, from whichever data
    /// directory. A new installation begins with a log that is empty.
    ///
    /// # Errors
    /// A log that cannot be opened, or one of another installation.
    pub async fn open(
        at: &EventLogAt,
        paths: &Paths,
        state: &State,
        room: &Room,
    ) -> Result<Self, Failure> {
        check(at, paths)?;
        match at {
            EventLogAt::Embedded => {
                let named = state.installation().log().await?;
                if named.is_some() && !paths.events().try_exists()? {
                    return Err(missing(paths));
                }
                let log = SqliteLog::open(&paths.events(), state.pool().clone()).await?;
                name(state, named, log.identity().await?, paths).await?;
                Ok(Self::Embedded(Arc::new(log.reserving(room.clone(), &ALWAYS_WRITTEN))))
            }
            EventLogAt::Kurrent(url) => {
                let log = KurrentLog::new(url)?;
                let identity = until_there("the event log", is_away, || log.identity()).await?;
                let named = state.installation().log().await?;
                let known = belongs(paths, identity)? || named == Some(identity);
                if !known && log.head().await?.is_some() {
                    return Err(another(paths));
                }
                name(state, named, identity, paths).await?;
                remembered::write(&paths.log_identity(), &identity.to_string())?;
                Ok(Self::Kurrent(Arc::new(log)))
            }
        }
    }

    /// Opens the log that an installation moves to, made when there is none, and names it in its state.
    /// What is in it is for the caller to compare.
    ///
    /// # Errors
    /// A log that cannot be opened.
    pub async fn open_next(
        at: &EventLogAt,
        paths: &Paths,
        state: &State,
        room: &Room,
    ) -> Result<Self, Failure> {
        check(at, paths)?;
        let identity = match at {
            EventLogAt::Embedded => {
                let log = SqliteLog::open(&paths.events(), state.pool().clone()).await?;
                log.close().await;
                log.identity().await?
            }
            EventLogAt::Kurrent(url) => {
                let log = KurrentLog::new(url)?;
                until_there("the event log", is_away, || log.identity()).await?
            }
        };
        state.installation().set_log(identity).await?;
        Self::open(at, paths, state, room).await
    }

    /// Opens the log for reading; a server may run beside it. `named` is the one that the state names,
    /// for a data directory that does not remember it.
    ///
    /// # Errors
    /// As [`Engine::open`], and when there is no log.
    pub async fn open_read_only(
        at: &EventLogAt,
        paths: &Paths,
        named: Option<Uuid>,
    ) -> Result<Self, Failure> {
        check(at, paths)?;
        match at {
            EventLogAt::Embedded if !paths.events().try_exists()? => {
                Err(Failure::failed(format!("{} holds no event log", paths.root().display())))
            }
            EventLogAt::Embedded => {
                Ok(Self::Embedded(Arc::new(SqliteLog::open_read_only(&paths.events()).await?)))
            }
            EventLogAt::Kurrent(url) => {
                let log = KurrentLog::new(url)?;
                let identity = log.identity().await?;
                match belongs(paths, identity)? || named == Some(identity) {
                    true => Ok(Self::Kurrent(Arc::new(log))),
                    false => Err(another(paths)),
                }
            }
        }
    }

    /// The log.
    pub fn log(&self) -> Arc<dyn EventLog> {
        match self {
            Self::Embedded(log) => log.clone(),
            Self::Kurrent(log) => log.clone(),
        }
    }

    /// The log, to be moved.
    pub fn movable(&self) -> Arc<dyn Movable> {
        match self {
            Self::Embedded(log) => log.clone(),
            Self::Kurrent(log) => log.clone(),
        }
    }

    /// Completes with the reason when this process has to end because the log cannot be written any
    /// more. A server that is away comes back.
    pub async fn failed(&self) -> String {
        match self {
            Self::Embedded(log) => log.failed().await,
            Self::Kurrent(_) => pending().await,
        }
    }

    /// Whether the log has met a full disk here.
    pub fn is_full(&self) -> bool {
        match self {
            Self::Embedded(log) => log.is_full(),
            Self::Kurrent(_) => false,
        }
    }

    /// Says and writes what is still to be.
    pub async fn close(&self) {
        match self {
            Self::Embedded(log) => log.close().await,
            Self::Kurrent(log) => log.close().await,
        }
    }
}

/// Refuses what works on an embedded log only, and says what to do instead.
///
/// # Errors
/// When the log is on KurrentDB.
pub fn embedded_only(data: &DataArgs) -> Result<(), Failure> {
    let elsewhere = Paths::new(&data.data_dir).log_identity().try_exists()?;
    if data.event_log == EventLogAt::Embedded && !elsewhere {
        return Ok(());
    }
    Err(Failure::failed(
        "The event log is on KurrentDB, which is backed up and brought back by its own tools. Stop the \
         server, back up KurrentDB, and copy the data directory with everything in it; bring both back \
         together.",
    ))
}

/// An installation does not change its engine by being told another one.
fn check(at: &EventLogAt, paths: &Paths) -> Result<(), Failure> {
    let root = paths.root().display();
    match at {
        EventLogAt::Embedded if paths.log_identity().try_exists()? => Err(Failure::failed(
            format!("the event log of {root} is on KurrentDB: say where with --event-log"),
        )),
        EventLogAt::Kurrent(_) if paths.events().try_exists()? => Err(Failure::failed(format!(
            "{root} holds its event log itself: leave --event-log out, or choose a new folder"
        ))),
        _ => Ok(()),
    }
}

/// Whether a log is the one that this installation began with; no installation began yet: false.
fn belongs(paths: &Paths, identity: Uuid) -> Result<bool, Failure> {
    match remembered::read(&paths.log_identity())? {
        None => Ok(false),
        Some(known) if known == identity.to_string() => Ok(true),
        Some(_) => Err(another(paths)),
    }
}

/// The state names its log, so that no other is ever worked with beside it.
async fn name(
    state: &State,
    named: Option<Uuid>,
    identity: Uuid,
    paths: &Paths,
) -> Result<(), Failure> {
    match named {
        Some(known) if known == identity => Ok(()),
        Some(_) => Err(another(paths)),
        None => Ok(state.installation().set_log(identity).await?),
    }
}

fn missing(paths: &Paths) -> Failure {
    Failure::failed(format!(
        "the event log of this installation is not in {}: say where it is with --event-log, or restore \
         a backup",
        paths.root().display()
    ))
}

fn another(paths: &Paths) -> Failure {
    Failure::failed(format!(
        "the event log at this address is not the one of {}: its events were written with other keys",
        paths.root().display()
    ))
}

fn is_away(error: &LogError) -> bool {
    matches!(error, LogError::Unavailable(_))
}
