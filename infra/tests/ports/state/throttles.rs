use std::time::Duration;

use super::{StateFixture, at, hash};

const KEY: [u8; 32] = [7; 32];

pub async fn the_fifth_failure_costs_a_second_and_each_next_twice_as_much(
    fixture: impl StateFixture,
) {
    let state = fixture.state();
    let mut waits = Vec::new();
    for _ in 0..17 {
        waits.push(state.throttles().failure(&KEY, at(0)).await.unwrap().as_secs());
    }
    let expected = [0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900];
    assert_eq!(waits, expected);
    assert_eq!(state.throttles().wait(&hash(8), at(0)).await.unwrap(), None, "another key");
}

pub async fn waiting_passes_with_time(fixture: impl StateFixture) {
    for _ in 0..7 {
        fixture.state().throttles().failure(&KEY, at(100)).await.unwrap();
    }
    let fixture = fixture.restart().await;
    let state = fixture.state();
    let wait = async |seconds| state.throttles().wait(&KEY, at(seconds)).await.unwrap();
    assert_eq!(wait(100).await, Some(Duration::from_secs(4)));
    assert_eq!(wait(103).await, Some(Duration::from_secs(1)));
    assert_eq!(wait(104).await, None);
    assert_eq!(wait(50).await, Some(Duration::from_secs(4)), "a clock set back");
}

pub async fn success_forgets(fixture: impl StateFixture) {
    let state = fixture.state();
    for _ in 0..6 {
        state.throttles().failure(&KEY, at(0)).await.unwrap();
    }
    state.throttles().clear(&KEY).await.unwrap();
    assert_eq!(state.throttles().wait(&KEY, at(0)).await.unwrap(), None);
    assert_eq!(state.throttles().failure(&KEY, at(0)).await.unwrap(), Duration::ZERO);
}

pub async fn a_day_forgets(fixture: impl StateFixture) {
    let state = fixture.state();
    for _ in 0..9 {
        state.throttles().failure(&KEY, at(0)).await.unwrap();
    }
    assert_eq!(state.throttles().purge(at(86_399)).await.unwrap(), 0);
    let next_day = state.throttles().failure(&KEY, at(86_400)).await.unwrap();
    assert_eq!(next_day, Duration::ZERO);
    assert_eq!(state.throttles().purge(at(2 * 86_400)).await.unwrap(), 1);
}

pub async fn failures_at_once_are_all_counted(fixture: impl StateFixture) {
    let state = fixture.state();
    let failures = (0..12).map(|_| {
        let state = state.clone();
        tokio::spawn(async move { state.throttles().failure(&KEY, at(0)).await.unwrap() })
    });
    futures::future::join_all(failures.collect::<Vec<_>>()).await;
    let next = state.throttles().failure(&KEY, at(0)).await.unwrap();
    assert_eq!(next, Duration::from_secs(256), "the thirteenth");
}
