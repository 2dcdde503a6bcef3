//! The folder that holds all of an installation's data, and the lock that lets one program have it.

use std::fs::{self, File, OpenOptions, Permissions, TryLockError};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

/// What went wrong with the data directory.
#[derive(Debug, thiserror::Error)]
pub enum DirectoryError {
    /// Another program has it.
    #[error("{path} is in use by another HemaClassify{}", process.map_or_else(String::new, |id| format!(" (process {id})")))]
    InUse {
        /// Which folder.
        path: PathBuf,
        /// The program's process, when it could be read.
        process: Option<u32>,
    },
    /// It cannot be used.
    #[error("the data directory {path} cannot be used: {source}")]
    Io {
        /// What cannot be used.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

/// Where everything lies in a data directory.
#[derive(Clone, Debug)]
pub struct Paths {
    root: PathBuf,
}

impl Paths {
    /// The paths in this folder, which need not exist.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    /// The folder itself.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Locked by the program that has the folder.
    pub fn lock(&self) -> PathBuf {
        self.root.join("lock")
    }

    /// The event log.
    pub fn events(&self) -> PathBuf {
        self.root.join("events.db")
    }

    /// The state.
    pub fn state(&self) -> PathBuf {
        self.root.join("state.db")
    }

    /// Where the state is kept, when that is not here. It may hold a password.
    pub fn state_url(&self) -> PathBuf {
        self.root.join("state.url")
    }

    /// The folder of the read models.
    pub fn read_models(&self) -> PathBuf {
        self.root.join("read-models")
    }

    /// The folder of the blobs.
    pub fn blobs(&self) -> PathBuf {
        self.root.join("blobs")
    }

    /// Where the read models live, when they ever lived elsewhere.
    pub fn read_models_url(&self) -> PathBuf {
        self.root.join("read-models.url")
    }

    /// The URL of the store that has the blobs, when they do not lie here.
    pub fn blobs_url(&self) -> PathBuf {
        self.root.join("blobs.url")
    }

    /// The folder of uploads on their way in.
    pub fn spool(&self) -> PathBuf {
        self.root.join("spool")
    }

    /// The identity of the event log, when that is kept elsewhere.
    pub fn log_identity(&self) -> PathBuf {
        self.root.join("event-log")
    }

    /// The installation's key.
    pub fn installation_key(&self) -> PathBuf {
        self.root.join("installation.key")
    }

    /// The list of erasures, which no backup holds.
    pub fn erasures(&self) -> PathBuf {
        self.root.join("erasures")
    }

    /// Whether an installation has begun here, with data in this folder or elsewhere, of which a key
    /// would be part.
    ///
    /// # Errors
    /// What the file system says.
    pub fn holds_data(&self) -> io::Result<bool> {
        let signs = [self.events(), self.log_identity(), self.state(), self.state_url()];
        signs.iter().try_fold(false, |found, sign| Ok(found || sign.try_exists()?))
    }

    /// The file with the one-time set-up link.
    pub fn setup_link(&self) -> PathBuf {
        self.root.join("setup-link")
    }
}

/// A data directory that this program has for itself, until it is dropped.
#[derive(Debug)]
pub struct DataDirectory {
    paths: Paths,
    _lock: File,
}

impl std::ops::Deref for DataDirectory {
    type Target = Paths;

    fn deref(&self) -> &Paths {
        &self.paths
    }
}

impl DataDirectory {
    /// Makes the folder (readable by its owner only) and its parts when they are not there, locks
    /// it, and deletes what an earlier run left in the spool.
    ///
    /// # Errors
    /// [`DirectoryError::InUse`] while another program has it; [`DirectoryError::Io`].
    pub fn open(root: &Path) -> Result<Self, DirectoryError> {
        make_private(root)?;
        let root = root.canonicalize().map_err(failed(root))?;
        let paths = Paths::new(root);
        let lock = lock(&paths)?;
        for folder in [paths.read_models(), paths.blobs(), paths.spool()] {
            make_private(&folder)?;
        }
        empty(&paths.spool())?;
        Ok(Self { paths, _lock: lock })
    }

    /// Where everything lies.
    pub fn paths(&self) -> &Paths {
        &self.paths
    }
}

fn lock(paths: &Paths) -> Result<File, DirectoryError> {
    let path = paths.lock();
    let failed = failed(&path);
    let mut file = OpenOptions::new()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .mode(0o600)
        .open(&path)
        .map_err(&failed)?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            let mut text = String::new();
            // Who has it is a courtesy; that somebody has it is what counts.
            let _ = file.read_to_string(&mut text);
            let process = text.trim().parse().ok();
            return Err(DirectoryError::InUse { path: paths.root().to_owned(), process });
        }
        Err(TryLockError::Error(error)) => return Err(failed(error)),
    }
    file.set_len(0).and_then(|()| writeln!(file, "{}", std::process::id())).map_err(failed)?;
    Ok(file)
}

fn make_private(folder: &Path) -> Result<(), DirectoryError> {
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(failed(folder))
}

fn empty(folder: &Path) -> Result<(), DirectoryError> {
    let failed = failed(folder);
    for entry in fs::read_dir(folder).map_err(&failed)? {
        fs::remove_file(entry.map_err(&failed)?.path()).map_err(&failed)?;
    }
    Ok(())
}

fn failed(path: &Path) -> impl Fn(io::Error) -> DirectoryError {
    move |source| DirectoryError::Io { path: path.to_owned(), source }
}

/// Writes a file that only its owner may read, replacing what was there.
///
/// # Errors
/// What the file system says.
pub fn write_private(path: &Path, content: impl AsRef<[u8]>) -> io::Result<()> {
    let mut file =
        OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(path)?;
    // The mode above counts for a new file only.
    file.set_permissions(Permissions::from_mode(0o600))?;
    file.write_all(content.as_ref())?;
    file.sync_all()
}
