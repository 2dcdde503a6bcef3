//! The embedded adapters: state and vault in SQLite, blobs in a directory.

use std::sync::Arc;

use infra::blobs::{Blobs, DirectoryBlobs};
use infra::spool::Spool;
use infra::sql::sqlite_url;
use infra::state::State;
use infra::vault::{InstallationKey, StateVault, Vault};
use tempfile::TempDir;

use crate::Fixture;
use crate::blobs::BlobFixture;
use crate::state::StateFixture;
use crate::vault::VaultFixture;

pub struct Embedded {
    pub folder: TempDir,
    state: State,
    vault: Arc<dyn Vault>,
    blobs: Arc<dyn Blobs>,
}

impl Embedded {
    async fn open(folder: TempDir) -> Self {
        let state = State::open(&sqlite_url(&folder.path().join("state.db"))).await.unwrap();
        let key = InstallationKey::load_or_create(&folder.path().join("key")).unwrap();
        let vault = Arc::new(StateVault::new(state.clone(), &key));
        let blobs = Arc::new(DirectoryBlobs::open(&folder.path().join("blobs")).unwrap());
        Self { folder, state, vault, blobs }
    }
}

impl Fixture for Embedded {
    async fn start() -> Self {
        Self::open(tempfile::tempdir().unwrap()).await
    }

    async fn restart(self) -> Self {
        Self::open(self.folder).await
    }
}

impl StateFixture for Embedded {
    fn state(&self) -> State {
        self.state.clone()
    }
}

impl VaultFixture for Embedded {
    fn vault(&self) -> Arc<dyn Vault> {
        Arc::clone(&self.vault)
    }

    async fn take_away(&self) {
        self.state.close().await;
    }
}

impl BlobFixture for Embedded {
    const LINKS: bool = false;

    fn blobs(&self) -> Arc<dyn Blobs> {
        Arc::clone(&self.blobs)
    }

    fn spool(&self) -> Spool {
        Spool::open(&self.folder.path().join("spool")).unwrap()
    }
}

crate::state_contract!(super::Embedded);
crate::vault_contract!(super::Embedded);
crate::blob_contract!(super::Embedded, restarted as super::Embedded);
