//! A patient's data comes to its end; legal holds stand in its way.

use std::sync::Arc;

use commands::testing::{Laboratory, png};
use commands::{Answer, Begin, CommandError, Reconciled};
use domain::ids::PatientId;
use domain::personal::{Opened, Personal};
use futures::StreamExt as _;
use infra::erasures::ErasureList;
use infra::vault::KeyState;
use uuid::Uuid;

use crate::common::{case_details, code, kinds};

/// What still lies under a patient's name in the blobs.
async fn blobs(lab: &Laboratory, patient: PatientId) -> usize {
    lab.blobs.list(&format!("patient/{patient}/")).await.unwrap().count().await
}

async fn listed(lab: &Laboratory) -> Vec<Uuid> {
    let list = ErasureList::new(lab.path().join("erasures"));
    list.read().unwrap().into_iter().map(|erasure| erasure.subject).collect()
}

/// Nothing is left of the patient but that there was one.
async fn is_gone(lab: &Laboratory, patient: PatientId) {
    let state = lab.commands.load_patient(patient).await.unwrap();
    assert!(state.erased);
    assert_eq!((&state.number, &state.name), (&Opened::Erased, &Opened::Erased));
    assert!(matches!(lab.vault.key(patient.0).await.unwrap(), KeyState::Destroyed));
    assert_eq!(blobs(lab, patient).await, 0);
    assert!(listed(lab).await.contains(&patient.0));
}

#[tokio::test]
async fn an_erased_patient_leaves_nothing_but_the_record_of_it() {
    let lab = Laboratory::open().await;
    let (patient, other) = (lab.patient("P-1").await, lab.patient("P-2").await);
    let (image, kept) = (lab.image(patient, 1).await, lab.image(other, 2).await);
    lab.read(image, "basophil").await;
    let case = lab.commands.load_image(image).await.unwrap().case;
    let context = lab.admin();
    assert!(lab.commands.erase_patient(&context, patient).await.unwrap().changed);
    assert!(lab.commands.erase_patient(&context, patient).await.unwrap().changed, "once");
    assert!(!lab.commands.erase_patient(&lab.admin(), patient).await.unwrap().changed);
    is_gone(&lab, patient).await;
    assert_eq!(kinds(&lab, &patient.stream()).await, ["PatientRegistered", "PatientErased"]);
    assert_eq!(listed(&lab).await, [patient.0]);
    assert_eq!(lab.commands.load_image(image).await.unwrap().file_name, Opened::Erased);
    let report = commands::audit::verify(lab.log.clone(), lab.blobs.clone()).await;
    assert!(report.fault.is_none(), "{:?}", report.fault);

    let upload = lab.commands.check_upload(&lab.technologist(), &lab.target(patient)).await;
    assert_eq!(code(&upload.unwrap_err()), "patient-erased");
    let said = commands::testing::verdict("ig");
    let late = lab.commands.record_verdict(&lab.hematologist(), image, said, None).await;
    assert_eq!(code(&late.unwrap_err()), "patient-erased");
    let context = lab.technologist();
    let corrected = lab.commands.correct_case(&context, case, Default::default(), None).await;
    assert_eq!(code(&corrected.unwrap_err()), "patient-erased");
    // The number is free, and the other patient is whole.
    lab.patient("P-1").await;
    assert_eq!(blobs(&lab, other).await, 1);
    assert_eq!(lab.commands.load_image(kept).await.unwrap().file_name.known(), Some("cell.png"));
    assert_eq!(lab.commands.reconcile().await.unwrap(), Reconciled::default());
}

#[tokio::test]
async fn only_an_administrator_erases_holds_and_lifts() {
    let lab = Laboratory::open().await;
    let patient = lab.patient("P-1").await;
    for context in [lab.technologist(), lab.hematologist()] {
        let reason = || Personal::new("r");
        let erased = lab.commands.erase_patient(&context, patient).await.unwrap_err();
        let held = lab.commands.place_hold(&context, patient, reason()).await.unwrap_err();
        let lifted = lab.commands.lift_hold(&context, patient, reason()).await.unwrap_err();
        for refused in [erased, held, lifted] {
            assert!(matches!(refused, CommandError::Forbidden { .. }));
        }
    }
    let nobody = PatientId(Uuid::now_v7());
    let unknown = lab.commands.erase_patient(&lab.admin(), nobody).await.unwrap_err();
    assert!(matches!(unknown, CommandError::NotFound { what: "patient" }));
}

