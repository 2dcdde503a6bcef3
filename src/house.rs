//! The composition: every port with its embedded adapter, and the rooms above them.

use std::sync::Arc;

use commands::{Commands, Parts, SystemClock, UploadLimits};
use infra::blobs::Blobs;
use infra::directory::{DataDirectory, DirectoryError, Paths};
use infra::erasures::ErasureList;
use infra::event_log::EventLog;
use infra::picture::{Limits, PicturePool};
use infra::room::Room;
use infra::spool::Spool;
use infra::state::State;
use infra::vault::{InstallationKey, StateVault, Vault};
use projections::{History, ReadModels, Settings};
use uuid::Uuid;

use crate::cli::{DataArgs, EventLogAt};
use crate::engines::blobs::Store;
use crate::engines::log::Engine;
use crate::engines::read_models;
use crate::engines::state::Place;
use crate::engines::turn::Turn;
use crate::failure::Failure;
use crate::transfer::marks;

/// How large what is looked at may be.
#[derive(Clone, Copy, Debug)]
pub struct Sizes {
    /// Of one file and one picture.
    pub limits: Limits,
    /// Of all pictures being decoded, in bytes of memory.
    pub decode_memory: u64,
    /// How much of the disk stays free, in bytes.
    pub min_free: u64,
}

impl Default for Sizes {
    fn default() -> Self {
        Self { limits: Limits::default(), decode_memory: 1 << 30, min_free: 0 }
    }
}

/// What a process does with the read models.
#[derive(Clone, Debug)]
pub enum Folding {
    /// Folds them, when it is its turn, with the settings that they were built with.
    AsBuilt,
    /// Folds them, when it is its turn, with these.
    With(Settings),
    /// Reads what another process folds with these; whichever, when there are none.
    Elsewhere(Option<Settings>),
}

/// An opened data directory with everything on it. Cheap to clone.
#[derive(Clone)]
pub struct House {
    /// The disk, and how much of it is kept back.
    pub room: Room,
    /// Holds the lock.
    pub directory: Arc<DataDirectory>,
    /// The event log's engine.
    pub engine: Engine,
    /// The event log.
    pub log: Arc<dyn EventLog>,
    /// Credentials, sessions, keys.
    pub state: State,
    /// Whose turn it is to fold the read models.
    pub turn: Turn,
    /// Images.
    pub blobs: Arc<dyn Blobs>,
    /// Decodes images.
    pub pictures: PicturePool,
    /// What names and tokens are derived from.
    pub key: InstallationKey,
    /// What changes something.
    pub commands: Commands,
    /// What is read.
    pub reads: ReadModels,
}

impl House {
    /// Opens a data directory, making it when it is not there.
    ///
    /// # Errors
    /// When another process has it, or something in it cannot be used.
    pub async fn open(data: &DataArgs, sizes: Sizes, folding: Folding) -> Result<Self, Failure> {
        marks::check(&Paths::new(&data.data_dir))?;
        Self::open_unfinished(data, sizes, folding).await
    }

    /// Opens a data directory that a transfer is still filling, too.
    ///
    /// # Errors
    /// As [`House::open`].
    pub async fn open_unfinished(
        data: &DataArgs,
        sizes: Sizes,
        folding: Folding,
    ) -> Result<Self, Failure> {
        let places = Places::of(data)?;
        Self::over(DataDirectory::open(&data.data_dir)?, data, places, sizes, folding).await
    }

    /// Opens a data directory unless another process has it: then none.
    ///
    /// # Errors
    /// As [`House::open`], but for another process.
    pub async fn open_if_free(data: &DataArgs) -> Result<Option<Self>, Failure> {
        marks::check(&Paths::new(&data.data_dir))?;
        let places = Places::of(data)?;
        match DataDirectory::open(&data.data_dir) {
            Err(DirectoryError::InUse { .. }) => Ok(None),
            Err(error) => Err(error.into()),
            Ok(directory) => {
                Self::over(directory, data, places, Sizes::default(), Folding::AsBuilt)
                    .await
                    .map(Some)
            }
        }
    }

