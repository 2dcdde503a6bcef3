//! The event log is not well.

use std::time::Duration;

use crate::day::Day;
use crate::house::House;
use crate::line::Condition;

async fn withstood(condition: Condition) {
    let house = House::open().await;
    let day = Day::begin(&house).await;
    let broken = async { house.log_line.set(condition) };
    day.withstands(broken, || async { house.log_line.set(Condition::Sound) }).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn it_fails() {
    withstood(Condition::Cut).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn it_hangs() {
    withstood(Condition::Silent).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn it_answers_late() {
    withstood(Condition::Late(Duration::from_millis(300))).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn it_appends_and_the_answer_is_lost() {
    withstood(Condition::Deaf).await;
}
