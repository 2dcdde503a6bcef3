//! `backup` and `restore`: the data of an installation kept elsewhere, and brought back.

use commands::audit;
use domain::ids::{ModelId, PatientId};
use infra::backup::{self, Backup, Made};
use infra::directory::Paths;
use infra::erasures::{Erasure, ErasureList};

use crate::cli::{BackupArgs, RestoreArgs};
use crate::failure::Failure;
use crate::house::{Archive, House, Sizes};

/// Runs `backup`. A server may run meanwhile.
///
/// # Errors
/// A data directory that cannot be read, a folder that cannot be written.
pub async fn back_up(arguments: BackupArgs) -> Result<(), Failure> {
    let source = Paths::new(&arguments.data.data_dir);
    let wanted = Backup {
        source: &source,
        version: env!("CARGO_PKG_VERSION"),
        with_key: !arguments.without_key,
        beside: ModelId::PREFIX,
    };
    let made = backup::make(wanted, &arguments.folder).await?;
    println!("{}", sentence(&made, &arguments));
    for model in &made.manifest.beside {
        println!("It needs the pack of {model} beside it, which is not part of it.");
    }
    Ok(())
}

fn sentence(made: &Made, arguments: &BackupArgs) -> String {
    let folder = arguments.folder.display();
    let position = made.manifest.position.map_or(0, |position| position.0);
    let key = match made.manifest.with_key {
        true => "The installation key is in it: keep it as you keep the key.",
        false => "The installation key is not in it, and without that it cannot be read.",
    };
    format!(
        "Backed up to {folder} as of position {position}: {} blobs, {} of them new ({} bytes), {} \
         removed. {key}",
        made.blobs, made.new_blobs, made.new_bytes, made.removed_blobs
    )
}

/// Runs `restore`: lays the files, ends every session, erases again who was erased since, and
/// proves that all is whole.
///
/// # Errors
/// A backup that is damaged or not complete, a folder that is not empty, a fault in the log.
pub async fn restore(arguments: RestoreArgs) -> Result<(), Failure> {
    let target = &arguments.data.data_dir;
    let erasures = match &arguments.erasures {
        None => Vec::new(),
        Some(list) if !list.exists() => {
            return Err(Failure::Failed(format!("there is no erasure list {}", list.display())));
        }
        Some(list) => ErasureList::new(list).read()?,
    };
    let manifest = backup::restore(&arguments.backup, arguments.key.as_deref(), target)?;
    let house = House::open(target, Sizes::default(), None).await?;
    let settled = settle(&house, &erasures).await;
    house.close().await;
    let erased = settled?;
    println!(
        "Restored to {} what was backed up at {}; {erased} patients were erased again.",
        target.display(),
        manifest.created
    );
    if arguments.erasures.is_none() {
        println!("Without --erasures, whoever was erased after the backup is back.");
    }
    prove(target).await
}

/// Nobody stays signed in as they were then; who was erased since is erased again, and stays on the
/// list of this installation.
async fn settle(house: &House, erasures: &[Erasure]) -> Result<u64, Failure> {
    house.state.sessions().clear().await?;
    let list = ErasureList::new(house.directory.erasures());
    let mut erased = 0;
    for erasure in erasures {
        list.append(erasure.subject, erasure.at)?;
        let done = house.commands.erase_again(PatientId(erasure.subject)).await?;
        erased += u64::from(done.changed);
    }
    Ok(erased)
}

async fn prove(target: &std::path::Path) -> Result<(), Failure> {
    let archive = Archive::open(target).await?;
    let report = audit::verify(archive.log, archive.blobs).await;
    match report.fault {
        Some(fault) => Err(Failure::failed(format!("what was restored is not whole: {fault}"))),
        None => {
            let (events, blobs) = (report.audited.events, report.audited.blobs);
            println!("{events} events and {blobs} originals are whole.");
            Ok(())
        }
    }
}
