//! `backup` and `restore`: the data of an installation kept elsewhere, and brought back.

use std::path::Path;
use std::sync::Arc;
use std::{fs, io};

use commands::audit;
use domain::ids::{ModelId, PatientId};
use infra::backup::{self, Backup, Far, Made};
use infra::blobs::Blobs;
use infra::directory::Paths;
use infra::erasures::{Erasure, ErasureList};
use infra::state::State;
use infra::vault::InstallationKey;

use crate::cli::{BackupArgs, DataArgs, RestoreArgs};
use crate::engines::blobs::Store;
use crate::engines::log::embedded_only;
use crate::engines::state::Place;
use crate::failure::Failure;
use crate::house::{Archive, Folding, House, Sizes};
use crate::transfer::marks;

/// Runs `backup`. A server may run meanwhile.
///
/// # Errors
/// A data directory that cannot be read, a folder that cannot be written.
pub async fn back_up(arguments: BackupArgs) -> Result<(), Failure> {
    embedded_only(&arguments.data)?;
    let source = Paths::new(&arguments.data.data_dir);
    marks::check_finished(&source)?;
    let wanted = Backup {
        source: &source,
        version: env!("CARGO_PKG_VERSION"),
        with_key: !arguments.without_key,
        beside: ModelId::PREFIX,
    };
    let (blobs, state) = (far_blobs(&arguments.data).await?, far_state(&arguments.data).await?);
    let far = Far { blobs: blobs.as_deref(), state: state.as_ref() };
    let made = backup::make(wanted, far, &arguments.folder).await?;
    println!("{}", sentence(&made, &arguments));
    for model in &made.manifest.beside {
        println!("It needs the pack of {model} beside it, which is not part of it.");
    }
    Ok(())
}

/// The store of the images, unless they lie in the data directory.
async fn far_blobs(data: &DataArgs) -> Result<Option<Arc<dyn Blobs>>, Failure> {
    match Store::of(data)? {
        Store::Embedded => Ok(None),
        store => store.open_to_read(&Paths::new(&data.data_dir)).await.map(Some),
    }
}

/// The state, unless it is in the data directory.
async fn far_state(data: &DataArgs) -> Result<Option<State>, Failure> {
    let (place, paths) = (Place::of(data)?, Paths::new(&data.data_dir));
    match place {
        Place::Embedded => Ok(None),
        place => {
            let key = InstallationKey::open(&paths.installation_key())?;
            place.open_to_read(&paths, &key).await.map(Some)
        }
    }
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
    embedded_only(&arguments.data)?;
    let target = &arguments.data.data_dir;
    let erasures = match &arguments.erasures {
        None => Vec::new(),
        Some(list) if !list.exists() => {
            return Err(Failure::Failed(format!("there is no erasure list {}", list.display())));
        }
        Some(list) => ErasureList::new(list).read()?,
    };
    let (store, place) = (Store::said(&arguments.data)?, Place::said(&arguments.data));
    // Before anything is laid down that would be in the way of another try.
    if store != Store::Embedded {
        store.open_to_read(&Paths::new(target)).await?;
    }
    place.check_empty().await?;
    let manifest = backup::restore(&arguments.backup, arguments.key.as_deref(), target)?;
    move_state(&place, &Paths::new(target)).await?;
    move_into(&store, &Paths::new(target)).await?;
    let house = House::open(&arguments.data, Sizes::default(), Folding::AsBuilt).await?;
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
    prove(&arguments.data).await
}

/// The state goes into the schema that was said, and the data directory remembers it.
async fn move_state(place: &Place, restored: &Paths) -> Result<(), Failure> {
    if *place == Place::Embedded {
        return Ok(());
    }
    let key = InstallationKey::open(&restored.installation_key())?;
    let from = Place::Embedded.open(restored, &key, true).await?;
    let moved = place.receive(&from, restored).await;
    from.close().await;
    let rows = moved?.rows;
    for end in ["", "-wal", "-shm"] {
        let mut file = restored.state().into_os_string();
        file.push(end);
        remove(Path::new(&file))?;
    }
    println!("The state ({rows} rows) is in {}.", place.name());
    Ok(())
}

fn remove(file: &Path) -> io::Result<()> {
    match fs::remove_file(file) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Images go into the store that was said, and the data directory remembers it.
async fn move_into(store: &Store, restored: &Paths) -> Result<(), Failure> {
    if *store == Store::Embedded {
        return Ok(());
    }
    let blobs = store.open(restored).await?;
    let moved = backup::move_blobs(restored, &*blobs).await?;
    println!("{moved} blobs are in {}.", store.name());
    Ok(())
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

async fn prove(data: &DataArgs) -> Result<(), Failure> {
    let archive = Archive::open(data).await?;
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
