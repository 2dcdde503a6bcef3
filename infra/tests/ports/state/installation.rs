//! Whose state it is.

use infra::state::StateError;
use uuid::Uuid;

use super::StateFixture;

const OURS: Uuid = Uuid::from_u128(1);
const THEIRS: Uuid = Uuid::from_u128(2);

pub async fn a_state_is_nobodys_until_it_is_claimed(fixture: impl StateFixture) {
    let state = fixture.state();
    assert_eq!(state.installation().identity().await.unwrap(), None);
    assert!(matches!(state.installation().check(OURS).await, Err(StateError::Another)));

    state.installation().claim(OURS).await.unwrap();
    state.installation().claim(OURS).await.unwrap();

    state.installation().check(OURS).await.unwrap();
    assert_eq!(state.installation().identity().await.unwrap(), Some(OURS));
}

pub async fn a_claimed_state_is_nobody_elses(fixture: impl StateFixture) {
    fixture.state().installation().claim(OURS).await.unwrap();
    let fixture = fixture.restart().await;
    let state = fixture.state();
    assert!(matches!(state.installation().claim(THEIRS).await, Err(StateError::Another)));
    assert!(matches!(state.installation().check(THEIRS).await, Err(StateError::Another)));
    state.installation().check(OURS).await.unwrap();
}

pub async fn a_claimed_state_names_its_log(fixture: impl StateFixture) {
    let (log, other) = (Uuid::from_u128(3), Uuid::from_u128(4));
    let state = fixture.state();
    assert!(matches!(state.installation().set_log(log).await, Err(StateError::NotFound(_))));
    state.installation().claim(OURS).await.unwrap();
    assert_eq!(state.installation().log().await.unwrap(), None);

    for named in [log, log, other] {
        state.installation().set_log(named).await.unwrap();
        assert_eq!(state.installation().log().await.unwrap(), Some(named));
    }
    state.installation().claim(OURS).await.unwrap();
    assert_eq!(state.installation().log().await.unwrap(), Some(other));
}
