//! What went wrong is put right: mix-ups, images of the wrong patient, one patient entered twice.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::clinic::{Clinic, id, image_at};
use crate::house::Ask;

#[tokio::test]
async fn the_same_bytes_of_two_patients_raise_a_warning_that_names_nobody() {
    let clinic = Clinic::open().await;
    let (first, second) = (clinic.patient("P-1").await, clinic.patient("P-2").await);
    let one = clinic.image(&first, "blood-cell", 1).await;
    assert_eq!(one.get("warning"), None);
    let two = clinic.image(&second, "blood-cell", 1).await;
    let warning = two["warning"].as_str().unwrap();
    assert!(!warning.contains("P-1") && !warning.contains(id(&first)), "{warning}");
    let suspected = clinic.read(&clinic.reader, "/api/v1/images?mix_up=true").await.json;
    assert_eq!(suspected["items"][0]["id"], two["id"], "{suspected}");
}

#[tokio::test]
async fn an_image_goes_to_the_right_patient_and_is_read_anew() {
    let clinic = Clinic::open().await;
    let (wrong, right) = (clinic.patient("P-1").await, clinic.patient("P-2").await);
    let old = image_at(&clinic.image(&wrong, "blood-cell", 1).await);
    let verdict = Ask::put(&format!("{old}/verdict")).json(&json!({"label": "neutrophil"}));
    clinic.done(&clinic.reader, verdict).await;
    let wanted = json!({"patient": id(&right), "reason": "Slides were swapped."});
    let reassign = Ask::post(&format!("{old}/reassign")).json(&wanted);
    let new = clinic.done(&clinic.technologist, reassign).await;
    let new = format!("/api/v1/images/{}", new.json["id"].as_str().unwrap());
    assert_ne!(new, old);

    let now = clinic.read(&clinic.reader, &new).await.json;
    assert_eq!(now["patient_id"], id(&right));
    assert_eq!(now["verdict"], Value::Null);
    assert_eq!(now["taken_over_from"], id(&old));
    let before = clinic.read(&clinic.reader, &old).await.json;
    assert_eq!(before["reassigned_to"], id(&new), "{before}");
    let bytes = clinic.done(&clinic.reader, Ask::get(&format!("{new}/content"))).await;
    assert_eq!(bytes.body, commands::testing::png(1));
    let gone = Ask::put(&format!("{old}/verdict")).json(&json!({"label": "ig", "reason": "x"}));
    assert_eq!(clinic.ask(&clinic.reader, gone).await.status, StatusCode::GONE);
}

#[tokio::test]
async fn an_image_moves_to_another_case_of_the_same_patient_with_all_that_was_said() {
    let clinic = Clinic::open().await;
    let patient = clinic.patient("P-1").await;
    let (wrong, right) = (clinic.case(&patient).await, clinic.case(&patient).await);
    let image = image_at(&clinic.image(&wrong, "blood-cell", 1).await);
    let verdict = Ask::put(&format!("{image}/verdict")).json(&json!({"label": "neutrophil"}));
    clinic.done(&clinic.reader, verdict).await;
    let wanted = json!({"case": id(&right), "reason": "Second specimen."});
    let done = clinic
        .done(&clinic.technologist, Ask::post(&format!("{image}/reassign")).json(&wanted))
        .await;
    assert_eq!(done.json["id"], id(&image));
    let read = clinic.read(&clinic.reader, &image).await.json;
    assert_eq!(
        (&read["case_id"], &read["verdict"]["label"]),
        (&json!(id(&right)), &json!("neutrophil"))
    );
    let nowhere = Ask::post(&format!("{image}/reassign")).json(&json!({"reason": "x"}));
    assert!(clinic.ask(&clinic.technologist, nowhere).await.status.is_client_error());
}

#[tokio::test]
async fn two_records_of_one_patient_become_one() {
    let clinic = Clinic::open().await;
    let (goes, stays) = (clinic.patient("P-1").await, clinic.patient("P-2").await);
    let case = clinic.case(&goes).await;
    let image = image_at(&clinic.image(&case, "blood-cell", 1).await);
    let wanted = json!({"into": id(&stays), "reason": "Entered twice."});
    let tag = clinic.read(&clinic.technologist, &goes).await.header("etag").unwrap().to_owned();
    let merge = || Ask::post(&format!("{goes}/merge")).json(&wanted);
    let done = clinic.done(&clinic.technologist, merge().header("if-match", tag)).await;
    assert_eq!(done.json["id"], id(&stays));

    let list = clinic.read(&clinic.technologist, "/api/v1/patients").await.json;
    assert_eq!(list["total"], 1, "{list}");
    assert_eq!(list["items"][0]["id"], id(&stays));
    assert_eq!(list["items"][0]["images_total"], 1);
    let gone = clinic.read(&clinic.technologist, &goes).await.json;
    assert_eq!(gone["merged_into"], id(&stays), "{gone}");
    let of_stays = format!("/api/v1/images?patient={}", id(&stays));
    let images = clinic.read(&clinic.reader, &of_stays).await.json;
    assert_eq!(images["items"][0]["id"], id(&image));
    // Its images are still read, and nothing new comes in.
    let verdict = Ask::put(&format!("{image}/verdict")).json(&json!({"label": "neutrophil"}));
    clinic.done(&clinic.reader, verdict).await;
    let open = Ask::post(&format!("{goes}/cases")).json(&json!({"specimen": "other"}));
    let refused = clinic.ask(&clinic.technologist, open).await;
    assert_eq!(refused.problem(), "patient-merged");
    assert!(refused.json["detail"].as_str().unwrap().contains(id(&stays)), "{refused:?}");
    let itself = json!({"into": id(&stays), "reason": "?"});
    let itself = Ask::post(&format!("{stays}/merge")).json(&itself);
    assert_eq!(clinic.refused(&clinic.technologist, itself).await.1, "merged-with-itself");
}
