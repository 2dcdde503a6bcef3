//! Images that go to the right patient or case.

use commands::testing::{Laboratory, png, verdict};
use commands::{CommandError, Context, Done, Reassignment, Status, UploadTarget};
use domain::ids::{CaseId, ImageId, PatientId};
use domain::personal::Personal;
use infra::blobs::BlobKey;
use uuid::Uuid;

use crate::common::{case_details, code, kinds};

fn to(patient: Option<PatientId>, case: Option<CaseId>) -> Reassignment {
    Reassignment { patient, case, reason: Personal::new("labels swapped") }
}

async fn reassign(
    lab: &Laboratory,
    image: ImageId,
    wanted: Reassignment,
) -> Result<Done<ImageId>, CommandError> {
    lab.commands.reassign_image(&lab.technologist(), image, wanted, None).await
}

async fn case_of(lab: &Laboratory, patient: PatientId) -> CaseId {
    let opened = lab.commands.open_case(&lab.technologist(), patient, case_details(None)).await;
    opened.unwrap().value
}

/// The bytes that lie under an image's key.
async fn original(lab: &Laboratory, image: ImageId) -> Option<Vec<u8>> {
    let image = lab.commands.load_image(image).await.unwrap();
    let key = format!("patient/{}/{}", image.patient, image.sha256);
    let bytes = lab.blobs.read(&BlobKey::new(key).unwrap()).await.unwrap();
    bytes.map(|bytes| bytes.to_vec())
}

#[tokio::test]
async fn within_a_patient_an_image_changes_its_case_and_keeps_its_verdict() {
    let lab = Laboratory::open().await;
    let patient = lab.patient("P-1").await;
    let image = lab.image(patient, 1).await;
    lab.read(image, "basophil").await;
    let case = case_of(&lab, patient).await;
    let done = reassign(&lab, image, to(None, Some(case))).await.unwrap();
    assert_eq!((done.value, done.changed), (image, true));
    let state = lab.commands.load_image(image).await.unwrap();
    assert_eq!((state.case, state.in_work()), (case, Ok(())));
    assert!(state.verdict.is_some());
    let same = reassign(&lab, image, to(Some(patient), Some(case))).await.unwrap_err();
    assert_eq!(code(&same), "same-place");
    assert_eq!(code(&reassign(&lab, image, to(None, None)).await.unwrap_err()), "same-place");
}

#[tokio::test]
async fn another_patients_image_is_new_there_and_out_of_work_here() {
    let lab = Laboratory::open().await;
    let (wrong, right) = (lab.patient("P-1").await, lab.patient("P-2").await);
    let image = lab.image(wrong, 1).await;
    lab.read(image, "basophil").await;
    let before = lab.commands.load_image(image).await.unwrap();
    let (context, wanted) = (lab.technologist(), to(Some(right), None));
    let done = lab.commands.reassign_image(&context, image, wanted.clone(), Some(3)).await.unwrap();
    assert_eq!(done.value, ImageId::of(right, &before.sha256));
    let again = lab.commands.reassign_image(&context, image, wanted, Some(3)).await.unwrap();
    assert_eq!((again.value, again.position), (done.value, done.position));

    let there = lab.commands.load_image(done.value).await.unwrap();
    assert_eq!(there.taken_over_from, Some(image));
    assert_eq!((there.uploaded_at, there.uploaded_by), (before.uploaded_at, before.uploaded_by));
    assert_eq!(there.file_name.known(), Some("cell.png"), "sealed anew, read with the other key");
    assert!(there.verdict.is_none() && !there.mix_up_suspected);
    assert_eq!(lab.commands.load_case(there.case).await.unwrap().patient, right);
    assert_eq!(original(&lab, done.value).await.unwrap(), png(1));
    let here = lab.commands.load_image(image).await.unwrap();
    assert_eq!(here.reassigned_to, Some(done.value));
    let late = lab.commands.record_verdict(&lab.hematologist(), image, verdict("ig"), None).await;
    assert_eq!(code(&late.unwrap_err()), "image-reassigned");

    // Uploaded for the wrong patient once more, it is back, with a warning.
    let back = lab.upload(wrong, png(1)).await;
    assert_eq!((back.status, back.id), (Status::Restored, Some(image)));
    assert!(back.warning.is_some());
}

