use infra::state::{Answer, Begin, StateError};
use uuid::Uuid;

use super::{StateFixture, at, hash};

fn created() -> Answer {
    Answer {
        status: 201,
        headers: vec![("etag".into(), "\"7\"".into())],
        body: b"{\"id\":1}\0\xff".to_vec(),
    }
}

pub async fn a_request_sent_again_gets_the_same_answer(fixture: impl StateFixture) {
    let key = Uuid::now_v7();
    let state = fixture.state();
    assert_eq!(state.answers().begin(key, &hash(1), at(0)).await.unwrap(), Begin::New);
    assert_eq!(state.answers().begin(key, &hash(1), at(1)).await.unwrap(), Begin::InProgress);
    state.answers().finish(key, &created(), at(86_400)).await.unwrap();

    let fixture = fixture.restart().await;
    let state = fixture.state();
    let again = state.answers().begin(key, &hash(1), at(80_000)).await.unwrap();
    assert_eq!(again, Begin::Replay(created()));
}

pub async fn another_request_under_the_same_key_is_told_apart(fixture: impl StateFixture) {
    let state = fixture.state();
    let key = Uuid::now_v7();
    state.answers().begin(key, &hash(1), at(0)).await.unwrap();
    assert_eq!(state.answers().begin(key, &hash(2), at(1)).await.unwrap(), Begin::OtherBody);
    state.answers().finish(key, &created(), at(86_400)).await.unwrap();
    assert_eq!(state.answers().begin(key, &hash(2), at(2)).await.unwrap(), Begin::OtherBody);
}

pub async fn an_abandoned_request_begins_again(fixture: impl StateFixture) {
    let state = fixture.state();
    let key = Uuid::now_v7();
    state.answers().begin(key, &hash(1), at(0)).await.unwrap();
    state.answers().abandon(key).await.unwrap();
    assert_eq!(state.answers().begin(key, &hash(2), at(1)).await.unwrap(), Begin::New);
    state.answers().finish(key, &created(), at(86_400)).await.unwrap();
    state.answers().abandon(key).await.unwrap();
    let given = state.answers().begin(key, &hash(2), at(2)).await.unwrap();
    assert_eq!(given, Begin::Replay(created()), "an answer that was given is not abandoned");
}

pub async fn a_request_cut_off_begins_again_after_a_while(fixture: impl StateFixture) {
    let key = Uuid::now_v7();
    fixture.state().answers().begin(key, &hash(1), at(0)).await.unwrap();
    let fixture = fixture.restart().await;
    let state = fixture.state();
    assert_eq!(state.answers().begin(key, &hash(1), at(599)).await.unwrap(), Begin::InProgress);
    assert_eq!(state.answers().begin(key, &hash(1), at(600)).await.unwrap(), Begin::New);
}

pub async fn of_many_at_once_one_begins(fixture: impl StateFixture) {
    let state = fixture.state();
    let key = Uuid::now_v7();
    let begins = (0..8).map(|_| {
        let state = state.clone();
        tokio::spawn(async move { state.answers().begin(key, &hash(1), at(0)).await.unwrap() })
    });
    let begun = futures::future::join_all(begins.collect::<Vec<_>>()).await;
    let new = begun.iter().filter(|begin| *begin.as_ref().unwrap() == Begin::New).count();
    assert_eq!(new, 1, "{begun:?}");
}

pub async fn an_answer_is_forgotten_when_it_expires(fixture: impl StateFixture) {
    let state = fixture.state();
    let key = Uuid::now_v7();
    let unknown = state.answers().finish(key, &created(), at(100)).await;
    assert!(matches!(unknown, Err(StateError::NotFound(_))), "{unknown:?}");
    state.answers().begin(key, &hash(1), at(0)).await.unwrap();
    state.answers().finish(key, &created(), at(100)).await.unwrap();
    assert_eq!(state.answers().purge(at(99)).await.unwrap(), 0);
    assert_eq!(state.answers().begin(key, &hash(2), at(100)).await.unwrap(), Begin::New);
    assert_eq!(state.answers().purge(at(700)).await.unwrap(), 1);
}
