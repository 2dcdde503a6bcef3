//! Where the images lie: in the data directory, or in an S3-compatible store. The data directory
//! remembers which, so that no command looks in the wrong place.

use std::fs;
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use infra::blobs::s3::{Location, Patience, S3Blobs};
use infra::blobs::{Blobs, DirectoryBlobs};
use infra::directory::Paths;

use super::{EMBEDDED, remembered};
use crate::cli::DataArgs;
use crate::failure::Failure;

/// How long is waited for a store to answer.
const LONGEST: Duration = Duration::from_secs(30);

/// Where images lie.
#[derive(Clone, Debug, PartialEq)]
pub enum Store {
    /// In the data directory.
    Embedded,
    /// There, and the URL that says so.
    S3(Location, String),
}

impl Store {
    /// What the options say, or else what the data directory remembers.
    ///
    /// # Errors
    /// [`Failure::Usage`] for an option that names no store, and for one that names another store than
    /// the one that has the images.
    pub fn of(arguments: &DataArgs) -> Result<Self, Failure> {
        let paths = Paths::new(&arguments.data_dir);
        let said = arguments.blobs.as_deref().map(Self::read).transpose()?;
        let known = match remembered::read(&paths.blobs_url())? {
            Some(url) => Some(Self::read(&url)?),
            None if holds_blobs(&paths)? => Some(Self::Embedded),
            None => None,
        };
        match (said, known) {
            (Some(said), Some(known)) if !said.is_same_place(&known) => Err(moved(&said, &known)),
            (said, known) => Ok(said.or(known).unwrap_or(Self::Embedded)),
        }
    }

    /// What the options say, for a data directory that is still to be made.
    ///
    /// # Errors
    /// [`Failure::Usage`] for an option that names no store.
    pub fn said(arguments: &DataArgs) -> Result<Self, Failure> {
        Ok(arguments.blobs.as_deref().map(Self::read).transpose()?.unwrap_or(Self::Embedded))
    }

    fn read(text: &str) -> Result<Self, Failure> {
        if text == EMBEDDED {
            return Ok(Self::Embedded);
        }
        // The text is not repeated: it may hold what must not be shown.
        let location = text.parse().map_err(|refusal| {
            Failure::Usage(format!("--blobs is {EMBEDDED} or an s3:// URL: {refusal}"))
        })?;
        Ok(Self::S3(location, text.to_owned()))
    }

    /// How it is reached may change; which bucket and prefix may not.
    fn is_same_place(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Embedded, Self::Embedded) => true,
            (Self::S3(one, _), Self::S3(other, _)) => {
                (&one.bucket, &one.prefix) == (&other.bucket, &other.prefix)
            }
            _ => false,
        }
    }

    /// Whether two installations that lie in different folders would have their images in one place.
    pub fn is_shared_with(&self, other: &Self) -> bool {
        *self != Self::Embedded && self.is_same_place(other)
    }

    /// Opens it for work, and remembers it.
    ///
    /// # Errors
    /// A store that does not answer, or cannot be used as it is.
    pub async fn open(&self, paths: &Paths) -> Result<Arc<dyn Blobs>, Failure> {
        let Self::S3(location, url) = self else {
            return Ok(Arc::new(DirectoryBlobs::open(&paths.blobs())?));
        };
        let blobs = connect(location).await?;
        blobs.prepare().await.map_err(|error| cannot_be_used(location, error))?;
        remembered::write(&paths.blobs_url(), url)?;
        Ok(Arc::new(blobs))
    }

    /// Opens it for reading only.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub async fn open_to_read(&self, paths: &Paths) -> Result<Arc<dyn Blobs>, Failure> {
        match self {
            Self::Embedded => Ok(Arc::new(DirectoryBlobs::open(&paths.blobs())?)),
            Self::S3(location, _) => Ok(Arc::new(connect(location).await?)),
        }
    }

    /// How people call it.
    pub fn name(&self) -> String {
        match self {
            Self::Embedded => "the data directory".to_owned(),
            Self::S3(location, _) => location.to_string(),
        }
    }
}

async fn connect(location: &Location) -> Result<S3Blobs, Failure> {
    let blobs = S3Blobs::new(location, Patience::default(), None).await;
    blobs.reach(LONGEST).await.map_err(|error| cannot_be_used(location, error))?;
    Ok(blobs)
}

fn cannot_be_used(location: &Location, error: infra::blobs::BlobError) -> Failure {
    Failure::Failed(format!("{location} cannot be used: {error}"))
}

fn moved(said: &Store, known: &Store) -> Failure {
    Failure::Usage(format!(
        "the images lie in {}, and --blobs says {}. To move them: hemaclassify transfer",
        known.name(),
        said.name()
    ))
}

fn holds_blobs(paths: &Paths) -> io::Result<bool> {
    let entries = match fs::read_dir(paths.blobs()) {
        Err(error) if remembered::is_absent(&error) => return Ok(false),
        entries => entries?,
    };
    let hidden = |name: &Path| name.as_os_str().as_encoded_bytes().starts_with(b".");
    for entry in entries {
        if !hidden(Path::new(&entry?.file_name())) {
            return Ok(true);
        }
    }
    Ok(false)
}
