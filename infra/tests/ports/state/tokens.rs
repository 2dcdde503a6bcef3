use super::{StateFixture, at, hash};

pub async fn the_set_up_token_is_good_once(fixture: impl StateFixture) {
    let state = fixture.state();
    state.tokens().put_setup(&hash(1), at(3_600)).await.unwrap();
    assert!(state.tokens().check_setup(&hash(1), at(1)).await.unwrap());
    assert!(!state.tokens().take_setup(&hash(2), at(1)).await.unwrap());
    assert!(state.tokens().take_setup(&hash(1), at(1)).await.unwrap());
    assert!(!state.tokens().take_setup(&hash(1), at(1)).await.unwrap());
}

pub async fn a_new_token_voids_the_old(fixture: impl StateFixture) {
    let state = fixture.state();
    state.tokens().put_setup(&hash(1), at(3_600)).await.unwrap();
    state.tokens().put_setup(&hash(2), at(3_600)).await.unwrap();
    assert!(!state.tokens().take_setup(&hash(1), at(1)).await.unwrap());
    assert!(state.tokens().take_setup(&hash(2), at(1)).await.unwrap());
}

pub async fn an_expired_or_voided_token_is_not_good(fixture: impl StateFixture) {
    let state = fixture.state();
    state.tokens().put_setup(&hash(1), at(3_600)).await.unwrap();
    assert!(!state.tokens().check_setup(&hash(1), at(3_600)).await.unwrap());
    assert!(!state.tokens().take_setup(&hash(1), at(3_600)).await.unwrap());
    state.tokens().void_setup().await.unwrap();
    assert!(!state.tokens().take_setup(&hash(1), at(1)).await.unwrap());
}
