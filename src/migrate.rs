//! `migrate`: brings the data directory of an earlier version to this one's. A start does the same
//! by itself; this says beforehand what will happen, and does it while nobody waits.

use infra::directory::Paths;
use infra::sql::SqlError;

use crate::cli::{DataArgs, MigrateArgs};
use crate::engines::log::Engine;
use crate::engines::state::{Place, Version};
use crate::failure::Failure;
use crate::house::{Folding, House, Sizes};
use crate::projections_command;

/// Runs `migrate`.
///
/// # Errors
/// A data directory in use, or one that a newer version has written.
pub async fn run(arguments: MigrateArgs) -> Result<(), Failure> {
    println!("{}", plan(&arguments.data).await?);
    if arguments.dry_run {
        println!("Nothing was changed.");
        return Ok(());
    }
    let house = House::open(&arguments.data, Sizes::default(), Folding::AsBuilt).await?;
    let rebuilt = projections_command::rebuild_here(&house).await;
    house.close().await;
    println!("{}", rebuilt?);
    Ok(())
}

/// What stands there and what becomes of it. Refuses what a newer version has written.
async fn plan(data: &DataArgs) -> Result<String, Failure> {
    let paths = Paths::new(&data.data_dir);
    let engine = Engine::open_read_only(&data.event_log, &paths, None).await?;
    let head = engine.log().head().await?.map_or(0, |position| position.0);
    engine.close().await;
    let Version { found, known } = Place::of(data)?.version(&paths).await?;
    let found = found.unwrap_or(0);
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
