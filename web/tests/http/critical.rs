//! A critical finding brings its case to the top until somebody was told.

use serde_json::{Value, json};

use crate::clinic::{Clinic, id, image_at};
use crate::house::Ask;

fn told() -> Value {
    json!({"told": "Dr. Ward", "way": "phone", "read_back": true})
}

fn notify(case: &str, said: &Value) -> Ask {
    Ask::post(&format!("{case}/notified")).json(said)
}

#[tokio::test]
async fn a_declared_finding_stays_on_top_until_somebody_was_told() {
    let clinic = Clinic::open().await;
    let (early, late) = (clinic.patient("P-1").await, clinic.patient("P-2").await);
    let (calm, alarming) = (clinic.case(&early).await, clinic.case(&late).await);
    let calm_image = clinic.image(&calm, "blood-disease", 1).await;
    let alarming_image = clinic.image(&alarming, "blood-disease", 2).await;
    let worklist = "/api/v1/images?sort=worklist";
    let first = async || clinic.read(&clinic.reader, worklist).await.json["items"][0]["id"].clone();
    assert_eq!(first().await, calm_image["id"], "in turn");

    let finding = json!({"finding": "Blasts with Auer rods."});
    let declare = Ask::post(&format!("{alarming}/critical")).json(&finding);
    clinic.done(&clinic.technologist, declare).await;
    assert_eq!(first().await, alarming_image["id"], "on top");
    let case = clinic.read(&clinic.reader, &alarming).await.json;
    assert_eq!((&case["critical"], &case["alarm"]["state"]), (&json!(true), &json!("declared")));
    assert_eq!(case["alarm"]["findings"][0]["finding"], "Blasts with Auer rods.");
    let found = clinic.read(&clinic.reader, "/api/v1/cases?critical=true").await.json;
    assert_eq!(found["items"][0]["id"], id(&alarming));
    let image = clinic.read(&clinic.reader, &image_at(&alarming_image)).await.json;
    assert_eq!(image["case_critical"], true);

    clinic.done(&clinic.reader, notify(&alarming, &told())).await;
    let case = clinic.read(&clinic.reader, &alarming).await.json;
    assert_eq!((&case["critical"], &case["alarm"]["state"]), (&json!(false), &json!("notified")));
    assert_eq!(case["alarm"]["notified"]["told"], "Dr. Ward");
    assert_eq!(first().await, calm_image["id"], "in turn again");
}

#[tokio::test]
async fn a_critical_verdict_makes_an_alarm_too() {
    let clinic = Clinic::open().await;
    let case = clinic.case(&clinic.patient("P-1").await).await;
    let image = image_at(&clinic.image(&case, "blood-disease", 1).await);
    let verdict = Ask::put(&format!("{image}/verdict")).json(&json!({"label": "apml"}));
    clinic.done(&clinic.reader, verdict).await;
    let read = clinic.read(&clinic.reader, &case).await.json;
    assert_eq!(read["critical"], true, "{read}");
    assert_eq!(read["alarm"]["findings"][0]["label"], "apml");
    let silent = clinic.refused(&clinic.reader, notify(&case, &told())).await;
    assert_eq!(silent, (422, "finding-needed".to_owned()));
    let mut said = told();
    said["finding"] = json!("Promyelocytes with faggots.");
    clinic.done(&clinic.reader, notify(&case, &said)).await;
    let read = clinic.read(&clinic.reader, &case).await.json;
    assert_eq!(read["critical"], false, "{read}");
    let stats = clinic.read(&clinic.reader, "/api/v1/stats").await.json;
    assert_eq!(stats["critical"]["unnotified"], 0, "{stats}");
}

#[tokio::test]
async fn what_is_said_of_a_notification_is_judged() {
    let clinic = Clinic::open().await;
    let case = clinic.case(&clinic.patient("P-1").await).await;
    let with = |name: &str, value: Value| {
        let mut said = told();
        said["finding"] = json!("Blasts.");
        said[name] = value;
        notify(&case, &said)
    };
    let cases = [
        (notify(&case, &told()), 422, "finding-needed"),
        (with("told", json!(" ")), 422, "told-unfit"),
        (with("way", json!("other")), 422, "other-way-needs-remark"),
        (with("way", json!("pigeon")), 400, "invalid-input"),
        (with("at", json!("2999-01-01T00:00:00Z")), 422, "notified-in-future"),
        (with("at", json!("yesterday")), 400, "invalid-input"),
        (
            Ask::post(&format!("{case}/critical")).json(&json!({"finding": ""})),
            422,
            "finding-unfit",
        ),
    ];
    for (ask, status, word) in cases {
        assert_eq!(clinic.refused(&clinic.reader, ask).await, (status, word.to_owned()));
    }
}
