//! Cases are concluded, for now and for good, and claimed while somebody works on them.

use domain::access::Role;
use serde_json::{Value, json};

use crate::clinic::{Clinic, id};
use crate::house::{Ask, PASSWORD};

fn conclude(case: &str, said: Value) -> Ask {
    Ask::put(&format!("{case}/conclusion")).json(&said)
}

fn ida(stage: &str) -> Value {
    json!({
        "stage": stage,
        "impressions": [{"panel": "blood-disease", "label": "ida"}],
        "suggested_tests": "Ferritin."
    })
}

#[tokio::test]
async fn a_case_is_concluded_for_now_then_for_good_and_amended_with_a_reason() {
    let clinic = Clinic::open().await;
    let case = clinic.case(&clinic.patient("P-1").await).await;
    let reader = clinic.reader.clone();

    clinic.done(&reader, conclude(&case, ida("preliminary"))).await;
    let read = clinic.read(&reader, &case).await.json;
    assert_eq!(read["conclusion"]["status"], "preliminary", "{read}");
    assert_eq!(read["status"], "open");

    clinic.done(&reader, conclude(&case, ida("final"))).await;
    let read = clinic.read(&reader, &case).await.json;
    assert_eq!(
        (&read["status"], &read["conclusion"]["status"]),
        (&json!("concluded"), &json!("final"))
    );
    let impression = &read["conclusion"]["impressions"][0];
    assert_eq!(impression["name"], "Iron-deficiency anaemia");
    assert_eq!(impression["icd10"], "D50.9");
    assert!(read["concluded_at"].is_string());

    let back = clinic.refused(&reader, conclude(&case, ida("preliminary"))).await;
    assert_eq!(back, (409, "conclusion-already-final".to_owned()));
    let mut amended = ida("final");
    amended["impressions"][0]["label"] = json!("thalassemia_minor");
    let silent = clinic.refused(&reader, conclude(&case, amended.clone())).await;
    assert_eq!(silent, (422, "amendment-needs-reason".to_owned()));
    amended["reason"] = json!("Ferritin is normal.");
    clinic.done(&reader, conclude(&case, amended)).await;
    let read = clinic.read(&reader, &case).await.json;
    assert_eq!(read["conclusion"]["status"], "amended");
    assert_eq!(read["conclusion"]["amended_reason"], "Ferritin is normal.");
    let history = clinic.read(&reader, &format!("{case}/history")).await.json;
    let kinds: Vec<&str> =
        history["items"].as_array().unwrap().iter().map(|e| e["type"].as_str().unwrap()).collect();
    let told = ["CaseOpened", "ConclusionIssued", "ConclusionIssued", "ConclusionAmended"];
    assert_eq!(kinds, told);
}

#[tokio::test]
async fn a_conclusion_that_says_nothing_or_nonsense_is_refused() {
    let clinic = Clinic::open().await;
    let case = clinic.case(&clinic.patient("P-1").await).await;
    let cases = [
        (json!({"stage": "final"}), 422, "conclusion-empty"),
        (json!({"stage": "soon", "comment": "x"}), 400, "invalid-input"),
        (
            json!({"stage": "final", "impressions": [{"panel": "blood-disease", "label": "unicorn"}]}),
            422,
            "unknown-label",
        ),
        (
            json!({"stage": "final", "impressions": [{"panel": "nowhere", "label": "ida"}]}),
            422,
            "unknown-panel",
        ),
        (
            json!({"stage": "final", "impressions": [{"panel": "blood-disease"}]}),
            400,
            "invalid-input",
        ),
        (json!({"stage": "final", "comment": "x", "colour": "red"}), 400, "invalid-input"),
    ];
    for (said, status, word) in cases {
        let refused = clinic.refused(&clinic.reader, conclude(&case, said.clone())).await;
        assert_eq!(refused, (status, word.to_owned()), "{said}");
    }
    let foreign = clinic.refused(&clinic.technologist, conclude(&case, ida("final"))).await;
    assert_eq!(foreign, (403, "forbidden".to_owned()));
}

