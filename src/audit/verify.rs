//! `audit verify`: prove that nothing was changed.

use commands::audit;
use serde_json::json;

use crate::cli::DataArgs;
use crate::failure::Failure;
use crate::house::Archive;

/// Verifies every chain and every original.
///
/// # Errors
/// The first fault, or a data directory that cannot be read.
pub async fn run(json: bool, data: &DataArgs) -> Result<(), Failure> {
    let archive = Archive::open(data).await?;
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
