//! `projections status` and `projections rebuild`.

use projections::Progress;

use crate::cli::ProjectionsCommand;
use crate::control::{self, Request};
use crate::failure::Failure;
use crate::house::House;

/// Runs `projections …`.
///
/// # Errors
/// A data directory that cannot be used, a log or vault that fails.
pub async fn run(command: ProjectionsCommand) -> Result<(), Failure> {
    match command {
        ProjectionsCommand::Status { json, data } => {
            let request = Request::ProjectionsStatus { json };
            println!("{}", control::wherever(&data, request).await?);
        }
        ProjectionsCommand::Rebuild { data } => {
            println!("{}", control::wherever(&data, Request::RebuildProjections).await?);
        }
    }
    Ok(())
}

/// Where the read models stand, as lines or as JSON.
///
/// # Errors
/// A log that does not answer.
pub async fn status_here(house: &House, json: bool) -> Result<String, Failure> {
    let status = house.reads.status().await?;
    if json {
        return Ok(serde_json::to_string(&status)?);
    }
    let mut lines: Vec<_> = status
        .read_models
        .iter()
        .map(|model| {
            let at = model.position.map_or("–".to_owned(), |position| position.to_string());
            let head = model.head.map_or("–".to_owned(), |position| position.to_string());
            format!("{:<12} at {at} of {head}, {} behind", model.name, model.lag)
        })
        .collect();
    lines.extend(status.stopped.map(|reason| format!("stopped: {reason}")));
    Ok(lines.join("\n"))
}

/// Builds the read models anew, in the process that has the data directory.
///
/// # Errors
/// A rebuild under way, or a log, vault or disk that fails; what was there stays.
pub async fn rebuild_here(house: &House) -> Result<String, Failure> {
    let started = std::time::Instant::now();
    let events = rebuild(house, &mut |_| {}).await?;
    let seconds = started.elapsed().as_secs_f64();
    Ok(format!("Rebuilt from {events} events in {seconds:.1} s"))
}

/// The same, told on the way. Says how many events were folded.
///
/// # Errors
/// As [`rebuild_here`].
pub async fn rebuild(
    house: &House,
    told: &mut (dyn FnMut(Progress) + Send),
) -> Result<u64, Failure> {
    let turn = match house.turn.is_mine() {
        true => None,
        false => Some(house.turn.take().await?.ok_or_else(|| {
            Failure::failed("another process folds the read models: run this where that one runs")
        })?),
    };
    let mut events = 0;
    let counted = |progress: Progress| {
        events = progress.events;
        told(progress);
    };
    house.reads.rebuild(counted).await?;
    drop(turn);
    Ok(events)
}
