//! The vault: one key for each person whose data is kept. What is sealed under a key can be read
//! while the key is there, and by nobody once it is destroyed.

use async_trait::async_trait;
use uuid::Uuid;

mod installation;
mod subject;
mod wrapped;

pub use installation::{InstallationKey, KeyFileError};
pub use subject::{Bound, SubjectKey};
pub use wrapped::StateVault;

/// What went wrong with the vault or with something sealed.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    /// It cannot be asked now. This is never to be taken for a destroyed key.
    #[error("the vault is not available: {0}")]
    Unavailable(String),
    /// There is no room for another key.
    #[error("the vault is out of space: {0}")]
    Full(String),
    /// The owner's key was destroyed; there will be no other.
    #[error("the key was destroyed")]
    Destroyed,
    /// What was sealed, or the key, is not what was written; or it belongs elsewhere.
    #[error("the sealed text does not open: {0}")]
    Damaged(String),
}

/// What the vault knows of an owner's key.
#[derive(Clone, Debug)]
pub enum KeyState {
    /// Here it is.
    Present(SubjectKey),
    /// It was destroyed.
    Destroyed,
    /// There never was one.
    Missing,
}

/// Keeps the keys.
#[async_trait]
pub trait Vault: Send + Sync {
    /// The owner's key, made now if there never was one. Kept durably before it is answered.
    ///
    /// # Errors
    /// [`VaultError::Destroyed`] after [`destroy`](Self::destroy); [`VaultError::Unavailable`].
    async fn create(&self, owner: Uuid) -> Result<SubjectKey, VaultError>;

    /// The owner's key.
    ///
    /// # Errors
    /// [`VaultError::Unavailable`], [`VaultError::Damaged`].
    async fn key(&self, owner: Uuid) -> Result<KeyState, VaultError>;

    /// Destroys the owner's key for good, whether or not there was one. Again does nothing.
    ///
    /// # Errors
    /// [`VaultError::Unavailable`]: it may be there still; ask again.
    async fn destroy(&self, owner: Uuid) -> Result<(), VaultError>;
}
