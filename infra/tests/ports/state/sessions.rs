use infra::state::{Rotation, Session, State};
use uuid::Uuid;

use super::{StateFixture, at, hash};

/// Idle after an hour, over after ten.
pub fn session(user: Uuid) -> Session {
    Session {
        id: Uuid::now_v7(),
        user,
        generation: 1,
        csrf: hash(200),
        expires_at: at(3_600),
        absolute_expiry: at(36_000),
    }
}

/// A user with a session whose refresh token is 1.
async fn signed_in(state: &State) -> Session {
    let user = Uuid::now_v7();
    state
        .credentials()
        .put(user, &Uuid::now_v7().as_bytes().repeat(2).try_into().unwrap(), "phc")
        .await
        .unwrap();
    let session = session(user);
    state.sessions().create(&session, &hash(1)).await.unwrap();
    session
}

pub async fn a_refresh_token_is_exchanged_for_the_next(fixture: impl StateFixture) {
    let state = fixture.state();
    let session = signed_in(&state).await;
    let rotated = state.sessions().rotate(&hash(1), &hash(2), at(10), at(3_610)).await.unwrap();
    let expected = Session { expires_at: at(3_610), ..session };
    assert_eq!(rotated, Rotation::Ok(expected.clone()));
    let rotated = state.sessions().rotate(&hash(2), &hash(3), at(20), at(3_620)).await.unwrap();
    assert_eq!(rotated, Rotation::Ok(Session { expires_at: at(3_620), ..expected }));
    let unknown = state.sessions().rotate(&hash(9), &hash(4), at(30), at(3_630)).await.unwrap();
    assert_eq!(unknown, Rotation::Unknown);
}

pub async fn a_token_used_twice_ends_the_whole_family(fixture: impl StateFixture) {
    let state = fixture.state();
    let session = signed_in(&state).await;
    let sessions = state.sessions();
    sessions.rotate(&hash(1), &hash(2), at(1), at(3_601)).await.unwrap();
    sessions.rotate(&hash(2), &hash(3), at(2), at(3_602)).await.unwrap();

    let reused = sessions.rotate(&hash(1), &hash(4), at(3), at(3_603)).await.unwrap();
    assert_eq!(reused, Rotation::Reused { session: session.id, user: session.user });
    assert_eq!(sessions.check(session.id, at(3)).await.unwrap(), None);
    let newest = sessions.rotate(&hash(3), &hash(5), at(4), at(3_604)).await.unwrap();
    assert_eq!(newest, Rotation::Unknown, "the thief's or the owner's: neither goes on");
}

pub async fn of_two_refreshes_at_once_one_ends_the_session(fixture: impl StateFixture) {
    let state = fixture.state();
    let session = signed_in(&state).await;
    let refresh = |new: u8| {
        let state = state.clone();
        tokio::spawn(async move {
            state.sessions().rotate(&hash(1), &hash(new), at(1), at(3_601)).await.unwrap()
        })
    };
    let (one, two) = tokio::join!(refresh(2), refresh(3));
    let outcomes = [one.unwrap(), two.unwrap()];
    let ok = outcomes.iter().filter(|outcome| matches!(outcome, Rotation::Ok(_))).count();
    let reused =
        outcomes.iter().filter(|outcome| matches!(outcome, Rotation::Reused { .. })).count();
    assert_eq!((ok, reused), (1, 1), "{outcomes:?}");
    assert_eq!(state.sessions().check(session.id, at(2)).await.unwrap(), None);
}

pub async fn a_session_ends_when_it_is_idle(fixture: impl StateFixture) {
    let state = fixture.state();
    let session = signed_in(&state).await;
    assert!(state.sessions().check(session.id, at(3_599)).await.unwrap().is_some());
    assert_eq!(state.sessions().check(session.id, at(3_600)).await.unwrap(), None);
    let late = state.sessions().rotate(&hash(1), &hash(2), at(3_600), at(7_200)).await.unwrap();
    assert_eq!(late, Rotation::Expired);
}

pub async fn no_refresh_outlives_the_absolute_expiry(fixture: impl StateFixture) {
    let state = fixture.state();
    let session = signed_in(&state).await;
    let rotated = state.sessions().rotate(&hash(1), &hash(2), at(10), at(99_999)).await.unwrap();
    let Rotation::Ok(rotated) = rotated else { panic!("{rotated:?}") };
    assert_eq!(rotated.expires_at, session.absolute_expiry);
    assert!(state.sessions().check(session.id, at(35_999)).await.unwrap().is_some());
    assert_eq!(state.sessions().check(session.id, at(36_000)).await.unwrap(), None);
}

pub async fn a_check_shows_deactivation_and_new_roles_at_once(fixture: impl StateFixture) {
    let state = fixture.state();
    let session = signed_in(&state).await;
    let before = state.sessions().check(session.id, at(1)).await.unwrap().unwrap();
    assert_eq!((before.user, before.csrf), (session.user, session.csrf));
    assert!(before.active && before.generation == before.current_generation);

    state.credentials().bump_generation(session.user).await.unwrap();
    let moved = state.sessions().check(session.id, at(1)).await.unwrap().unwrap();
    assert!(moved.active && moved.generation < moved.current_generation);

    state.sessions().set_generation(session.id, moved.current_generation).await.unwrap();
    let kept = state.sessions().check(session.id, at(1)).await.unwrap().unwrap();
    assert_eq!(kept.generation, kept.current_generation);

    state.credentials().set_active(session.user, false).await.unwrap();
    let inactive = state.sessions().check(session.id, at(1)).await.unwrap().unwrap();
    assert!(!inactive.active);
}

pub async fn ending_all_sessions_of_a_user_leaves_the_others(fixture: impl StateFixture) {
    let state = fixture.state();
    let first = signed_in(&state).await;
    let second = session(first.user);
    let other = session(Uuid::now_v7());
    state.sessions().create(&second, &hash(2)).await.unwrap();
    state.sessions().create(&other, &hash(3)).await.unwrap();
    assert_eq!(state.sessions().list(first.user).await.unwrap().len(), 2);

    assert!(state.sessions().end(second.id).await.unwrap());
    assert!(!state.sessions().end(second.id).await.unwrap());
    assert_eq!(state.sessions().end_all(first.user).await.unwrap(), 1);
    assert_eq!(state.sessions().list(first.user).await.unwrap(), []);
    assert_eq!(state.sessions().list(other.user).await.unwrap(), [other]);
}

pub async fn what_is_over_is_purged(fixture: impl StateFixture) {
    let state = fixture.state();
    let session = signed_in(&state).await;
    assert_eq!(state.sessions().purge(at(3_599)).await.unwrap(), 0);
    assert_eq!(state.sessions().purge(at(3_600)).await.unwrap(), 1);
    assert_eq!(state.sessions().list(session.user).await.unwrap(), []);
    let gone = state.sessions().rotate(&hash(1), &hash(2), at(1), at(2)).await.unwrap();
    assert_eq!(gone, Rotation::Unknown);
}

pub async fn sessions_outlive_a_restart(fixture: impl StateFixture) {
    let session = signed_in(&fixture.state()).await;
    let fixture = fixture.restart().await;
    let state = fixture.state();
    assert_eq!(state.sessions().list(session.user).await.unwrap(), [session]);
    let rotated = state.sessions().rotate(&hash(1), &hash(2), at(1), at(3_601)).await.unwrap();
    assert!(matches!(rotated, Rotation::Ok(_)), "{rotated:?}");
}
