//! `transfer`: an installation carried from one set of engines to another.
//!
//! The old one is locked and only read; the new one is marked as unfinished, so that nothing starts on
//! it, until all has been read again from it. Then the old one is marked as moved. Whatever breaks off,
//! the same command goes on.

pub mod marks;
mod sides;

use commands::audit::{self, Audited};
use infra::state::Copied;
use infra::transfer::{self, ComparedEvents, CopiedBlobs};
use projections::{Position, Progress, Settings};
use tokio::signal::unix::{SignalKind, signal};

use crate::cli::{DataArgs, TransferArgs};
use crate::failure::Failure;
use crate::house::{Folding, House, Sizes};
use crate::progress::Stage;
use crate::projections_command;
use sides::Sides;

/// Runs `transfer`.
///
/// # Errors
/// A server at work on the old side, a new side that is not empty, an engine that fails; what is done
/// stays done, and the same command goes on.
pub async fn run(arguments: TransferArgs) -> Result<(), Failure> {
    let (from, to) = (&arguments.data, arguments.target());
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    tokio::select! {
        done = transfer(from, &to, arguments.laboratory.settings()) => done,
        _ = async { tokio::select! { _ = terminate.recv() => {}, _ = interrupt.recv() => {} } } => {
            Err(Failure::failed(format!(
                "Broken off. Nothing is lost, and nothing starts on {}: the same command goes on.",
                to.data_dir.display()
            )))
        }
    }
}

/// What was carried over.
struct Carried {
    state: Copied,
    /// Events that an earlier try had carried over.
    before: u64,
    events: ComparedEvents,
    blobs: Option<CopiedBlobs>,
}

async fn transfer(from: &DataArgs, to: &DataArgs, settings: Settings) -> Result<(), Failure> {
    let sides = Sides::open(from, to).await?;
    let carried = carry(&sides).await;
    let old = sides.close().await;
    let carried = carried?;
    let (folded, audited) = prove(to, settings, &carried).await?;
    marks::moved(&old, &to.data_dir)?;
    marks::finished(&to.data_dir)?;
    report(from, to, &carried, folded, &audited);
    Ok(())
}

async fn carry(sides: &Sides) -> Result<Carried, Failure> {
    let (before, events) = events(sides).await?;
    let blobs = blobs(sides).await?;
    sides.erasures()?;
    Ok(Carried { state: sides.state.clone(), before, events, blobs })
}

/// How many there were before, and all.
async fn events(sides: &Sides) -> Result<(u64, ComparedEvents), Failure> {
    let (from, to) = (sides.old.engine.movable(), sides.new.engine.movable());
    let head = from.head().await?.map_or(0, |head| head.0);
    let mut stage = Stage::begin("Events");
    let mut told = |number, at: Position| stage.at(number, at.0, head);
    let before = transfer::append_events(&*from, &*to, &mut told).await?;
    stage.end();
    let mut stage = Stage::begin("Events, read again");
    let mut told = |number, at: Position| stage.at(number, at.0, head);
    let same = transfer::compare_events(&*from, &*to, &mut told).await?;
    transfer::lay_groups(&same, &*to).await?;
    stage.end();
    Ok((before, same))
}

/// None when they stay where they are.
async fn blobs(sides: &Sides) -> Result<Option<CopiedBlobs>, Failure> {
    if sides.share_blobs {
        return Ok(None);
    }
    let mut stage = Stage::begin("Images");
    let mut told = |done, of| stage.at(done, done, of);
    let spool = sides.spool()?;
    let (from, to) = (&*sides.old.blobs, &*sides.new.blobs);
    let copied = transfer::copy_blobs(from, to, &spool, &mut told).await?;
    stage.end();
    Ok(Some(copied))
}

/// Builds the read models on the new side, and verifies there every chain and every original. Says how
/// many events were folded.
async fn prove(
    to: &DataArgs,
    settings: Settings,
    carried: &Carried,
) -> Result<(u64, Audited), Failure> {
    let house = House::open_unfinished(to, Sizes::default(), Folding::With(settings)).await?;
    let proved = prove_in(&house).await;
    house.close().await;
    let (folded, audited) = proved?;
    match audited.events == carried.events.events && folded == audited.events {
        true => Ok((folded, audited)),
        false => Err(Failure::failed(format!(
            "the new side counts otherwise: {} events were carried over, {} are whole, {folded} are in \
             the read models",
            carried.events.events, audited.events
        ))),
    }
}

async fn prove_in(house: &House) -> Result<(u64, Audited), Failure> {
    let mut stage = Stage::begin("Read models");
    let mut told = |progress: Progress| {
        stage.at(progress.events, progress.position.unwrap_or(0), progress.head.unwrap_or(0));
    };
    let folded = projections_command::rebuild(house, &mut told).await?;
    stage.end();
    let stage = Stage::begin("Chains and originals");
    let report = audit::verify(house.log.clone(), house.blobs.clone()).await;
    stage.end();
    match report.fault {
        Some(fault) => Err(Failure::failed(format!("what was carried over is not whole: {fault}"))),
        None => Ok((folded, report.audited)),
    }
}

fn report(from: &DataArgs, to: &DataArgs, carried: &Carried, folded: u64, audited: &Audited) {
    let (old, new) = (from.data_dir.display(), to.data_dir.display());
    let Carried { state, before, events, blobs } = carried;
    println!("Transferred from {old} to {new}:");
    println!(
        "  {} events in {} streams, each byte as it was, every chain whole ({before} were there before)",
        events.events, audited.streams
    );
    for group in &events.groups {
        let at = group.checkpoint.map_or("the beginning".to_owned(), |at| format!("position {at}"));
        println!("  the queue {} at {at}, {} events kept", group.name, group.remembered.len());
    }
    println!("  {} rows of the state; everybody signs in again", state.rows);
    match blobs {
        Some(blobs) => println!(
            "  {} files of images ({} bytes), {} of them copied now, each read again; {} originals as \
             recorded",
            blobs.blobs, blobs.bytes, blobs.new, audited.blobs
        ),
        None => {
            println!("  the images stay where they are; {} originals as recorded", audited.blobs)
        }
    }
    println!("  read models of {folded} events");
    println!(
        "Nothing starts on {old} any more, so that no two installations write. Start the server on {new}; \
         keep {old} until you are sure, then delete it: it holds patients' data."
    );
}
