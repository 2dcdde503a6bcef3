//! What happened, in plain words; and what changed lately.

use domain::access::Role;
use domain::envelope::Actor;
use domain::event::{CaseClaimed, Event, PatientErased, Priority, Stage, UserRegistered};
use domain::ids::{CaseId, ImageId, PatientId, Sha256};
use domain::verdict::Verdict;
use infra::event_log::Position;
use uuid::Uuid;

use super::lab::{Lab, READER, follow, personal, reach};
use super::random::*;
use crate::History;
use crate::activity::Changes;

const PATIENT: PatientId = PatientId(Uuid::from_u128(1));
const CASE: CaseId = CaseId(Uuid::from_u128(2));

fn image() -> ImageId {
    ImageId::of(PATIENT, &Sha256([1; 32]))
}

async fn story(lab: &Lab) -> Position {
    lab.append(Event::UserRegistered(UserRegistered {
        user: READER,
        username: personal("b"),
        full_name: personal("Reader B"),
        role: Role::Hematologist,
    }))
    .await;
    lab.append(panel_defined("blood-cell")).await;
    lab.append(model_registered(2, "blood-cell")).await;
    lab.append(patient_registered(PATIENT, "Zoë")).await;
    lab.append(case_opened(CASE, PATIENT, Priority::Stat)).await;
    lab.append(image_uploaded(PATIENT, CASE, "blood-cell", 1)).await;
    let classify = Actor::Function { name: "classify".into(), version: "1".into() };
    lab.append_by(classify, predicted(image(), "blood-cell", 2, 0.38)).await;
    let verdict = Verdict::Label(label("basophil"));
    lab.append(reading(image(), PATIENT, &verdict)).await;
    lab.append(final_verdict(image(), &verdict)).await
}

#[tokio::test]
async fn a_patients_timeline_reads_as_a_story() {
    let lab = Lab::new().await;
    story(&lab).await;
    let history = History::new(lab.log.clone(), lab.vault.clone());
    let entries = history.patient(PATIENT).await.unwrap().unwrap();
    let told: Vec<_> = entries.iter().map(|entry| entry.summary.as_str()).collect();
    assert_eq!(
        told,
        [
            "Reader B entered the patient P-Zoë",
            "Reader B opened the case A-0, stat",
            "Reader B uploaded “smear-1.jpg” (360 × 363 pixels) for blood-cell",
            "pack-2 predicted “neutrophil” (0.81)",
            "Reader B recorded “basophil” (aided; the model had said neutrophil, 0.81)",
            "“basophil” became the final verdict (single reader)",
        ]
    );
    assert!(entries.is_sorted_by_key(|entry| entry.position));
    assert_eq!(entries[4].data["comment"], "large granules");
    assert_eq!(
        (entries[3].actor.kind.as_str(), entries[3].actor.name.as_str()),
        ("function", "classify")
    );
    assert_eq!(history.case(CASE).await.unwrap().unwrap().len(), 5);
    assert_eq!(history.image(image()).await.unwrap().unwrap().len(), 4);
    assert_eq!(history.case(CaseId(Uuid::nil())).await.unwrap(), None);
}

#[tokio::test]
async fn no_model_is_certain_and_abstentions_are_said_as_people_say_them() {
    let lab = Lab::new().await;
    lab.append(panel_defined("blood-cell")).await;
    lab.append(model_registered(2, "blood-cell")).await;
    lab.append(image_uploaded(PATIENT, CASE, "blood-cell", 1)).await;
    lab.append(predicted(image(), "blood-cell", 2, 0.001)).await;
    lab.append(suspected(image(), "blood-cell", 2, 1.0)).await;
    lab.append(reading(image(), PATIENT, &Verdict::Uncertain)).await;
    lab.append(final_verdict(image(), &Verdict::Uncertain)).await;
    lab.append(amended(image(), PATIENT, &Verdict::Uncertain, &Verdict::Unsuitable)).await;
    lab.append(amended(image(), PATIENT, &Verdict::Unsuitable, &Verdict::Other)).await;
    let history = History::new(lab.log.clone(), lab.vault.clone());
    let entries = history.image(image()).await.unwrap().unwrap();
    let told: Vec<_> = entries.iter().skip(1).map(|entry| entry.summary.as_str()).collect();
    let reader = format!("user {READER}");
    assert_eq!(
        told,
        [
            "pack-2 predicted “neutrophil” (0.99)",
            "pack-2 gives the critical “Acute lymphoblastic leukaemia” 0.99; the panel asks for 0.10",
            &format!("{reader} recorded “Uncertain” (aided; the model had said neutrophil, 0.99)"),
            "“Uncertain” became the final verdict (single reader)",
            &format!(
                "{reader} amended the final verdict from “Uncertain” to “Unsuitable”: second look"
            ),
            &format!(
                "{reader} amended the final verdict from “Unsuitable” to “Other”: second look"
            ),
        ]
    );
}

