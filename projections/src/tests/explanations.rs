//! Where models see labels: what is shown of it, and what is told.

use domain::event::Priority;
use domain::ids::{CaseId, ImageId, PatientId, Sha256};
use uuid::Uuid;

use super::lab::{Lab, follow, reach};
use super::random::*;
use crate::images::ExplanationStatus;

const PATIENT: PatientId = PatientId(Uuid::from_u128(1));
const CASE: CaseId = CaseId(Uuid::from_u128(2));

#[tokio::test]
async fn a_question_is_shown_with_what_became_of_it_last() {
    let lab = Lab::new().await;
    lab.append(panel_defined("blood-cell")).await;
    lab.append(patient_registered(PATIENT, "Zoë")).await;
    lab.append(case_opened(CASE, PATIENT, Priority::Routine)).await;
    lab.append(image_uploaded(PATIENT, CASE, "blood-cell", 1)).await;
    let image = ImageId::of(PATIENT, &Sha256([1; 32]));
    let models = lab.models("read-models").await;
    let _following = follow(&models);
    let shown = async |position| {
        reach(&models, position).await;
        let view = models.images().get(image).await.unwrap().unwrap();
        assert_eq!(view.case_revision, 1, "no verdict must be given anew for a question");
        let [one] = &view.explanations[..] else { panic!("{:?}", view.explanations) };
        assert_eq!(one.label.as_str(), "neutrophil");
        one.clone()
    };

    let [asked, failed] = explained(image, 1, false);
    let one = shown(lab.append(asked.clone()).await).await;
    assert_eq!((one.status, one.map, one.problem), (ExplanationStatus::Requested, None, None));
    let one = shown(lab.append(failed).await).await;
    assert_eq!(one.status, ExplanationStatus::Failed);
    assert_eq!(one.problem.as_deref(), Some("the original is missing"));
    let [_, found] = explained(image, 1, true);
    lab.append(asked).await;
    let one = shown(lab.append(found).await).await;
    assert_eq!((one.status, one.problem), (ExplanationStatus::Ready, None));
    let map = one.map.unwrap();
    assert_eq!((map.area.left, map.area.width, map.columns), (8, 240, 56));
    assert_eq!(map.support + map.opposition + map.bias, map.logit);

    let entries = models.history().image(image).await.unwrap().unwrap();
    let told: Vec<_> = entries.iter().skip(1).map(|entry| entry.summary.as_str()).collect();
    assert_eq!(told.len(), 4);
    assert!(told[0].contains("for a map of “neutrophil”"), "{told:?}");
    assert!(told[1].ends_with("has no map of “neutrophil”: the original is missing"), "{told:?}");
    assert!(told[3].ends_with("has a map of “neutrophil”"), "{told:?}");
}
