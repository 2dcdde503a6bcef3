//! Erasing for good: the password again, no legal hold, and nothing left to see.

use axum::http::StatusCode;
use serde_json::json;

use crate::clinic::{Clinic, id, image_at};
use crate::house::{Ask, PASSWORD};

fn erase(patient: &str, password: &str) -> Ask {
    Ask::post(&format!("{patient}/erase")).json(&json!({"password": password}))
}

#[tokio::test]
async fn an_erased_patient_is_gone_everywhere_and_the_history_says_so() {
    let clinic = Clinic::open().await;
    let patient = clinic.patient("P-1").await;
    let image = image_at(&clinic.image(&patient, "blood-cell", 1).await);
    let foreign = clinic.refused(&clinic.technologist, erase(&patient, PASSWORD)).await;
    assert_eq!(foreign, (403, "forbidden".to_owned()));
    let wrong = clinic.refused(&clinic.admin, erase(&patient, "not the password")).await;
    assert_eq!(wrong, (403, "wrong-password".to_owned()));
    clinic.done(&clinic.admin, erase(&patient, PASSWORD)).await;

    let head = clinic.house.lab.log.head().await.unwrap().unwrap();
    for path in [&patient, &image, &format!("{image}/content")] {
        let sign = if path.ends_with("content") { String::new() } else { format!("?after={head}") };
        let reply = clinic.ask(&clinic.reader, Ask::get(&format!("{path}{sign}"))).await;
        assert_eq!(reply.status, StatusCode::NOT_FOUND, "{path}: {reply:?}");
    }
    let history = clinic.read(&clinic.reader, &format!("{patient}/history")).await;
    let text = String::from_utf8(history.body.clone()).unwrap();
    assert!(text.contains("PatientErased") && text.contains("erased"), "{text}");
    assert!(!text.contains("Ada Example"), "{text}");
    // The number is free again.
    clinic.patient("P-1").await;
}

#[tokio::test]
async fn a_legal_hold_refuses_erasure_until_it_is_lifted() {
    let clinic = Clinic::open().await;
    let patient = clinic.patient("P-1").await;
    let hold = format!("{patient}/legal-hold");
    let why = json!({"reason": "Pending litigation."});
    clinic.done(&clinic.admin, Ask::put(&hold).json(&why)).await;
    let read = clinic.read(&clinic.reader, &patient).await.json;
    assert_eq!(read["legal_hold"], true);
    let held = clinic.refused(&clinic.admin, erase(&patient, PASSWORD)).await;
    assert_eq!(held, (409, "legal-hold".to_owned()));
    let silent =
        clinic.refused(&clinic.admin, Ask::delete(&hold).json(&json!({"reason": ""}))).await;
    assert_eq!(silent, (422, "hold-needs-reason".to_owned()));
    clinic.done(&clinic.admin, Ask::delete(&hold).json(&why)).await;
    let erased = clinic.done(&clinic.admin, erase(&patient, PASSWORD)).await;
    assert_eq!(erased.json["id"], id(&patient));
}

#[tokio::test]
async fn guessing_the_password_is_slowed_down() {
    let clinic = Clinic::open().await;
    let patient = clinic.patient("P-1").await;
    let mut last = StatusCode::FORBIDDEN;
    for _ in 0..20 {
        let reply = clinic.ask(&clinic.admin, erase(&patient, "not the password")).await;
        last = reply.status;
        if last == StatusCode::TOO_MANY_REQUESTS {
            let right = clinic.refused(&clinic.admin, erase(&patient, PASSWORD)).await;
            assert_eq!(right, (429, "throttled".to_owned()));
            return;
        }
    }
    panic!("still {last} after 20 guesses");
}