#[tokio::test]
async fn a_legal_hold_refuses_erasure_with_its_reason_until_it_is_lifted() {
    let lab = Laboratory::open().await;
    let patient = lab.patient("P-1").await;
    let image = lab.image(patient, 1).await;
    let hold = Personal::new("court file 7 C 12/26");
    assert!(lab.commands.place_hold(&lab.admin(), patient, hold).await.unwrap().changed);
    let refused = lab.commands.erase_patient(&lab.admin(), patient).await.unwrap_err();
    assert_eq!(code(&refused), "legal-hold");
    assert!(refused.to_string().contains("court file 7 C 12/26"), "{refused}");
    assert_eq!(blobs(&lab, patient).await, 1);
    // Work goes on, and out of work the hold still stands.
    lab.read(image, "basophil").await;
    lab.commands.remove_patient(&lab.technologist(), patient, None, None).await.unwrap();
    let refused = lab.commands.erase_patient(&lab.admin(), patient).await.unwrap_err();
    assert_eq!(code(&refused), "legal-hold");
    let lift = Personal::new("settled");
    assert!(lab.commands.lift_hold(&lab.admin(), patient, lift).await.unwrap().changed);
    lab.commands.erase_patient(&lab.admin(), patient).await.unwrap();
    is_gone(&lab, patient).await;
}

/// A record that became part of another, with an image each.
async fn merged(lab: &Laboratory) -> (PatientId, PatientId) {
    let (twice, stays) = (lab.patient("P-1").await, lab.patient("P-2").await);
    lab.image(twice, 1).await;
    lab.image(stays, 2).await;
    let reason = Personal::new("entered twice");
    lab.commands.merge_patients(&lab.technologist(), twice, stays, reason, None).await.unwrap();
    (twice, stays)
}

#[tokio::test]
async fn a_merged_record_is_erased_with_the_one_that_stays() {
    let lab = Laboratory::open().await;
    let (twice, stays) = merged(&lab).await;
    let refused = lab.commands.erase_patient(&lab.admin(), twice).await.unwrap_err();
    assert_eq!(code(&refused), "patient-merged");
    lab.commands.erase_patient(&lab.admin(), stays).await.unwrap();
    is_gone(&lab, twice).await;
    is_gone(&lab, stays).await;
}

#[tokio::test]
async fn a_hold_on_a_record_that_was_merged_protects_the_whole() {
    let lab = Laboratory::open().await;
    let (twice, stays) = (lab.patient("P-1").await, lab.patient("P-2").await);
    let hold = || Personal::new("court file 7 C 12/26");
    lab.commands.place_hold(&lab.admin(), twice, hold()).await.unwrap();
    let reason = Personal::new("entered twice");
    lab.commands.merge_patients(&lab.technologist(), twice, stays, reason, None).await.unwrap();
    let refused = lab.commands.erase_patient(&lab.admin(), stays).await.unwrap_err();
    assert!(refused.to_string().contains("court file 7 C 12/26"), "{refused}");
    let elsewhere = lab.commands.place_hold(&lab.admin(), twice, hold()).await.unwrap_err();
    assert_eq!(code(&elsewhere), "patient-merged");
    lab.commands.lift_hold(&lab.admin(), twice, Personal::new("settled")).await.unwrap();
    lab.commands.erase_patient(&lab.admin(), stays).await.unwrap();
    is_gone(&lab, twice).await;
}

