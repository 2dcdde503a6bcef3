use std::time::Duration;

use uuid::Uuid;

use super::{StateFixture, at};

const TTL: Duration = Duration::from_secs(30);

pub async fn one_holds_a_lease_until_its_time_is_over(fixture: impl StateFixture) {
    let (one, two) = (Uuid::now_v7(), Uuid::now_v7());
    let state = fixture.state();
    let first = state.leases().acquire("projector", one, TTL, at(0)).await.unwrap().unwrap();
    assert_eq!(state.leases().acquire("projector", two, TTL, at(29)).await.unwrap(), None);
    assert!(state.leases().acquire("other", two, TTL, at(29)).await.unwrap().is_some());

    let fixture = fixture.restart().await;
    let state = fixture.state();
    let second = state.leases().acquire("projector", two, TTL, at(30)).await.unwrap().unwrap();
    assert!(second > first, "{second} after {first}");
    assert!(!state.leases().renew("projector", one, first, TTL, at(31)).await.unwrap());
}

pub async fn the_holder_renews_and_keeps_its_fence(fixture: impl StateFixture) {
    let (one, two) = (Uuid::now_v7(), Uuid::now_v7());
    let state = fixture.state();
    let fence = state.leases().acquire("projector", one, TTL, at(0)).await.unwrap().unwrap();
    assert!(state.leases().renew("projector", one, fence, TTL, at(20)).await.unwrap());
    assert_eq!(state.leases().acquire("projector", two, TTL, at(49)).await.unwrap(), None);
    let again = state.leases().acquire("projector", one, TTL, at(49)).await.unwrap();
    assert_eq!(again, Some(fence));
    assert!(!state.leases().renew("projector", one, fence, TTL, at(90)).await.unwrap(), "too late");
}

pub async fn a_released_lease_is_free_with_a_higher_fence(fixture: impl StateFixture) {
    let (one, two) = (Uuid::now_v7(), Uuid::now_v7());
    let state = fixture.state();
    let first = state.leases().acquire("projector", one, TTL, at(0)).await.unwrap().unwrap();
    state.leases().release("projector", two, first).await.unwrap();
    assert_eq!(state.leases().acquire("projector", two, TTL, at(1)).await.unwrap(), None);
    state.leases().release("projector", one, first).await.unwrap();
    let second = state.leases().acquire("projector", two, TTL, at(1)).await.unwrap().unwrap();
    assert!(second > first);
}

pub async fn of_many_at_once_one_gets_the_lease(fixture: impl StateFixture) {
    let state = fixture.state();
    let takers = (0..8).map(|_| {
        let state = state.clone();
        tokio::spawn(async move {
            state.leases().acquire("projector", Uuid::now_v7(), TTL, at(0)).await.unwrap()
        })
    });
    let taken = futures::future::join_all(takers.collect::<Vec<_>>()).await;
    let holders = taken.into_iter().filter(|fence| fence.as_ref().unwrap().is_some()).count();
    assert_eq!(holders, 1);
}