#[tokio::test]
async fn what_cannot_be_is_refused_and_begins_nothing() {
    let lab = Laboratory::open().await;
    let (wrong, right) = (lab.patient("P-1").await, lab.patient("P-2").await);
    let image = lab.image(wrong, 1).await;
    let removed = lab.patient("P-3").await;
    lab.commands.remove_patient(&lab.technologist(), removed, None, None).await.unwrap();
    let merged = lab.patient("P-4").await;
    let reason = Personal::new("entered twice");
    lab.commands.merge_patients(&lab.technologist(), merged, right, reason, None).await.unwrap();
    let erased = lab.patient("P-5").await;
    lab.commands.erase_patient(&lab.admin(), erased).await.unwrap();
    let case = case_of(&lab, right).await;
    let refused = |wanted| {
        let lab = &lab;
        async move { code(&reassign(lab, image, wanted).await.unwrap_err()) }
    };
    let events = crate::common::all(&lab).await.len();
    assert_eq!(refused(to(Some(removed), None)).await, "patient-removed");
    assert_eq!(refused(to(Some(merged), None)).await, "patient-merged");
    assert_eq!(refused(to(Some(erased), None)).await, "patient-erased");
    assert_eq!(refused(to(None, Some(case))).await, "case-of-another-patient");
    assert_eq!(refused(to(Some(wrong), Some(case))).await, "case-of-another-patient");
    let unsaid = Reassignment { reason: Personal::new(""), ..to(Some(right), None) };
    assert_eq!(refused(unsaid).await, "reassignment-needs-reason");
    let nobody = to(Some(PatientId(Uuid::now_v7())), None);
    let unknown = reassign(&lab, image, nobody).await.unwrap_err();
    assert!(matches!(unknown, CommandError::NotFound { what: "patient" }));
    let context = lab.technologist();
    let stale = lab.commands.reassign_image(&context, image, to(Some(right), None), Some(9)).await;
    assert!(matches!(stale.unwrap_err(), CommandError::Precondition { actual: 1 }));
    let reader = lab.hematologist();
    let reader = lab.commands.reassign_image(&reader, image, to(Some(right), None), None).await;
    assert!(matches!(reader.unwrap_err(), CommandError::Forbidden { .. }));
    assert_eq!(crate::common::all(&lab).await.len(), events, "nothing was begun");
    lab.commands.void_image(&lab.technologist(), image, None, None).await.unwrap();
    assert_eq!(refused(to(Some(right), None)).await, "image-voided");
}

#[tokio::test]
async fn the_right_patient_may_have_the_same_picture_already() {
    let lab = Laboratory::open().await;
    let (wrong, right) = (lab.patient("P-1").await, lab.patient("P-2").await);
    let there = lab.image(right, 1).await;
    lab.read(there, "basophil").await;
    let item = lab.upload(wrong, png(1)).await;
    assert!(item.warning.is_some(), "the mix-up was seen");
    let done = reassign(&lab, item.id.unwrap(), to(Some(right), None)).await.unwrap();
    assert_eq!(done.value, there);
    let there = lab.commands.load_image(there).await.unwrap();
    assert!(there.verdict.is_some() && there.taken_over_from.is_none(), "it stays as it was");
    let here = lab.commands.load_image(item.id.unwrap()).await.unwrap();
    assert_eq!(here.reassigned_to, Some(there.id));

    // One that was voided there comes back.
    lab.commands
        .void_image(&lab.technologist(), there.id, Some(Personal::new("blurred")), None)
        .await
        .unwrap();
    let back = lab.upload(wrong, png(1)).await.id.unwrap();
    reassign(&lab, back, to(Some(right), None)).await.unwrap();
    let there = lab.commands.load_image(there.id).await.unwrap();
    assert_eq!((there.in_work(), there.taken_over_from), (Ok(()), Some(back)));
}

