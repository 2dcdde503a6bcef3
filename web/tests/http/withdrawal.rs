//! Cases that were opened in error, over HTTP.

use serde_json::{Value, json};

use crate::clinic::{Clinic, id, image_at};
use crate::house::{Ask, Reply};

const WHY: &str = "Opened for the wrong patient.";

fn withdraw(case: &str) -> Ask {
    Ask::delete(case).json(&json!({"reason": WHY}))
}

fn reinstate(case: &str) -> Ask {
    Ask::post(&format!("{case}/reinstate"))
}

/// A new case with an accession number; gives the address.
async fn opened(clinic: &Clinic, patient: &str, accession: &str) -> Result<String, String> {
    let wanted = json!({"specimen": "peripheral_blood", "accession": accession});
    let open = Ask::post(&format!("{patient}/cases")).json(&wanted);
    let reply = clinic.ask(&clinic.technologist, open).await;
    match reply.header("location") {
        Some(address) => Ok(address.to_owned()),
        None => Err(reply.problem().to_owned()),
    }
}

async fn listed(clinic: &Clinic, query: &str) -> Vec<String> {
    let list = clinic.read(&clinic.technologist, &format!("/api/v1/cases{query}")).await.json;
    let items = list["items"].as_array().unwrap().iter();
    items.map(|one| one["id"].as_str().unwrap().to_owned()).collect()
}

fn tag(reply: &Reply) -> String {
    reply.header("etag").unwrap().to_owned()
}

#[tokio::test]
async fn a_withdrawn_case_leaves_the_lists_and_gives_its_accession_number_back() {
    let clinic = Clinic::open().await;
    let (wrong, right) = (clinic.patient("P-1").await, clinic.patient("P-2").await);
    let case = opened(&clinic, &wrong, "H26-1").await.unwrap();
    assert_eq!(opened(&clinic, &right, "H26-1").await, Err("accession-taken".to_owned()));

    let silent = Ask::delete(&case).json(&json!({"reason": " "}));
    let silent = clinic.refused(&clinic.technologist, silent).await;
    assert_eq!(silent, (422, "withdrawal-needs-reason".to_owned()));
    let seen = tag(&clinic.read(&clinic.technologist, &case).await);
    let stale = withdraw(&case).header("if-match", "\"99\"");
    assert_eq!(clinic.refused(&clinic.technologist, stale).await.0, 412);
    let ask = || withdraw(&case).header("if-match", &seen).header("idempotency-key", "k");
    let done = clinic.done(&clinic.technologist, ask()).await;
    let again = clinic.done(&clinic.technologist, ask()).await;
    assert_eq!((&done.json, again.header("idempotency-replayed")), (&again.json, Some("true")));

    assert_eq!(listed(&clinic, "").await, [""; 0]);
    assert_eq!(listed(&clinic, "?sort=worklist&q=H26-1").await, [""; 0]);
    assert_eq!(listed(&clinic, "?status=withdrawn").await, [id(&case)]);
    let figures = clinic.read(&clinic.technologist, "/api/v1/stats").await.json;
    assert_eq!(
        (&figures["cases"], &figures["cases_by_day"][0]["received"]),
        (&json!(0), &json!(0))
    );
    let read = clinic.read(&clinic.reader, &case).await.json;
    assert_eq!((&read["status"], &read["withdrawn"]["reason"]), (&json!("withdrawn"), &json!(WHY)));
    let history = clinic.read(&clinic.reader, &format!("{case}/history")).await.json;
    let last = history["items"].as_array().unwrap().last().unwrap()["summary"].to_string();
    assert!(last.contains("withdrew the case as opened in error: Opened for the wrong"), "{last}");

    let other = opened(&clinic, &right, "H26-1").await.unwrap();
    let taken = clinic.refused(&clinic.technologist, reinstate(&case)).await;
    assert_eq!(taken, (409, "accession-taken".to_owned()));
    clinic.done(&clinic.technologist, withdraw(&other)).await;
    clinic.done(&clinic.technologist, reinstate(&case)).await;
    assert_eq!(listed(&clinic, "").await, [id(&case)]);
    let read = clinic.read(&clinic.reader, &case).await.json;
    assert_eq!((&read["status"], &read["withdrawn"]), (&json!("open"), &Value::Null));
    assert_eq!(opened(&clinic, &right, "H26-1").await, Err("accession-taken".to_owned()));
}

#[tokio::test]
async fn only_an_empty_case_is_withdrawn_and_nothing_comes_to_it() {
    let clinic = Clinic::open().await;
    let patient = clinic.patient("P-1").await;
    let (case, other) = (clinic.case(&patient).await, clinic.case(&patient).await);
    let image = image_at(&clinic.image(&case, "blood-cell", 1).await);
    let full = clinic.ask(&clinic.technologist, withdraw(&case)).await;
    assert_eq!((full.status.as_u16(), full.problem()), (409, "case-holds-images"));
    assert!(full.json["detail"].as_str().unwrap().contains("(1)"), "{full:?}");
    let moved = json!({"case": id(&other), "reason": "The other specimen."});
    let reassign = Ask::post(&format!("{image}/reassign")).json(&moved);
    clinic.done(&clinic.technologist, reassign).await;
    clinic.done(&clinic.technologist, withdraw(&case)).await;

    let gone = (410, "case-withdrawn".to_owned());
    let upload = Ask::post(&format!("{case}/images"));
    let upload = upload.form(&[("panel", "blood-cell")], &[("2.png", b"x")]);
    assert_eq!(clinic.refused(&clinic.technologist, upload).await, gone);
    let back = json!({"case": id(&case), "reason": "Was right."});
    let back = Ask::post(&format!("{image}/reassign")).json(&back);
    assert_eq!(clinic.refused(&clinic.technologist, back).await, gone);
    let correct = Ask::patch(&case).json(&json!({"stain": "Giemsa"}));
    assert_eq!(clinic.refused(&clinic.technologist, correct).await, gone);
    let claim = Ask::post(&format!("{case}/claim"));
    assert_eq!(clinic.refused(&clinic.reader, claim).await, gone);

    // Nothing of the other case is in the way but what a reader said.
    clinic.done(&clinic.technologist, Ask::delete(&image)).await;
    let said = json!({"stage": "preliminary", "impressions": [], "comment": "Few cells."});
    clinic.done(&clinic.reader, Ask::put(&format!("{other}/conclusion")).json(&said)).await;
    let concluded = clinic.refused(&clinic.technologist, withdraw(&other)).await;
    assert_eq!(concluded, (409, "case-holds-conclusion".to_owned()));
}
