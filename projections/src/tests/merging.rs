//! Two records of one person become one; an image goes to the patient whose it is.

use domain::event::{Event, ImageTakenOver, MixUpSuspected, PatientErased, Priority};
use domain::ids::{CaseId, ImageId, PatientId, Sha256};
use domain::verdict::Verdict;
use infra::blobs::{BlobKey, Blobs as _};
use infra::event_log::Position;
use tokio_util::sync::DropGuard;
use uuid::Uuid;

use super::lab::{Lab, dump, follow, reach};
use super::random::*;
use crate::cases::CaseFilter;
use crate::content::{Found, Rendition};
use crate::images::{ImageFilter, ImageStatus};
use crate::{Page, ReadModels};

const GOES: PatientId = PatientId(Uuid::from_u128(1));
const STAYS: PatientId = PatientId(Uuid::from_u128(2));

fn case(number: u128) -> CaseId {
    CaseId(Uuid::from_u128(number))
}

fn image(patient: PatientId, number: u8) -> ImageId {
    ImageId::of(patient, &Sha256([number; 32]))
}

/// Two patients, each with a case and an image.
async fn two_patients() -> (Lab, ReadModels, DropGuard) {
    let lab = Lab::new().await;
    let models = lab.models("read-models").await;
    let following = follow(&models);
    lab.append(panel_defined("blood-cell")).await;
    for (patient, name, number) in [(GOES, "Zoe Hyphen", 3), (STAYS, "Zoë Łuk", 4)] {
        lab.append(patient_registered(patient, name)).await;
        lab.append(case_opened(case(number), patient, Priority::Routine)).await;
        let image = image_uploaded(patient, case(number), "blood-cell", number as u8);
        lab.append(image).await;
    }
    (lab, models, following)
}

async fn merge(lab: &Lab) -> Position {
    let mut last = Position(0);
    for event in merged(GOES, STAYS) {
        last = lab.append(event).await;
    }
    last
}

#[tokio::test]
async fn all_of_the_record_that_goes_is_shown_under_the_one_that_stays() {
    let (lab, models, _following) = two_patients().await;
    let key = format!("patient/{GOES}/{}", Sha256([3; 32]));
    lab.blobs.put_bytes(&BlobKey::new(key).unwrap(), "bytes".into()).await.unwrap();
    reach(&models, merge(&lab).await).await;

    let listed = models.patients().list(&Page::default()).await.unwrap();
    assert_eq!((listed.items.len(), listed.total), (1, 1));
    assert_eq!((listed.items[0].id, listed.items[0].images_total), (STAYS, 2));
    let gone = models.patients().get(GOES).await.unwrap().unwrap();
    assert_eq!((gone.merged_into, gone.images_total), (Some(STAYS), 0));
    let own = CaseFilter { patient: Some(STAYS), ..CaseFilter::default() };
    assert_eq!(models.cases().count(&own).await.unwrap(), 2);
    let view = models.images().get(image(GOES, 3)).await.unwrap().unwrap();
    assert_eq!(view.patient_id, STAYS);
    let content = models.content().open(view.id, &Rendition::Original, None).await.unwrap();
    assert!(matches!(content, Found::Content(_)), "its bytes lie where they lay");

    // What comes late to the record that goes is the other's too.
    lab.append(case_opened(case(5), GOES, Priority::Stat)).await;
    let at = lab.append(image_uploaded(GOES, case(5), "blood-cell", 5)).await;
    reach(&models, at).await;
    let late = models.images().get(image(GOES, 5)).await.unwrap().unwrap();
    assert_eq!((late.patient_id, late.priority), (STAYS, Priority::Stat));
    let stays = models.patients().get(STAYS).await.unwrap().unwrap();
    assert_eq!((stays.images_total, stays.images_unverified), (3, 3));

    let story = models.history().patient(STAYS).await.unwrap().unwrap();
    let told: Vec<_> = story.iter().map(|entry| entry.summary.as_str()).collect();
    let number = |name: &str| format!("user {} entered the patient P-{name}", super::lab::READER);
    assert!(told.contains(&number("Zoe Hyphen").as_str()), "{told:?}");
    let merged = told.iter().find(|line| line.contains("merged this record")).unwrap();
    assert!(merged.ends_with(&format!("into the record {STAYS}: entered twice")), "{merged}");
    assert_eq!(story.len(), 10);
}

#[tokio::test]
async fn erasing_the_one_that_stays_erases_the_one_that_went() {
    let (lab, models, _following) = two_patients().await;
    merge(&lab).await;
    for patient in [STAYS, GOES] {
        lab.append(Event::PatientErased(PatientErased { patient })).await;
        lab.vault.destroy(patient.0).await.unwrap();
    }
    let at = lab.append(image_uploaded(GOES, case(3), "blood-cell", 9)).await;
    reach(&models, at).await;
    let rows = dump(&models.inner.store.get()).await;
    for table in ["patients:", "cases:", "images:"] {
        assert!(!rows.iter().any(|row| row.starts_with(table)), "{rows:#?}");
    }
    assert_eq!(rows.iter().filter(|row| row.starts_with("erased_patients:")).count(), 2);
}

#[tokio::test]
async fn an_image_that_goes_to_another_patient_leaves_work_and_waits_there_as_another() {
    let (lab, models, _following) = two_patients().await;
    let (from, to) = (image(GOES, 3), image(STAYS, 3));
    lab.append(final_verdict(from, &Verdict::Uncertain)).await;
    let at = lab.append(Event::MixUpSuspected(MixUpSuspected { image: from })).await;
    reach(&models, at).await;
    let mixed = ImageFilter { mix_up: Some(true), ..ImageFilter::default() };
    assert_eq!(models.images().count(&mixed).await.unwrap(), 1);

    lab.append(image_uploaded(STAYS, case(4), "blood-cell", 3)).await;
    lab.append(Event::ImageTakenOver(ImageTakenOver { image: to, from })).await;
    let at = lab.append(moved(from, GOES, to, STAYS, case(4))).await;
    reach(&models, at).await;
    let old = models.images().get(from).await.unwrap().unwrap();
    assert_eq!((old.status, old.reassigned_to), (ImageStatus::Voided, Some(to)));
    let new = models.images().get(to).await.unwrap().unwrap();
    assert_eq!((new.status, new.taken_over_from), (ImageStatus::Unverified, Some(from)));
    assert_eq!((new.patient_id, new.mix_up_suspected), (STAYS, false));
    assert_eq!(models.images().count(&mixed).await.unwrap(), 0, "it is out of work");
    let counts = async |id| models.patients().get(id).await.unwrap().unwrap().images_total;
    assert_eq!((counts(GOES).await, counts(STAYS).await), (0, 2));
    let story = models.history().image(from).await.unwrap().unwrap();
    assert!(story.last().unwrap().summary.ends_with("the wrong slide"));
}
