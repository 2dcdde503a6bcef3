//! The two sides of a transfer, opened so that nobody else writes on either.

use std::fs::{self, File};
use std::io;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use infra::blobs::Blobs;
use infra::directory::{DataDirectory, Paths, write_private};
use infra::event_log::sqlite::forget_groups;
use infra::room::Room;
use infra::spool::Spool;
use infra::state::{Copied, Hold, State};
use infra::vault::InstallationKey;

use super::marks;
use crate::cli::DataArgs;
use crate::engines::blobs::Store;
use crate::engines::log::Engine;
use crate::engines::read_models;
use crate::engines::state::{Place, Version};
use crate::failure::Failure;
use crate::progress::Stage;

/// One side. Holds the lock of its data directory.
pub struct Side {
    directory: DataDirectory,
    state: State,
    _hold: Hold,
    /// The event log.
    pub engine: Engine,
    /// Images.
    pub blobs: Arc<dyn Blobs>,
}

/// Both.
pub struct Sides {
    /// The one that is only read.
    pub old: Side,
    /// The one that is made.
    pub new: Side,
    /// What of the state was copied.
    pub state: Copied,
    /// The images lie in one store for both.
    pub share_blobs: bool,
}

impl Sides {
    /// Locks and opens both. The new one becomes this installation's, unfinished, with its key and its
    /// state.
    ///
    /// # Errors
    /// A side that is in use, an old one that is none, a new one that holds something else.
    pub async fn open(from: &DataArgs, to: &DataArgs) -> Result<Self, Failure> {
        check_old(&Paths::new(&from.data_dir), &to.data_dir)?;
        let (store, new_store) = (Store::of(from)?, Store::said(to)?);
        let share_blobs = store.is_shared_with(&new_store);
        let lock = DataDirectory::open(&from.data_dir)?;
        read_models::check_apart(from, to)?;
        Place::of(from)?.check_apart(&Place::said(to))?;
        let key = InstallationKey::open(&lock.installation_key())?;
        let old = Side::old(lock, from, &key, &store).await?;
        let begun = begin(&old.directory, &to.data_dir)?;
        let (new, state) = Side::new(begun, to, &key, &new_store, &old).await?;
        if old.engine.log().identity().await? == new.engine.log().identity().await? {
            return Err(Failure::Usage("the event log of both sides would be one".to_owned()));
        }
        Ok(Self { old, new, state, share_blobs })
    }

    /// Where files lie on their way.
    pub fn spool(&self) -> io::Result<Spool> {
        Spool::open(&self.new.directory.spool())
    }

    /// Copies the list of erasures.
    pub fn erasures(&self) -> io::Result<()> {
        match fs::read(self.old.directory.erasures()) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            list => place(&self.new.directory.erasures(), &list?),
        }
    }

    /// Closes both, and lets go of the new one. Gives the lock of the old one.
    pub async fn close(self) -> Lock {
        for side in [&self.old, &self.new] {
            side.engine.close().await;
            side.state.close().await;
        }
        Lock(self.old.directory)
    }
}

/// Keeps the old side from others until it is marked.
pub struct Lock(DataDirectory);

impl std::ops::Deref for Lock {
    type Target = Path;

    fn deref(&self) -> &Path {
        self.0.root()
    }
}

impl Side {
    async fn old(
        directory: DataDirectory,
        data: &DataArgs,
        key: &InstallationKey,
        store: &Store,
    ) -> Result<Self, Failure> {
        let place = Place::of(data)?;
        let Version { found, known } = place.version(&directory).await?;
        if found != Some(known) {
            return Err(Failure::failed(
                "the data is of another version: bring it to this one's first, with migrate",
            ));
        }
        let state = place.open(&directory, key, true).await?;
        let hold = place.hold(&state).await?;
        let room = Room::new(directory.root(), 0);
        let engine = Engine::open(&data.event_log, &directory, &state, &room).await?;
        let blobs = store.open_to_read(&directory).await?;
        Ok(Self { directory, state, _hold: hold, engine, blobs })
    }

    /// Copies the state as well, for the other engines are named in it. What goes by the old log's
    /// positions, or by who spoke to the old server, stays behind: sessions, kept answers, the groups'
    /// places.
    async fn new(
        directory: DataDirectory,
        data: &DataArgs,
        key: &InstallationKey,
        store: &Store,
        old: &Self,
    ) -> Result<(Self, Copied), Failure> {
        let stage = Stage::begin("State");
        let place = Place::said(data);
        let copied = place.receive(&old.state, &directory).await?;
        let state = place.open(&directory, key, true).await?;
        let hold = place.hold(&state).await?;
        state.sessions().clear().await?;
        state.answers().forget().await?;
        forget_groups(state.pool()).await?;
        stage.end();
        let room = Room::new(directory.root(), 0);
        let engine = Engine::open_next(&data.event_log, &directory, &state, &room).await?;
        let blobs = store.open(&directory).await?;
        Ok((Self { directory, state, _hold: hold, engine, blobs }, copied))
    }
}

/// An installation that nobody else has moved elsewhere.
fn check_old(old: &Paths, to: &Path) -> Result<(), Failure> {
    let root = old.root().display();
    if !old.holds_data()? {
        return Err(Failure::failed(format!("{root} holds no installation")));
    }
    marks::check_finished(old)?;
    let again = |moved: &PathBuf| fs::canonicalize(to).is_ok_and(|to| to == *moved);
    match marks::moved_to(old)? {
        Some(moved) if again(&moved) && !marks::is_unfinished(to)? => {
            Err(Failure::failed(format!("{root} was transferred to {} already", moved.display())))
        }
        Some(moved) if !again(&moved) => marks::check(old),
        _ => Ok(()),
    }
}

/// Locks the folder of the new side, marks it, and gives it the installation's key.
fn begin(old: &Paths, to: &Path) -> Result<DataDirectory, Failure> {
    let (there, here) = (std::path::absolute(to)?, old.root());
    if there.starts_with(here) || here.starts_with(&there) {
        return Err(Failure::Usage(
            "the new folder lies in the old one, or the other way round".into(),
        ));
    }
    fs::DirBuilder::new().recursive(true).mode(0o700).create(to)?;
    let is_empty = fs::read_dir(to)?.next().is_none();
    if !is_empty && !marks::is_unfinished(to)? {
        return Err(Failure::failed(format!(
            "{} is not empty: transfer into a new folder",
            to.display()
        )));
    }
    marks::begun(to)?;
    let directory = DataDirectory::open(to)?;
    let (key, file) = (fs::read(old.installation_key())?, directory.installation_key());
    match fs::read(&file) {
        Ok(there) if there == key => {}
        Ok(_) => {
            let to = to.display();
            return Err(Failure::failed(format!("{to} was begun from another installation")));
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => place(&file, &key)?,
        Err(error) => return Err(error.into()),
    }
    Ok(directory)
}

/// Writes a file for its owner's eyes, whole or not at all.
fn place(file: &Path, bytes: &[u8]) -> io::Result<()> {
    let new = file.with_extension("new");
    write_private(&new, bytes)?;
    fs::rename(new, file)?;
    File::open(file.parent().unwrap_or(file))?.sync_all()
}
