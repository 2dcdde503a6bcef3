//! What every vault must do.

use std::sync::Arc;

use infra::vault::{Bound, KeyState, Vault, VaultError};
use uuid::Uuid;

use crate::Fixture;

/// A vault.
pub(crate) trait VaultFixture: Fixture {
    fn vault(&self) -> Arc<dyn Vault>;

    /// Makes it unreachable.
    async fn take_away(&self);
}

const PLACE: Bound<'static> = Bound { stream: "patient-1", event: Uuid::nil(), field: "name" };

pub async fn a_key_is_made_once_and_stays(fixture: impl VaultFixture) {
    let (owner, other) = (Uuid::now_v7(), Uuid::now_v7());
    let vault = fixture.vault();
    assert!(matches!(vault.key(owner).await.unwrap(), KeyState::Missing));
    let sealed = vault.create(owner).await.unwrap().seal("Ada", PLACE);
    assert_eq!(vault.create(owner).await.unwrap().open(&sealed, PLACE).unwrap(), "Ada");
    let others = vault.create(other).await.unwrap();
    assert!(matches!(others.open(&sealed, PLACE), Err(VaultError::Damaged(_))));

    let fixture = fixture.restart().await;
    let vault = fixture.vault();
    let KeyState::Present(key) = vault.key(owner).await.unwrap() else { panic!("no key") };
    assert_eq!(key.open(&sealed, PLACE).unwrap(), "Ada");
}

pub async fn many_who_make_the_same_key_at_once_get_the_same(fixture: impl VaultFixture) {
    let owner = Uuid::now_v7();
    let vault = fixture.vault();
    let makers = (0..8).map(|_| {
        let vault = Arc::clone(&vault);
        tokio::spawn(async move { vault.create(owner).await.unwrap() })
    });
    let keys = futures::future::join_all(makers.collect::<Vec<_>>()).await;
    let sealed = keys[0].as_ref().unwrap().seal("Ada", PLACE);
    for key in keys {
        assert_eq!(key.unwrap().open(&sealed, PLACE).unwrap(), "Ada");
    }
}

pub async fn a_destroyed_key_stays_destroyed(fixture: impl VaultFixture) {
    let (owner, other) = (Uuid::now_v7(), Uuid::now_v7());
    let vault = fixture.vault();
    vault.create(owner).await.unwrap();
    vault.create(other).await.unwrap();
    vault.destroy(owner).await.unwrap();
    vault.destroy(owner).await.unwrap();
    assert!(matches!(vault.key(owner).await.unwrap(), KeyState::Destroyed));
    assert!(matches!(vault.create(owner).await, Err(VaultError::Destroyed)));

    let fixture = fixture.restart().await;
    let vault = fixture.vault();
    assert!(matches!(vault.key(owner).await.unwrap(), KeyState::Destroyed));
    assert!(matches!(vault.create(owner).await, Err(VaultError::Destroyed)));
    assert!(matches!(vault.key(other).await.unwrap(), KeyState::Present(_)));
}

pub async fn a_key_is_destroyed_before_it_was_ever_made(fixture: impl VaultFixture) {
    let owner = Uuid::now_v7();
    fixture.vault().destroy(owner).await.unwrap();
    let fixture = fixture.restart().await;
    let vault = fixture.vault();
    assert!(matches!(vault.create(owner).await, Err(VaultError::Destroyed)));
}

pub async fn a_vault_that_is_away_never_says_destroyed(fixture: impl VaultFixture) {
    let (owner, unknown) = (Uuid::now_v7(), Uuid::now_v7());
    let vault = fixture.vault();
    vault.create(owner).await.unwrap();
    fixture.take_away().await;
    let key = vault.key(unknown).await;
    assert!(matches!(key, Err(VaultError::Unavailable(_))), "{key:?}");
    let destroyed = vault.destroy(owner).await;
    assert!(matches!(destroyed, Err(VaultError::Unavailable(_))), "{destroyed:?}");
    assert!(!matches!(vault.key(owner).await, Ok(KeyState::Destroyed | KeyState::Missing)));
}
