//! The read models are not well.

use domain::access::Role;
use serde_json::json;
use tokio::sync::Mutex;

use crate::day::Day;
use crate::house::House;

#[tokio::test(flavor = "multi_thread")]
async fn a_table_fails() {
    let house = House::open().await;
    let day = Day::begin(&house).await;
    let intruder = Mutex::new(house.read_models_intruder().await);
    let broken = async { intruder.lock().await.take("images").await };
    day.withstands(broken, || async { intruder.lock().await.put_back("images").await }).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_can_be_folded_for_a_while() {
    let house = House::open().await;
    let day = Day::begin(&house).await;
    let intruder = Mutex::new(house.read_models_intruder().await);
    let broken = async { intruder.lock().await.lock().await };
    day.withstands(broken, || async { intruder.lock().await.unlock().await }).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn commands_go_on_reads_say_that_they_are_behind_and_catch_up() {
    let house = House::open().await;
    let technologist = house.user(Role::Technologist).await;
    technologist.patient("F-1", "Ada Example").await;
    house.is_whole().await;
    let mut intruder = house.read_models_intruder().await;
    intruder.lock().await;

    let body = json!({"number": "F-2", "name": "Grace Example"});
    let made = technologist.post("/api/v1/patients", body).await;
    assert_eq!(made.status, 201, "{made:?}");
    let after = format!("/api/v1/patients?after={}", made.position.as_ref().unwrap());
    let behind = technologist.get(&after).await;
    assert_eq!(behind.status, 504, "{behind:?}");
    let old = technologist.get("/api/v1/patients").await.ok();
    assert_eq!(old["total"], 1, "what was there can be read");

    intruder.unlock().await;
    house.is_whole().await;
    assert_eq!(technologist.get(&after).await.ok()["total"], 2);
}
