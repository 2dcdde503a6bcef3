//! State and vault on MariaDB, or on whichever server `HEMACLASSIFY_TEST_MYSQL` names.

use std::sync::Arc;

use engines::mariadb;
use infra::state::State;
use infra::vault::{InstallationKey, StateVault, Vault};

use crate::Fixture;
use crate::state::StateFixture;
use crate::vault::VaultFixture;

pub struct MySql {
    url: String,
    state: State,
}

impl MySql {
    async fn open(url: String) -> Self {
        let state = State::open(&url).await.unwrap();
        Self { url, state }
    }
}

impl Fixture for MySql {
    async fn start() -> Self {
        Self::open(mariadb::schema().await).await
    }

    async fn restart(self) -> Self {
        Self::open(self.url).await
    }
}

impl StateFixture for MySql {
    fn state(&self) -> State {
        self.state.clone()
    }
}

impl VaultFixture for MySql {
    fn vault(&self) -> Arc<dyn Vault> {
        Arc::new(StateVault::new(self.state.clone(), &InstallationKey::from_bytes([7; 32])))
    }

    async fn take_away(&self) {
        self.state.close().await;
    }
}

crate::state_contract!(super::MySql);
crate::vault_contract!(super::MySql);
