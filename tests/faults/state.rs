//! The state is not well: sessions, kept answers, keys.

use std::time::Duration;

use domain::access::Role;
use serde_json::json;
use tokio::sync::Mutex;

use crate::day::Day;
use crate::house::{House, PASSWORD};

#[tokio::test(flavor = "multi_thread")]
async fn its_kept_answers_fail() {
    table_is_away("answers").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn its_sessions_fail() {
    table_is_away("sessions").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn its_keys_of_persons_fail() {
    table_is_away("subject_keys").await;
}

async fn table_is_away(table: &str) {
    let house = House::open().await;
    let day = Day::begin(&house).await;
    let intruder = Mutex::new(house.state_intruder().await);
    let broken = async { intruder.lock().await.take(table).await };
    day.withstands(broken, || async { intruder.lock().await.put_back(table).await }).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn it_takes_nothing_for_longer_than_people_wait() {
    let house = House::open().await;
    let day = Day::begin(&house).await;
    let intruder = Mutex::new(house.state_intruder().await);
    let broken = async { intruder.lock().await.lock().await };
    day.withstands(broken, || async { intruder.lock().await.unlock().await }).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_signs_in_while_credentials_are_away_and_everybody_after() {
    let house = House::open().await;
    let mut intruder = house.state_intruder().await;
    intruder.take("credentials").await;
    let sign_in = || async {
        let who = json!({"username": Role::Technologist.as_str(), "password": PASSWORD});
        house.client().post("/api/v1/session", who).await
    };
    let away = sign_in().await;
    assert_eq!((away.status, away.retry_after.is_some()), (503, true), "{away:?}");
    intruder.put_back("credentials").await;
    assert_eq!(sign_in().await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sign_in_that_meets_another_writer_is_late_and_not_lost() {
    let house = House::open().await;
    let mut intruder = house.state_intruder().await;
    intruder.lock().await;
    let asked = tokio::spawn({
        let client = house.client();
        let who = json!({"username": Role::Technologist.as_str(), "password": PASSWORD});
        async move { client.post("/api/v1/session", who).await }
    });
    tokio::time::sleep(Duration::from_millis(1_500)).await;
    intruder.unlock().await;
    assert_eq!(asked.await.unwrap().status, 200);
}
