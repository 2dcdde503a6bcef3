//! `migrate`: brings the data directory of an earlier version to this one's. A start does the same
//! by itself; this says beforehand what will happen, and does it while nobody waits.

use infra::directory::Paths;
use infra::event_log::EventLog;
use infra::event_log::sqlite::SqliteLog;
use infra::sql::{self, Engine, SqlError};

use crate::cli::MigrateArgs;
use crate::failure::Failure;
use crate::house::{House, Sizes};
use crate::projections_command;

/// Runs `migrate`.
///
/// # Errors
/// A data directory in use, or one that a newer version has written.
pub async fn run(arguments: MigrateArgs) -> Result<(), Failure> {
    let paths = Paths::new(&arguments.data.data_dir);
    println!("{}", plan(&paths).await?);
    if arguments.dry_run {
        println!("Nothing was changed.");
        return Ok(());
    }
    let house = House::open(&arguments.data, Sizes::default(), None).await?;
    let rebuilt = projections_command::rebuild_here(&house).await;
    house.close().await;
    println!("{}", rebuilt?);
    Ok(())
}

/// What stands there and what becomes of it. Refuses what a newer version has written.
async fn plan(paths: &Paths) -> Result<String, Failure> {
    if !paths.events().try_exists()? {
        let root = paths.root().display();
        return Err(Failure::Failed(format!("{root} holds no event log")));
    }
    let log = SqliteLog::open_read_only(&paths.events()).await?;
    let head = log.head().await?.map_or(0, |position| position.0);
    log.close().await;
    let known = sql::STATE.newest(Engine::Sqlite);
    let found = sql::version(&paths.state()).await?.unwrap_or(0);
    if found > known {
        return Err(SqlError::TooNew { found, known }.into());
    }
    let state = match found == known {
        true => format!("has schema {found}, this version's"),
        false => format!("has schema {found} and gets {known}"),
    };
    Ok(format!(
        "The event log stays as it is, up to position {head}: what is stored is never rewritten.\n\
         The state {state}.\n\
         The read models are built anew."
    ))
}