#[tokio::test]
async fn what_is_concluded_found_and_told_reads_as_a_story_too() {
    let lab = Lab::new().await;
    story(&lab).await;
    let classify = Actor::Function { name: "classify".into(), version: "1".into() };
    lab.append_by(classify, suspected(image(), "blood-cell", 2, 0.25)).await;
    let until = "2026-03-01T12:15:00Z".parse().unwrap();
    lab.append(Event::CaseClaimed(CaseClaimed { case: CASE, reader: READER, until })).await;
    lab.append(declared(CASE, PATIENT)).await;
    lab.append(notified(CASE, PATIENT)).await;
    lab.append(concluded(CASE, PATIENT, Stage::Final)).await;
    let elsewhere = CaseId(Uuid::from_u128(3));
    lab.append(case_opened(elsewhere, PATIENT, Priority::Routine)).await;
    lab.append(moved(image(), PATIENT, image(), PATIENT, elsewhere)).await;
    let history = History::new(lab.log.clone(), lab.vault.clone());
    let entries = history.case(CASE).await.unwrap().unwrap();
    let told: Vec<_> = entries.iter().skip(5).map(|entry| entry.summary.as_str()).collect();
    assert_eq!(
        told,
        [
            "pack-2 gives the critical “Acute lymphoblastic leukaemia” 0.25; the panel asks for 0.10",
            "Reader B works on the case until 2026-03-01 12:15 UTC, or longer",
            "Reader B declared a critical finding: blasts with Auer rods",
            "Reader B told Dr. Ward by telephone at 2026-03-01 08:30 UTC, who repeated the result",
            "Reader B concluded for good: consistent with “Acute lymphoblastic leukaemia”",
            &format!("Reader B moved the image to the case {elsewhere}: the wrong slide"),
        ]
    );
    let there = history.case(elsewhere).await.unwrap().unwrap();
    assert_eq!(there.len(), 7, "the image's story goes with it");
}

#[tokio::test]
async fn after_an_erasure_the_story_stays_and_names_nobody() {
    let lab = Lab::new().await;
    story(&lab).await;
    let models = lab.models("read-models").await;
    let _following = follow(&models);
    let at = lab.append(Event::PatientErased(PatientErased { patient: PATIENT })).await;
    lab.vault.destroy(PATIENT.0).await.unwrap();
    reach(&models, at).await;
    // Also where the read models are the index: of an erased patient they know nothing.
    let entries = models.history().patient(PATIENT).await.unwrap().unwrap();
    assert_eq!(entries.len(), 7);
    assert_eq!(entries[0].summary, "Reader B entered the patient erased");
    assert_eq!(entries[0].data["name"], "erased");
    assert_eq!(entries[6].summary, "Reader B erased the patient’s personal data for good");
    let all = serde_json::to_string(&entries).unwrap();
    assert!(!all.contains("Zoë") && !all.contains("smear-1") && !all.contains("granules"));
}

#[tokio::test]
async fn a_page_that_follows_along_is_told_what_changed() {
    let lab = Lab::new().await;
    let models = lab.models("read-models").await;
    let _following = follow(&models);
    let last = story(&lab).await;
    reach(&models, last).await;
    let changes = models.activity().after(Position(0), 100).await.unwrap();
    let Changes::Since(changes) = changes else { panic!("{changes:?}") };
    let change = changes.iter().find(|change| change.kind == "PredictionRecorded").unwrap();
    assert_eq!(change.image_id, Some(image()));
    assert_eq!((change.case_id, change.patient_id), (Some(CASE), Some(PATIENT)));
    assert_eq!(changes.last().unwrap().position, last.0);
    assert_eq!(models.activity().after(last, 10).await.unwrap(), Changes::Since(vec![]));
    let unknown = Position(last.0 + 1_000);
    let reset = models.activity().after(unknown, 10).await.unwrap();
    assert_eq!(reset, Changes::Reset(Some(last)));
}
