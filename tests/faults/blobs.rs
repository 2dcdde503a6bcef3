//! The blobs are not well.

use std::time::Duration;

use domain::access::Role;

use crate::day::Day;
use crate::house::House;
use crate::line::Condition;
use crate::pictures;

async fn withstood(condition: Condition) {
    let house = House::open().await;
    let day = Day::begin(&house).await;
    let broken = async { house.blob_line.set(condition) };
    day.withstands(broken, || async { house.blob_line.set(Condition::Sound) }).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn they_fail() {
    withstood(Condition::Cut).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn they_hang() {
    withstood(Condition::Silent).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn they_answer_late() {
    withstood(Condition::Late(Duration::from_millis(300))).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn they_keep_a_file_and_the_answer_is_lost() {
    withstood(Condition::Deaf).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_image_that_cannot_be_read_now_is_said_so_and_its_record_still_is() {
    let house = House::open().await;
    let technologist = house.user(Role::Technologist).await;
    let patient = technologist.patient("F-1", "Ada Example").await;
    let answer = technologist.upload(&patient, "blood-cell", &[pictures::file(1)]).await;
    let image = answer.ok()["items"][0]["id"].as_str().unwrap().to_owned();
    house.is_whole().await;
    house.blob_line.set(Condition::Cut);
    let content = technologist.get(&format!("/api/v1/images/{image}/content")).await;
    assert_eq!((content.status, content.retry_after.is_some()), (503, true));
    let record = technologist.get(&format!("/api/v1/images/{image}")).await.ok();
    assert_eq!(record["file_name"], "cell-1.jpg");
    house.blob_line.set(Condition::Sound);
    let content = technologist.get(&format!("/api/v1/images/{image}/content")).await;
    assert_eq!((content.status, content.body), (200, pictures::file(1).1));
}
