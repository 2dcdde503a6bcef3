use infra::state::StateError;
use uuid::Uuid;

use super::{StateFixture, at, hash};
use crate::state::sessions::session;

pub async fn a_user_is_found_by_name_and_by_id(fixture: impl StateFixture) {
    let state = fixture.state();
    let user = Uuid::now_v7();
    assert!(!state.credentials().any().await.unwrap());
    state.credentials().put(user, &hash(1), "$argon2id$one").await.unwrap();

    let by_name = state.credentials().by_name(&hash(1)).await.unwrap().unwrap();
    assert_eq!((by_name.user, by_name.phc.as_str()), (user, "$argon2id$one"));
    assert!(by_name.active);
    assert_eq!(state.credentials().by_user(user).await.unwrap(), Some(by_name));
    assert_eq!(state.credentials().by_name(&hash(2)).await.unwrap(), None);
    assert!(state.credentials().any().await.unwrap());
}

pub async fn a_name_is_given_once(fixture: impl StateFixture) {
    let state = fixture.state();
    state.credentials().put(Uuid::now_v7(), &hash(1), "one").await.unwrap();
    let again = state.credentials().put(Uuid::now_v7(), &hash(1), "two").await;
    assert!(matches!(again, Err(StateError::Taken(_))), "{again:?}");
    assert_eq!(state.credentials().by_name(&hash(1)).await.unwrap().unwrap().phc, "one");
}

pub async fn every_change_of_what_a_user_may_do_moves_the_generation(fixture: impl StateFixture) {
    let state = fixture.state();
    let credentials = state.credentials();
    let user = Uuid::now_v7();
    credentials.put(user, &hash(1), "one").await.unwrap();
    let mut generations = vec![credentials.by_user(user).await.unwrap().unwrap().generation];
    for change in 0..4 {
        match change {
            0 => credentials.set_password(user, "two").await.unwrap(),
            1 => credentials.set_active(user, false).await.unwrap(),
            2 => credentials.bump_generation(user).await.unwrap(),
            _ => credentials.put(user, &hash(1), "three").await.unwrap(),
        }
        generations.push(credentials.by_user(user).await.unwrap().unwrap().generation);
    }
    assert!(generations.windows(2).all(|pair| pair[0] < pair[1]), "{generations:?}");
    let now = credentials.by_user(user).await.unwrap().unwrap();
    assert_eq!((now.phc.as_str(), now.active), ("three", false));
}

pub async fn a_renamed_user_signs_in_under_the_new_name_only(fixture: impl StateFixture) {
    let state = fixture.state();
    let (user, other) = (Uuid::now_v7(), Uuid::now_v7());
    state.credentials().put(user, &hash(1), "one").await.unwrap();
    state.credentials().put(other, &hash(2), "two").await.unwrap();
    state.credentials().rename(user, &hash(3)).await.unwrap();
    assert_eq!(state.credentials().by_name(&hash(1)).await.unwrap(), None);
    assert_eq!(state.credentials().by_name(&hash(3)).await.unwrap().unwrap().user, user);

    let taken = state.credentials().rename(user, &hash(2)).await;
    assert!(matches!(taken, Err(StateError::Taken(_))), "{taken:?}");
}

pub async fn a_removed_user_is_gone_with_all_sessions(fixture: impl StateFixture) {
    let state = fixture.state();
    let user = Uuid::now_v7();
    state.credentials().put(user, &hash(1), "one").await.unwrap();
    let session = session(user);
    state.sessions().create(&session, &hash(9)).await.unwrap();
    state.credentials().remove(user).await.unwrap();
    assert_eq!(state.credentials().by_name(&hash(1)).await.unwrap(), None);
    assert_eq!(state.sessions().check(session.id, at(1)).await.unwrap(), None);
    assert_eq!(state.sessions().list(user).await.unwrap(), []);
}

pub async fn who_has_no_credentials_cannot_be_changed(fixture: impl StateFixture) {
    let state = fixture.state();
    let credentials = state.credentials();
    let nobody = Uuid::now_v7();
    for result in [
        credentials.set_password(nobody, "two").await,
        credentials.set_active(nobody, true).await,
        credentials.bump_generation(nobody).await,
        credentials.rename(nobody, &hash(1)).await,
    ] {
        assert!(matches!(result, Err(StateError::NotFound(_))), "{result:?}");
    }
}
