//! Cases that were opened in error.

use commands::testing::{Laboratory, png};
use commands::{CommandError, Done, Reassignment, Status, UploadTarget};
use domain::ids::{CaseId, PatientId};
use domain::personal::Personal;

use crate::common::{case_details, code, kinds, open_case};

async fn withdraw(lab: &Laboratory, case: CaseId) -> Result<Done<CaseId>, CommandError> {
    let reason = Personal::new("opened twice");
    lab.commands.withdraw_case(&lab.technologist(), case, reason, None).await
}

async fn reinstate(lab: &Laboratory, case: CaseId) -> Result<Done<CaseId>, CommandError> {
    lab.commands.reinstate_case(&lab.technologist(), case, None).await
}

async fn numbered(lab: &Laboratory, patient: PatientId) -> Result<CaseId, CommandError> {
    let details = case_details(Some("H26-1"));
    Ok(lab.commands.open_case(&lab.technologist(), patient, details).await?.value)
}

#[tokio::test]
async fn who_opens_cases_withdraws_them_once() {
    let lab = Laboratory::open().await;
    let case = open_case(&lab, lab.patient("P-1").await).await;
    let why = || Personal::new("opened twice");
    for context in [lab.hematologist(), lab.admin()] {
        let refused = lab.commands.withdraw_case(&context, case, why(), None).await.unwrap_err();
        assert!(matches!(refused, CommandError::Forbidden { .. }), "{refused:?}");
        let refused = lab.commands.reinstate_case(&context, case, None).await.unwrap_err();
        assert!(matches!(refused, CommandError::Forbidden { .. }), "{refused:?}");
    }
    assert!(!reinstate(&lab, case).await.unwrap().changed);
    let context = lab.technologist();
    let stale = lab.commands.withdraw_case(&context, case, why(), Some(2)).await.unwrap_err();
    assert!(matches!(stale, CommandError::Precondition { actual: 1 }));
    let once = lab.commands.withdraw_case(&context, case, why(), Some(1)).await.unwrap();
    let again = lab.commands.withdraw_case(&context, case, why(), Some(1)).await.unwrap();
    assert_eq!(once, again);
    assert!(!withdraw(&lab, case).await.unwrap().changed);
    assert!(reinstate(&lab, case).await.unwrap().changed);
    let expected = ["CaseOpened", "CaseWithdrawn", "CaseReinstated"];
    assert_eq!(kinds(&lab, &case.stream()).await, expected);
    let patient = lab.commands.load_case(case).await.unwrap().patient;
    lab.commands.remove_patient(&lab.technologist(), patient, None, None).await.unwrap();
    assert_eq!(code(&withdraw(&lab, case).await.unwrap_err()), "patient-removed");
}

#[tokio::test]
async fn the_accession_number_goes_to_the_right_case_and_comes_back_only_when_free() {
    let lab = Laboratory::open().await;
    let (wrong, right) = (lab.patient("P-1").await, lab.patient("P-2").await);
    let case = numbered(&lab, wrong).await.unwrap();
    let (context, why) = (lab.technologist(), || Personal::new("wrong patient"));
    lab.commands.withdraw_case(&context, case, why(), None).await.unwrap();
    let other = numbered(&lab, right).await.unwrap();
    assert_eq!(code(&reinstate(&lab, case).await.unwrap_err()), "accession-taken");
    assert!(lab.commands.load_case(case).await.unwrap().withdrawn);

    withdraw(&lab, other).await.unwrap();
    reinstate(&lab, case).await.unwrap();
    // The first command again frees nothing that is carried by now.
    lab.commands.withdraw_case(&context, case, why(), None).await.unwrap();
    assert_eq!(code(&numbered(&lab, right).await.unwrap_err()), "accession-taken");
}

#[tokio::test]
async fn images_of_every_record_of_the_patient_hold_a_case() {
    let lab = Laboratory::open().await;
    let (patient, twin) = (lab.patient("P-1").await, lab.patient("P-2").await);
    let (case, other) = (open_case(&lab, patient).await, open_case(&lab, patient).await);
    let (own, of_twin) = (lab.image(patient, 1).await, lab.image(twin, 2).await);
    let why = Personal::new("entered twice");
    lab.commands.merge_patients(&lab.technologist(), twin, patient, why, None).await.unwrap();
    let go = async |image, case| {
        let reason = Personal::new("the other specimen");
        let to = Reassignment { patient: None, case: Some(case), reason };
        lab.commands.reassign_image(&lab.technologist(), image, to, None).await.unwrap();
    };
    go(own, case).await;
    go(of_twin, case).await;
    let refused = withdraw(&lab, case).await.unwrap_err();
    assert_eq!(code(&refused), "case-holds-images");
    assert!(refused.to_string().contains("(2)"), "{refused}");

    lab.commands.void_image(&lab.technologist(), own, None, None).await.unwrap();
    go(of_twin, other).await;
    withdraw(&lab, case).await.unwrap();
    // Neither a file nor a voided image that comes again gets in.
    let target = UploadTarget { case: Some(case), ..lab.target(patient) };
    let refused = lab.commands.check_upload(&lab.technologist(), &target).await.unwrap_err();
    assert_eq!(code(&refused), "case-withdrawn");
    assert_eq!(lab.upload(patient, png(1)).await.status, Status::Restored);
    assert!(lab.commands.load_case(case).await.unwrap().withdrawn);
}
