//! Cases: accession numbers, corrections.

use commands::testing::Laboratory;
use commands::{CaseCorrection, CommandError};
use domain::ids::PatientId;
use domain::personal::Personal;
use uuid::Uuid;

use crate::common::{case_details, code, kinds};

#[tokio::test]
async fn an_accession_number_is_unique_and_free_again_when_corrected() {
    let lab = Laboratory::open().await;
    let patient = lab.patient("P-1").await;
    let open = |number| {
        let (lab, context) = (&lab, lab.technologist());
        async move { lab.commands.open_case(&context, patient, case_details(Some(number))).await }
    };
    let case = open("H26-1").await.unwrap().value;
    assert_eq!(code(&open("h26-1").await.unwrap_err()), "accession-taken");

    let correct = |number: &str| CaseCorrection {
        accession: Some(Personal::new(number)),
        ..CaseCorrection::default()
    };
    let context = lab.technologist();
    lab.commands.correct_case(&context, case, correct("H26-2"), Some(1)).await.unwrap();
    open("H26-1").await.unwrap();
    assert_eq!(code(&open("H26-2").await.unwrap_err()), "accession-taken");
    lab.commands.correct_case(&lab.technologist(), case, correct(""), None).await.unwrap();
    open("H26-2").await.unwrap();

    let stale = lab.commands.correct_case(&lab.technologist(), case, correct("H"), Some(1)).await;
    assert!(matches!(stale.unwrap_err(), CommandError::Precondition { actual: 3 }));
}

#[tokio::test]
async fn an_accession_number_of_a_removed_patient_is_free() {
    let lab = Laboratory::open().await;
    let (gone, patient) = (lab.patient("P-1").await, lab.patient("P-2").await);
    let details = || case_details(Some("H26-1"));
    lab.commands.open_case(&lab.technologist(), gone, details()).await.unwrap();
    lab.commands.remove_patient(&lab.technologist(), gone, None, None).await.unwrap();
    lab.commands.open_case(&lab.technologist(), patient, details()).await.unwrap();
    let third = lab.commands.open_case(&lab.technologist(), patient, details()).await;
    assert_eq!(code(&third.unwrap_err()), "accession-taken");
}

#[tokio::test]
async fn a_case_is_opened_once_and_only_for_a_patient_in_work() {
    let lab = Laboratory::open().await;
    let patient = lab.patient("P-1").await;
    let context = lab.technologist();
    let details = || case_details(Some("H26-1"));
    let once = lab.commands.open_case(&context, patient, details()).await.unwrap();
    let again = lab.commands.open_case(&context, patient, details()).await.unwrap();
    assert_eq!(once, again);
    assert_eq!(kinds(&lab, &once.value.stream()).await, ["CaseOpened"]);

    let nobody = PatientId(Uuid::now_v7());
    let refused = lab.commands.open_case(&lab.technologist(), nobody, case_details(None)).await;
    assert!(matches!(refused.unwrap_err(), CommandError::NotFound { what: "patient" }));
    let admin = lab.commands.open_case(&lab.admin(), patient, case_details(None)).await;
    assert!(matches!(admin.unwrap_err(), CommandError::Forbidden { .. }));
}
