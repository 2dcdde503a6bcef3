//! `audit verify`: prove that nothing was changed.

use commands::audit;
use serde_json::json;

use crate::cli::AuditCommand;
use crate::failure::Failure;
use crate::house::Archive;

/// Runs `audit …`. A server may run meanwhile.
///
/// # Errors
/// The first fault, or a data directory that cannot be read.
pub async fn run(command: AuditCommand) -> Result<(), Failure> {
    let AuditCommand::Verify { json, data } = command;
    let archive = Archive::open(&data.data_dir).await?;
    let report = audit::verify(archive.log, archive.blobs).await;
    let audited = report.audited;
    if json {
        let value = json!({
            "events": audited.events,
            "streams": audited.streams,
            "blobs": audited.blobs,
            "position": audited.position.map(|position| position.0),
            "fault": report.fault.as_ref().map(ToString::to_string),
        });
        println!("{value}");
    } else {
        let holds = if report.fault.is_none() { "whole" } else { "whole before the first fault" };
        println!(
            "{} events in {} streams and {} originals are {holds}.",
            audited.events, audited.streams, audited.blobs
        );
    }
    match report.fault {
        None => Ok(()),
        Some(fault) => Err(Failure::failed(fault)),
    }
}