#[tokio::test]
async fn a_conclusion_against_an_old_state_is_refused() {
    let clinic = Clinic::open().await;
    let case = clinic.case(&clinic.patient("P-1").await).await;
    let seen = clinic.read(&clinic.reader, &case).await;
    let tag = seen.header("etag").unwrap();
    let correct = Ask::patch(&case).json(&json!({"stain": "Wright"}));
    clinic.done(&clinic.technologist, correct).await;
    let late = conclude(&case, ida("final")).header("if-match", tag);
    let late = clinic.refused(&clinic.reader, late).await;
    assert_eq!(late, (412, "changed-since".to_owned()));
}

#[tokio::test]
async fn a_claim_keeps_other_readers_away_until_it_is_given_up_or_over() {
    let clinic = Clinic::open().await;
    let user = json!({"username": "second", "full_name": "S", "role": "hematologist", "password": PASSWORD});
    clinic.done(&clinic.admin, Ask::post("/api/v1/users").json(&user)).await;
    let who = json!({"username": "second", "password": PASSWORD});
    let second = clinic.house.ask(Ask::post("/api/v1/session").json(&who)).await;
    let second = second.json["access_token"].as_str().unwrap().to_owned();
    let case = clinic.case(&clinic.patient("P-1").await).await;
    let path = format!("{case}/claim");
    let claim = || Ask::post(&path);

    let claimed = clinic.done(&clinic.reader, claim()).await;
    assert_eq!(claimed.json["id"], id(&case));
    let read = clinic.read(&clinic.reader, &case).await.json;
    assert_eq!(read["claim"]["until"], claimed.json["until"]);
    let taken = clinic.refused(&second, claim()).await;
    assert_eq!(taken, (409, "case-claimed".to_owned()));
    // It blocks nobody's conclusion.
    clinic.done(&second, conclude(&case, ida("preliminary"))).await;

    clinic.done(&clinic.reader, Ask::delete(&path)).await;
    clinic.done(&second, claim()).await;
    clinic.house.lab.clock.advance(16 * 60);
    let later = clinic.house.sign_in(Role::Hematologist).await;
    clinic.done(later.json["access_token"].as_str().unwrap(), claim()).await;
}

#[tokio::test]
async fn cases_of_all_patients_are_found_by_how_they_stand() {
    let clinic = Clinic::open().await;
    let (first, second) = (clinic.patient("P-1").await, clinic.patient("P-2").await);
    let concluded = clinic.case(&first).await;
    let open = clinic.case(&second).await;
    clinic.done(&clinic.reader, conclude(&concluded, ida("final"))).await;
    clinic.done(&clinic.reader, Ask::post(&format!("{open}/claim"))).await;
    let me = clinic.done(&clinic.reader, Ask::get("/api/v1/me")).await;
    let mine = format!("claimed_by={}", me.json["id"].as_str().unwrap());
    let of_second = format!("patient={}", id(&second));
    let cases = [
        ("", vec![&concluded, &open]),
        ("status=concluded", vec![&concluded]),
        ("status=open", vec![&open]),
        ("priority=urgent", vec![&concluded, &open]),
        ("priority=stat", vec![]),
        ("critical=true", vec![]),
        ("overdue=false&status=open", vec![&open]),
        (mine.as_str(), vec![&open]),
        (of_second.as_str(), vec![&open]),
    ];
    for (query, expected) in cases {
        let list =
            clinic.read(&clinic.reader, &format!("/api/v1/cases?sort=received_at&{query}")).await;
        let found: Vec<&str> = list.json["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|i| i["id"].as_str().unwrap())
            .collect();
        let expected: Vec<&str> = expected.into_iter().map(|case| id(case)).collect();
        assert_eq!(found, expected, "{query}");
        assert_eq!(list.json["total"], expected.len(), "{query}");
    }
}
