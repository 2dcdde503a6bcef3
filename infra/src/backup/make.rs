//! Making a backup.

use std::fs;
use std::path::Path;

use jiff::Timestamp;

use super::files::Copied;
use super::sums::{self, Sums};
use super::{
    BackupError, EVENTS, FORMAT, KEY, MANIFEST, Manifest, STATE, SUMS, databases, far, files,
};
use crate::blobs::Blobs;
use crate::directory::Paths;
use crate::state::State;

/// What is to be backed up, and how.
#[derive(Clone, Copy, Debug)]
pub struct Backup<'a> {
    /// The data directory.
    pub source: &'a Paths,
    /// The program's version.
    pub version: &'a str,
    /// Whether the installation's key goes with it.
    pub with_key: bool,
    /// Streams whose names begin so stand for what lies outside the data directory.
    pub beside: &'a str,
}

/// What was done.
#[derive(Clone, Debug)]
pub struct Made {
    /// The backup.
    pub manifest: Manifest,
    /// How many blobs it holds.
    pub blobs: u64,
    /// How many of them were copied now.
    pub new_blobs: u64,
    /// How many bytes these have.
    pub new_bytes: u64,
    /// How many blobs were deleted, because they were erased.
    pub removed_blobs: u64,
}

/// Where databases are copied to before they replace those of the last backup.
const INCOMING: &str = ".incoming";

/// What does not lie in the data directory.
#[derive(Clone, Copy, Default)]
pub struct Far<'a> {
    /// The store of the blobs.
    pub blobs: Option<&'a dyn Blobs>,
    /// The state on a server.
    pub state: Option<&'a State>,
}

/// Backs a data directory up into a folder, which may hold an earlier backup of it. Until it is
/// done, that one stays as it is, but for blobs that are added to it. What does not lie in the data
/// directory comes from `far`.
///
/// # Errors
/// [`BackupError`].
pub async fn make(backup: Backup<'_>, far: Far<'_>, target: &Path) -> Result<Made, BackupError> {
    let earlier = prepare(backup.source, target)?;
    let incoming = target.join(INCOMING);
    let copied = databases::copy_both(backup.source, far.state, &incoming, backup.beside).await?;

    // Later than the log: the blob of every event in the copy is there.
    let blobs = match far.blobs {
        Some(store) => far::copy_new(store, target, &earlier).await?,
        None => copy_near(backup.source, target, earlier).await?,
    };

    let mut all = blobs.sums;
    for name in [EVENTS, STATE] {
        all.insert(name.to_owned(), place(&incoming, target, name)?);
    }
    match backup.with_key {
        true => copy_key(backup.source, target, &mut all)?,
        false => remove(&target.join(KEY))?,
    }
    let text = sums::text(&all);
    sums::write(&target.join(SUMS), &text)?;
    let manifest = Manifest {
        format: FORMAT,
        version: backup.version.to_owned(),
        created: Timestamp::now(),
        log: copied.log,
        position: copied.position,
        beside: copied.beside,
        with_key: backup.with_key,
        sums: sums::of(&target.join(SUMS)).map_err(BackupError::io(target))?,
    };
    let json = serde_json::to_string_pretty(&manifest).map_err(std::io::Error::other);
    sums::write(&target.join(MANIFEST), &json.map_err(BackupError::io(target))?)?;
    let removed_blobs = files::remove_others(target, &all)?;
    fs::remove_dir(&incoming).map_err(BackupError::io(&incoming))?;
    let count = all.keys().filter(|name| name.starts_with("blobs/")).count() as u64;
    let (new_blobs, new_bytes) = (blobs.new, blobs.bytes);
    Ok(Made { manifest, blobs: count, new_blobs, new_bytes, removed_blobs })
}

async fn copy_near(source: &Paths, target: &Path, known: Sums) -> Result<Copied, BackupError> {
    let (from, to) = (source.blobs(), target.to_owned());
    let copying = move || files::copy_new(&from, &to, &known);
    let copied = tokio::task::spawn_blocking(copying).await;
    copied.unwrap_or_else(|panic| std::panic::resume_unwind(panic.into_panic()))
}

/// Makes the folder, unless it is none for a backup of this data. Gives the digests of what it has.
fn prepare(source: &Paths, target: &Path) -> Result<Sums, BackupError> {
    if !source.events().exists() {
        return Err(BackupError::unfit(source.root(), "holds no event log"));
    }
    files::private_folder(target)?;
    let place = |path: &Path| path.canonicalize().map_err(BackupError::io(path));
    if place(target)?.starts_with(place(source.root())?) {
        return Err(BackupError::unfit(target, "lies in the data directory: choose another disk"));
    }
    let incoming = target.join(INCOMING);
    let manifest = target.join(MANIFEST);
    let used = fs::read_dir(target).map_err(BackupError::io(target))?.next().is_some();
    if used && !manifest.exists() && !incoming.exists() {
        return Err(BackupError::unfit(target, "holds something else than a backup"));
    }
    if incoming.exists() {
        fs::remove_dir_all(&incoming).map_err(BackupError::io(&incoming))?;
    }
    files::private_folder(&incoming)?;
    match manifest.exists() {
        true => sums::read(&target.join(SUMS)),
        false => Ok(Sums::new()),
    }
}

/// Gives a copied database its name, durably, and its digest.
fn place(incoming: &Path, target: &Path, name: &str) -> Result<String, BackupError> {
    use std::os::unix::fs::PermissionsExt as _;
    let (from, to) = (incoming.join(name), target.join(name));
    let placed = fs::File::open(&from).and_then(|file| {
        file.set_permissions(fs::Permissions::from_mode(0o600))?;
        file.sync_all()?;
        let digest = sums::of(&from)?;
        fs::rename(&from, &to)?;
        Ok(digest)
    });
    placed.map_err(BackupError::io(&to))
}

fn copy_key(source: &Paths, target: &Path, all: &mut Sums) -> Result<(), BackupError> {
    let (from, to) = (source.installation_key(), target.join(KEY));
    let digest = sums::copy(&from, &to).map_err(BackupError::io(from))?;
    all.insert(KEY.to_owned(), digest);
    Ok(())
}

fn remove(path: &Path) -> Result<(), BackupError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(BackupError::io(path)(error))
        }
        _ => Ok(()),
    }
}