#[tokio::test]
async fn nobody_is_erased_in_the_middle_of_a_merge() {
    let lab = Laboratory::open().await;
    let (twice, stays) = (lab.patient("P-1").await, lab.patient("P-2").await);
    lab.faults.die_after(1);
    let reason = Personal::new("entered twice");
    let cut_off =
        lab.commands.merge_patients(&lab.technologist(), twice, stays, reason, None).await;
    assert!(cut_off.is_err());
    let lab = lab.restart().await;
    let refused = lab.commands.erase_patient(&lab.admin(), stays).await.unwrap_err();
    assert_eq!(code(&refused), "merge-under-way");
    lab.clock.advance(61);
    lab.commands.reconcile().await.unwrap();
    lab.commands.erase_patient(&lab.admin(), stays).await.unwrap();
    is_gone(&lab, twice).await;
}

#[tokio::test]
async fn an_erasure_that_was_cut_off_is_finished_by_itself() {
    // On record; the number is free; the merged record follows; its number is free.
    for appends in 0..=4 {
        let lab = Laboratory::open().await;
        let (twice, stays) = merged(&lab).await;
        lab.faults.die_after(appends);
        let cut_off = lab.commands.erase_patient(&lab.admin(), stays).await;
        assert!(cut_off.is_err() || appends == 4, "after {appends} appends");
        let lab = lab.restart().await;
        let finished = lab.commands.reconcile().await.unwrap().erased;
        match appends {
            0 => {
                assert_eq!(finished, 0);
                assert!(lab.commands.load_patient(stays).await.unwrap().in_work().is_ok());
                assert_eq!(blobs(&lab, twice).await + blobs(&lab, stays).await, 2);
            }
            _ => {
                is_gone(&lab, twice).await;
                is_gone(&lab, stays).await;
                lab.clock.advance(180);
                lab.patient("P-1").await;
                lab.patient("P-2").await;
            }
        }
        assert_eq!(lab.commands.reconcile().await.unwrap().erased, 0, "there is no more to do");
    }
}

#[tokio::test]
async fn an_erasure_that_cannot_be_listed_keeps_the_key_until_it_can() {
    let lab = Laboratory::open().await;
    let patient = lab.patient("P-1").await;
    lab.image(patient, 1).await;
    // A folder stands where the list is to be written.
    std::fs::create_dir(lab.path().join("erasures")).unwrap();
    let refused = lab.commands.erase_patient(&lab.admin(), patient).await.unwrap_err();
    assert!(matches!(refused, CommandError::Unavailable(_)), "{refused}");
    assert!(matches!(lab.vault.key(patient.0).await.unwrap(), KeyState::Present(_)));
    assert_eq!(blobs(&lab, patient).await, 1);
    let upload = lab.commands.check_upload(&lab.technologist(), &lab.target(patient)).await;
    assert_eq!(code(&upload.unwrap_err()), "patient-erased", "it is on record already");

    std::fs::remove_dir(lab.path().join("erasures")).unwrap();
    let lab = lab.restart().await;
    assert_eq!(lab.commands.reconcile().await.unwrap().erased, 1);
    is_gone(&lab, patient).await;
}

#[tokio::test]
async fn an_erasure_that_stopped_when_the_key_was_destroyed_deletes_what_is_left() {
    let lab = Laboratory::open().await;
    let patient = lab.patient("P-1").await;
    lab.image(patient, 1).await;
    std::fs::create_dir(lab.path().join("erasures")).unwrap();
    lab.commands.erase_patient(&lab.admin(), patient).await.unwrap_err();
    std::fs::remove_dir(lab.path().join("erasures")).unwrap();
    // What the next steps do, and then no more.
    let list = ErasureList::new(lab.path().join("erasures"));
    list.append(patient.0, jiff::Timestamp::now()).unwrap();
    lab.vault.destroy(patient.0).await.unwrap();
    assert_eq!(blobs(&lab, patient).await, 1);
    let lab = lab.restart().await;
    assert_eq!(lab.commands.reconcile().await.unwrap().erased, 1);
    is_gone(&lab, patient).await;
    assert_eq!(listed(&lab).await, [patient.0], "one line is enough");
}

