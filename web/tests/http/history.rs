//! An image from upload to amended verdict, and how it stood in between.

use axum::http::StatusCode;
use commands::testing::png;
use domain::access::Role;
use serde_json::{Value, json};

use crate::house::{Ask, House, Reply};

async fn verdict(house: &House, reader: &str, image: &str, body: Value) -> Reply {
    house.ask(Ask::put(&format!("{image}/verdict")).bearer(reader).json(&body)).await
}

#[tokio::test]
async fn a_case_is_replayed_from_upload_to_amended_verdict() {
    let house = House::open().await;
    let technologist = house.token(Role::Technologist).await;
    let reader = house.token(Role::Hematologist).await;
    let auditor = house.token(Role::Auditor).await;
    let patient = house.patient(&technologist, "P-1").await;
    let path = format!("/api/v1/patients/{patient}/images");
    let file = png(1);
    let upload = Ask::post(&path).bearer(&technologist);
    let uploaded = house.ask(upload.form(&[("panel", "blood-cell")], &[("1.png", &file)])).await;
    let image = format!("/api/v1/images/{}", uploaded.json["items"][0]["id"].as_str().unwrap());

    let unknown = verdict(&house, &reader, &image, json!({"label": "unicorn"})).await;
    assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(unknown.json["errors"][0]["pointer"], "/label");
    let bare = verdict(&house, &reader, &image, json!({"label": "other"})).await;
    assert_eq!(bare.problem(), "other-needs-comment");
    let first = verdict(&house, &reader, &image, json!({"label": "neutrophil"})).await;
    assert_eq!(first.status, StatusCode::OK, "{first:?}");
    let silent = verdict(&house, &reader, &image, json!({"label": "ig"})).await;
    assert_eq!(silent.problem(), "amendment-needs-reason");
    let second = json!({"label": "ig", "reason": "granules seen at higher focus"});
    let second = verdict(&house, &reader, &image, second).await;
    assert_eq!(second.status, StatusCode::OK, "{second:?}");

    let now = house.get_after(&reader, &image, &second).await;
    assert_eq!(now.json["verdict"]["label"], "ig");
    assert_eq!(now.json["verdict"]["amendments"], 1);
    let then = |position: &str| Ask::get(&format!("{image}?as_of={position}")).bearer(&auditor);
    let at_first = house.ask(then(first.header("position").unwrap())).await;
    assert_eq!(at_first.json["verdict"]["label"], "neutrophil", "{at_first:?}");
    let at_upload = house.ask(then(uploaded.header("position").unwrap())).await;
    assert_eq!(at_upload.json["verdict"], Value::Null);
    let before = house.ask(then("2001-01-01T00:00:00Z")).await;
    assert_eq!(before.status, StatusCode::NOT_FOUND);
    let by_time = house.ask(then(&jiff::Timestamp::now().to_string())).await;
    assert_eq!(by_time.json["verdict"]["label"], "ig");
    let plain = house.ask(Ask::get(&image).bearer(&auditor)).await;
    assert_eq!(plain.status, StatusCode::FORBIDDEN);

    let history = house.ask(Ask::get(&format!("{image}/history")).bearer(&auditor)).await;
    let kinds: Vec<&str> = history.json["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|e| e["type"].as_str().unwrap())
        .collect();
    assert_eq!(
        kinds,
        [
            "ImageUploaded",
            "ReadingRecorded",
            "FinalVerdictRecorded",
            "ReadingRecorded",
            "FinalVerdictAmended"
        ]
    );
    let all =
        house.ask(Ask::get(&format!("/api/v1/patients/{patient}/history")).bearer(&auditor)).await;
    assert!(all.json["items"].as_array().unwrap().len() > kinds.len());
    assert_eq!(all.json["items"][0]["type"], "PatientRegistered");
}

#[tokio::test]
async fn a_verdict_against_an_old_state_is_refused_and_a_prediction_does_not_count_as_a_change() {
    let house = House::open().await;
    let reader = house.token(Role::Hematologist).await;
    let patient = house.lab.patient("P-1").await;
    let id = house.lab.image(patient, 1).await;
    let model = house.lab.model("m").await;
    let image = format!("/api/v1/images/{id}");
    let head = house.lab.log.head().await.unwrap().unwrap();
    let read = house.ask(Ask::get(&format!("{image}?after={head}")).bearer(&reader)).await;
    let tag = read.header("etag").unwrap().to_owned();

    house.lab.predict(id, model, "neutrophil").await;
    let put = |label: &str, reason: Option<&str>| {
        let body = json!({"label": label, "reason": reason});
        Ask::put(&format!("{image}/verdict")).bearer(&reader).header("if-match", &tag).json(&body)
    };
    let given = house.ask(put("neutrophil", None)).await;
    assert_eq!(given.status, StatusCode::OK, "{given:?}");
    let late = house.ask(put("ig", Some("second look"))).await;
    assert_eq!(late.status, StatusCode::PRECONDITION_FAILED, "{late:?}");
    let now = house.get_after(&reader, &image, &given).await;
    assert_eq!(now.json["predictions"][0]["label"], "neutrophil");
    assert_ne!(now.header("etag"), Some(tag.as_str()));

    let technologist = house.token(Role::Technologist).await;
    let void = || Ask::delete(&image).bearer(&technologist);
    let silent = house.ask(void()).await;
    assert_eq!(silent.problem(), "void-needs-reason", "{silent:?}");
    let gone = house.ask(void().json(&json!({"reason": "wrong slide"}))).await;
    assert_eq!(gone.status, StatusCode::OK, "{gone:?}");
}