    async fn over(
        directory: DataDirectory,
        data: &DataArgs,
        places: Places,
        sizes: Sizes,
        folding: Folding,
    ) -> Result<Self, Failure> {
        let begun = directory.holds_data()?;
        bring_key(data, &directory)?;
        let key = key(&directory, begun)?;
        let state = places.state.open(&directory, &key, begun).await?;
        let turn = Turn::new(&places.state, &state, places.embedded(data)?.is_empty()).await?;
        let room = Room::new(directory.root(), sizes.min_free);
        let engine = Engine::open(&data.event_log, &directory, &state, &room).await?;
        let log = engine.log();
        let vault: Arc<dyn Vault> = Arc::new(StateVault::new(state.clone(), &key));
        let blobs = places.blobs.open(&directory).await?;
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        let pictures = PicturePool::new(threads, sizes.decode_memory);
        let reads = {
            let (log, vault, blobs) = (log.clone(), vault.clone(), blobs.clone());
            let place = read_models::place(data.read_models.as_deref(), &directory).await?;
            read_models::open(place, read_models::Sources { log, vault, blobs }, &turn, folding)
                .await?
        };
        let commands = Commands::new(Parts {
            log: log.clone(),
            state: state.clone(),
            vault,
            blobs: blobs.clone(),
            spool: Spool::open(&directory.spool())?.reserving(room.clone()),
            pictures: pictures.clone(),
            key: key.clone(),
            clock: Arc::new(SystemClock),
            limits: UploadLimits { picture: sizes.limits },
            erasures: ErasureList::new(directory.erasures()),
        });
        let directory = Arc::new(directory);
        Ok(Self {
            room,
            directory,
            engine,
            log,
            state,
            turn,
            blobs,
            pictures,
            key,
            commands,
            reads,
        })
    }

    /// Writes what is still to be written.
    pub async fn close(&self) {
        self.engine.close().await;
        self.state.close().await;
    }
}

/// Where the engines of an installation are, as far as the data directory must be asked before it is
/// opened.
pub struct Places {
    state: Place,
    blobs: Store,
}

impl Places {
    /// As the options and the data directory say.
    ///
    /// # Errors
    /// An option that names another place than the one in use.
    pub fn of(data: &DataArgs) -> Result<Self, Failure> {
        Ok(Self { state: Place::of(data)?, blobs: Store::of(data)? })
    }

    /// The event log that the state names, for a data directory that was given nothing but the key.
    ///
    /// # Errors
    /// A state that cannot be read, or of another installation.
    async fn named_log(&self, data: &DataArgs, paths: &Paths) -> Result<Option<Uuid>, Failure> {
        if data.installation_key.is_none() || self.state == Place::Embedded {
            return Ok(None);
        }
        let key = InstallationKey::open(&paths.installation_key())?;
        let state = self.state.open_to_read(paths, &key).await?;
        Ok(state.installation().log().await?)
    }

    /// The options of those that lie in the data directory. When there are none, many processes can
    /// work with the engines.
    ///
    /// # Errors
    /// A data directory that cannot be read.
    pub fn embedded(&self, data: &DataArgs) -> Result<Vec<&'static str>, Failure> {
        let paths = Paths::new(&data.data_dir);
        let read_models = !read_models::on_server(data.read_models.as_deref(), &paths)?;
        let all = [
            ("--event-log", data.event_log == EventLogAt::Embedded),
            ("--state", self.state == Place::Embedded),
            ("--read-models", read_models),
            ("--blobs", self.blobs == Store::Embedded),
        ];
        Ok(all.into_iter().filter(|(_, embedded)| *embedded).map(|(option, _)| option).collect())
    }
}

/// Brings the key that a platform keeps, where one is named.
fn bring_key(data: &DataArgs, paths: &Paths) -> Result<(), Failure> {
    match &data.installation_key {
        Some(file) => Ok(InstallationKey::bring(file, &paths.installation_key())?),
        None => Ok(()),
    }
}

/// The installation's key. A new one is made for one that has not begun only: its data was written
/// under another, and would never be read again.
fn key(paths: &Paths, begun: bool) -> Result<InstallationKey, Failure> {
    let file = paths.installation_key();
    match begun {
        true => Ok(InstallationKey::open(&file)?),
        false => Ok(InstallationKey::load_or_create(&file)?),
    }
}

/// What `replay` and `audit` look at: nothing of it can be changed, so a server may run beside it.
pub struct Archive {
    /// The event log, read only.
    pub log: Arc<dyn EventLog>,
    /// Images.
    pub blobs: Arc<dyn Blobs>,
    /// Timelines and states of the past.
    pub history: History,
}

impl Archive {
    /// Opens a data directory for reading.
    ///
    /// # Errors
    /// When there is none, or something in it cannot be read.
    pub async fn open(data: &DataArgs) -> Result<Self, Failure> {
        let places = Places::of(data)?;
        let paths = Paths::new(&data.data_dir);
        bring_key(data, &paths)?;
        let named = places.named_log(data, &paths).await?;
        let log = Engine::open_read_only(&data.event_log, &paths, named).await?.log();
        let key = InstallationKey::open(&paths.installation_key())?;
        let state = places.state.open_to_read(&paths, &key).await?;
        let vault: Arc<dyn Vault> = Arc::new(StateVault::new(state, &key));
        let blobs = places.blobs.open_to_read(&paths).await?;
        let history = History::new(log.clone(), vault);
        Ok(Self { log, blobs, history })
    }
}