#[tokio::test]
async fn an_image_of_a_merged_record_stays_the_same_within_the_person() {
    let lab = Laboratory::open().await;
    let (twice, stays) = (lab.patient("P-1").await, lab.patient("P-2").await);
    let image = lab.image(twice, 1).await;
    let case = case_of(&lab, stays).await;
    let reason = Personal::new("entered twice");
    lab.commands.merge_patients(&lab.technologist(), twice, stays, reason, None).await.unwrap();
    let done = reassign(&lab, image, to(Some(stays), Some(case))).await.unwrap();
    assert_eq!(done.value, image);
    assert_eq!(lab.commands.load_image(image).await.unwrap().case, case);
}

/// Two patients, an image of the first, and a reassignment that a dying log cuts off.
async fn cut_off(appends: i64) -> (Laboratory, Context, ImageId, PatientId) {
    let lab = Laboratory::open().await;
    let (wrong, right) = (lab.patient("P-1").await, lab.patient("P-2").await);
    let image = lab.image(wrong, 1).await;
    let context = lab.technologist();
    lab.faults.die_after(appends);
    let wanted = to(Some(right), None);
    let done = lab.commands.reassign_image(&context, image, wanted, None).await;
    assert_eq!(done.is_ok(), appends == 4);
    (lab.restart().await, context, image, right)
}

#[tokio::test]
async fn a_reassignment_that_was_cut_off_is_finished_by_asking_again() {
    // The bytes are said, the case is opened, the other image is there, this one is gone.
    for appends in 0..=4 {
        let (lab, context, image, right) = cut_off(appends).await;
        let here = lab.commands.load_image(image).await.unwrap();
        assert_eq!(here.in_work().is_ok(), appends < 4, "it is lost in no place");
        let wanted = to(Some(right), None);
        let done = lab.commands.reassign_image(&context, image, wanted, None).await.unwrap();
        let there = lab.commands.load_image(done.value).await.unwrap();
        assert_eq!((there.patient, there.in_work()), (right, Ok(())));
        assert_eq!(kinds(&lab, &there.case.stream()).await, ["CaseOpened"]);
        assert_eq!(kinds(&lab, &there.id.stream()).await, ["ImageUploaded", "ImageTakenOver"]);
        assert_eq!(original(&lab, there.id).await.unwrap(), png(1));
        lab.clock.advance(61);
        assert_eq!(lab.commands.reconcile().await.unwrap().reassigned, 0);
    }
}

#[tokio::test]
async fn a_reassignment_that_nobody_asks_for_again_is_finished_or_never_was() {
    for appends in 0..=4 {
        let (lab, _, image, _) = cut_off(appends).await;
        assert_eq!(lab.commands.reconcile().await.unwrap().reassigned, 0, "not at once");
        lab.clock.advance(61);
        let finished = lab.commands.reconcile().await.unwrap().reassigned;
        assert_eq!(finished, usize::from(appends == 3), "after {appends} appends");
        let here = lab.commands.load_image(image).await.unwrap();
        assert_eq!(here.reassigned_to.is_some(), appends >= 3);
        assert_eq!(lab.commands.reconcile().await.unwrap().reassigned, 0);
    }
}

#[tokio::test]
async fn a_reassignment_asked_for_anew_goes_on_with_what_is_there() {
    let (lab, _, image, right) = cut_off(3).await;
    let done = reassign(&lab, image, to(Some(right), None)).await.unwrap();
    let here = lab.commands.load_image(image).await.unwrap();
    assert_eq!(here.reassigned_to, Some(done.value));
    let target = UploadTarget { case: Some(here.case), ..lab.target(right) };
    let foreign = lab.commands.check_upload(&lab.technologist(), &target).await.unwrap_err();
    assert!(matches!(foreign, CommandError::NotFound { what: "case" }));
}
