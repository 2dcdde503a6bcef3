//! `audit`: prove that nothing was changed; hand the log on.

mod export;
mod verify;

pub use export::record_here;

use crate::cli::AuditCommand;
use crate::failure::Failure;

/// Runs `audit …`. A server may run meanwhile.
///
/// # Errors
/// The first fault, or a data directory that cannot be read.
pub async fn run(command: AuditCommand) -> Result<(), Failure> {
    match command {
        AuditCommand::Verify { json, data } => verify::run(json, &data).await,
        AuditCommand::Export(arguments) => export::run(arguments).await,
    }
}