#[tokio::test]
async fn blobs_that_come_late_are_swept() {
    let lab = Laboratory::open().await;
    let patient = lab.patient("P-1").await;
    lab.commands.erase_patient(&lab.admin(), patient).await.unwrap();
    let key = format!("patient/{patient}/{}.preview", "0".repeat(64));
    let key = infra::blobs::BlobKey::new(key).unwrap();
    lab.blobs.put_bytes(&key, png(1).into()).await.unwrap();
    assert_eq!(lab.commands.reconcile().await.unwrap().erased, 1);
    assert_eq!(blobs(&lab, patient).await, 0);
}

#[tokio::test]
async fn a_file_on_its_way_to_a_patient_who_is_erased_meanwhile_is_not_kept() {
    let lab = Laboratory::open().await;
    let patient = lab.patient("P-1").await;
    let (context, target) = (lab.technologist(), lab.target(patient));
    let slow = futures::stream::once(async {
        lab.commands.erase_patient(&lab.admin(), patient).await.unwrap();
        Ok::<_, std::convert::Infallible>(bytes::Bytes::from(png(1)))
    });
    let name = "late.png".to_owned();
    let late = lab.commands.receive_file(&context, &target, name, Box::pin(slow)).await;
    assert_eq!(code(&late.unwrap_err()), "patient-erased");
    assert_eq!(blobs(&lab, patient).await, 0);
}

#[tokio::test]
async fn kept_answers_are_forgotten_also_those_under_way() {
    let lab = Laboratory::open().await;
    let patient = lab.patient("P-1").await;
    let [answered, under_way] = [1, 2].map(Uuid::from_u128);
    let fingerprint = [7; 32];
    for key in [answered, under_way] {
        let begun = lab.commands.idempotent_begin(key, fingerprint).await.unwrap();
        assert_eq!(begun, Begin::New);
    }
    let body = b"{\"file_name\": \"Ada Example.png\"}".to_vec();
    let answer = Answer { status: 200, headers: vec![], body };
    lab.commands.idempotent_finish(answered, &answer).await.unwrap();
    lab.commands.erase_patient(&lab.admin(), patient).await.unwrap();
    assert!(lab.commands.idempotent_finish(under_way, &answer).await.is_err(), "it keeps nothing");
    for key in [answered, under_way] {
        let again = lab.commands.idempotent_begin(key, fingerprint).await.unwrap();
        assert_eq!(again, Begin::New);
    }
}

#[tokio::test]
async fn what_a_restored_backup_brought_back_is_erased_again() {
    let lab = Laboratory::open().await;
    let patient = lab.patient("P-1").await;
    lab.image(patient, 1).await;
    // As the backup has it, somebody placed a hold that was lifted before the erasure.
    let hold = Personal::new("court file 7 C 12/26");
    lab.commands.place_hold(&lab.admin(), patient, hold).await.unwrap();
    assert!(lab.commands.erase_again(patient).await.unwrap().changed);
    is_gone(&lab, patient).await;
    assert!(!lab.commands.erase_again(patient).await.unwrap().changed);
    let unknown = PatientId(Uuid::now_v7());
    assert!(!lab.commands.erase_again(unknown).await.unwrap().changed);
}

#[tokio::test]
async fn erasing_races_uploads_and_leaves_nothing() {
    let lab = Arc::new(Laboratory::open().await);
    let patient = lab.patient("P-1").await;
    let case = lab.commands.open_case(&lab.technologist(), patient, case_details(None)).await;
    case.unwrap();
    let uploads = (0..12).map(|seed| {
        let (lab, context, target) = (lab.clone(), lab.technologist(), lab.target(patient));
        tokio::spawn(async move {
            let file = commands::testing::bytes(png(seed));
            let item = lab.commands.receive_file(&context, &target, format!("{seed}.png"), file);
            item.await.map_err(|refused| code(&refused))
        })
    });
    let uploads: Vec<_> = uploads.collect();
    lab.commands.erase_patient(&lab.admin(), patient).await.unwrap();
    for upload in uploads {
        if let Err(refused) = upload.await.unwrap() {
            assert_eq!(refused, "patient-erased");
        }
    }
    lab.commands.reconcile().await.unwrap();
    is_gone(&lab, patient).await;
    let report = commands::audit::verify(lab.log.clone(), lab.blobs.clone()).await;
    assert!(report.fault.is_none(), "{:?}", report.fault);
}
