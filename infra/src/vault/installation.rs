//! The installation's own key, from which all others are derived or under which they are wrapped.
//! It lies in a file beside the data; without it, neither names nor personal data can be read.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use zeroize::Zeroizing;

/// What went wrong with the key's file.
#[derive(Debug, thiserror::Error)]
pub enum KeyFileError {
    /// It cannot be read or written.
    #[error("the installation key {path} cannot be used: {source}")]
    Io {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Others may read or write it.
    #[error(
        "the installation key {path} is open to others (mode {mode:o}): \
         `chmod 600` it, and consider who may have read it"
    )]
    Exposed {
        /// Which file.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// There is none, though there is data that was written under one.
    #[error(
        "the installation key {path} is missing, and without it nothing of the data beside it can \
         be read: put it back from where you keep it, or restore a backup"
    )]
    Missing {
        /// Which file.
        path: PathBuf,
    },
    /// Another one is there already.
    #[error(
        "the installation key {path} is another than that in {given}: the data beside it was written \
         under its own"
    )]
    Another {
        /// The one that is there.
        path: PathBuf,
        /// The one that was to be brought there.
        given: PathBuf,
    },
    /// It does not hold 32 bytes.
    #[error("the installation key {path} holds {bytes} bytes, not 32: restore it from a backup")]
    Malformed {
        /// Which file.
        path: PathBuf,
        /// How many it holds.
        bytes: usize,
    },
}

/// 32 random bytes that only this installation has.
#[derive(Clone)]
pub struct InstallationKey(Zeroizing<[u8; 32]>);

impl std::fmt::Debug for InstallationKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("InstallationKey(…)")
    }
}

impl InstallationKey {
    /// A key of these bytes.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// The key in a file.
    ///
    /// # Errors
    /// [`KeyFileError::Missing`] when there is none; else as [`InstallationKey::load_or_create`].
    pub fn open(path: &Path) -> Result<Self, KeyFileError> {
        match File::open(path) {
            Ok(file) => Self::load(path, file),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                Err(KeyFileError::Missing { path: path.to_owned() })
            }
            Err(source) => Err(KeyFileError::Io { path: path.to_owned(), source }),
        }
    }

    /// The key in a file; when there is none, a new one, on the disk before this answers.
    ///
    /// # Errors
    /// [`KeyFileError::Exposed`] when others may read the file, [`KeyFileError::Malformed`],
    /// [`KeyFileError::Io`].
    pub fn load_or_create(path: &Path) -> Result<Self, KeyFileError> {
        let failed = |source| KeyFileError::Io { path: path.to_owned(), source };
        match File::open(path) {
            Ok(file) => Self::load(path, file),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                create(path).map_err(failed)?;
                Self::load(path, File::open(path).map_err(failed)?)
            }
            Err(error) => Err(failed(error)),
        }
    }

    /// Brings the key that `given` holds, such as a secret that a platform mounts, to `path`, unless
    /// it is there. Who may read `given` is for those to say who put it there.
    ///
    /// # Errors
    /// [`KeyFileError::Another`] when another one is at `path`; else as
    /// [`InstallationKey::load_or_create`].
    pub fn bring(given: &Path, path: &Path) -> Result<(), KeyFileError> {
        let failed = |source| KeyFileError::Io { path: given.to_owned(), source };
        let new = Self::read(given, File::open(given).map_err(failed)?)?;
        if !path.try_exists().map_err(failed)? {
            place(path, &new.0)
                .map_err(|source| KeyFileError::Io { path: path.to_owned(), source })?;
        }
        match *Self::open(path)?.0 == *new.0 {
            true => Ok(()),
            false => Err(KeyFileError::Another { path: path.to_owned(), given: given.to_owned() }),
        }
    }

    fn load(path: &Path, file: File) -> Result<Self, KeyFileError> {
        let failed = |source| KeyFileError::Io { path: path.to_owned(), source };
        let mode = file.metadata().map_err(failed)?.permissions().mode() & 0o777;
        if mode & 0o077 != 0 {
            return Err(KeyFileError::Exposed { path: path.to_owned(), mode });
        }
        Self::read(path, file)
    }

    fn read(path: &Path, file: File) -> Result<Self, KeyFileError> {
        let failed = |source| KeyFileError::Io { path: path.to_owned(), source };
        let mut bytes = Zeroizing::new(Vec::with_capacity(64));
        file.take(64).read_to_end(&mut bytes).map_err(failed)?;
        let key = <[u8; 32]>::try_from(&bytes[..])
            .map_err(|_| KeyFileError::Malformed { path: path.to_owned(), bytes: bytes.len() })?;
        Ok(Self::from_bytes(key))
    }

    /// A key for one purpose, from which neither this one nor those for other purposes follow.
    pub fn derive(&self, purpose: &str) -> [u8; 32] {
        keyed_hash(&self.0, &[b"derive", purpose.as_bytes()])
    }

    /// Stands for a name where the name itself must not be kept: the same for the same name of the
    /// same kind, and telling nothing to who has not the key. Normalize the name before.
    pub fn name_key(&self, kind: &str, normalized: &str) -> [u8; 32] {
        keyed_hash(&self.0, &[b"name", kind.as_bytes(), normalized.as_bytes()])
    }
}

/// HMAC-SHA-256 over the parts, each with its length before it.
fn keyed_hash(key: &[u8; 32], parts: &[&[u8]]) -> [u8; 32] {
    // HMAC fills a short key with zeros up to the hash's block; doing so here leaves no error.
    let mut block = Zeroizing::new([0_u8; 64]);
    block[..key.len()].copy_from_slice(key);
    let mut mac = Hmac::<Sha256>::new((&*block).into());
    for part in parts {
        mac.update(&(part.len() as u64).to_be_bytes());
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

/// Makes a new key.
fn create(path: &Path) -> io::Result<()> {
    let mut bytes = Zeroizing::new([0_u8; 32]);
    getrandom::fill(&mut bytes[..]).map_err(io::Error::other)?;
    place(path, &bytes)
}

/// Writes a key beside `path` and links it there: either the whole key appears or none, and one
/// that another process made meanwhile stays.
fn place(path: &Path, bytes: &[u8; 32]) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or_else(|| Path::new("."));
    let new = path.with_extension(format!("new-{}", std::process::id()));
    let mut file =
        OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&new)?;
    file.write_all(&bytes[..])?;
    file.sync_all()?;
    let linked = fs::hard_link(&new, path);
    fs::remove_file(&new)?;
    match linked {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
        _ => {}
    }
    File::open(folder)?.sync_all()
}
