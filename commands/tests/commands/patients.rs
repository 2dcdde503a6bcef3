//! Patients: unique numbers, corrections, removal, and doing it once.

use crate::common::{code, kinds};
use commands::testing::Laboratory;
use commands::{CommandError, PatientCorrection};
use domain::personal::Personal;

#[tokio::test]
async fn a_patient_is_entered_once_under_a_number() {
    let lab = Laboratory::open().await;
    let context = lab.technologist();
    let first = lab.commands.register_patient(&context, lab.details("P-1")).await.unwrap();
    let again = lab.commands.register_patient(&context, lab.details("P-1")).await.unwrap();
    assert_eq!(first, again, "the same command happens once and answers the same");
    assert_eq!(first.value.0, context.command);
    assert_eq!(kinds(&lab, &first.value.stream()).await, ["PatientRegistered"]);

    let other = lab.commands.register_patient(&lab.technologist(), lab.details(" p-1 ")).await;
    assert_eq!(code(&other.unwrap_err()), "patient-number-taken");
}

#[tokio::test]
async fn a_corrected_number_frees_the_old_one() {
    let lab = Laboratory::open().await;
    let patient = lab.patient("P-1").await;
    let correct = |number: &str| PatientCorrection {
        number: Some(Personal::new(number)),
        ..PatientCorrection::default()
    };
    let context = lab.technologist();
    let done = lab.commands.correct_patient(&context, patient, correct("P-2"), Some(1)).await;
    assert!(done.unwrap().changed);
    lab.patient("P-1").await;
    let taken = lab.commands.register_patient(&lab.technologist(), lab.details("P-2")).await;
    assert_eq!(code(&taken.unwrap_err()), "patient-number-taken");

    let context = lab.technologist();
    let same = lab.commands.correct_patient(&context, patient, correct("P-2"), None).await;
    assert!(!same.unwrap().changed, "what is so already is no event");
    let stale = lab.commands.correct_patient(&context, patient, correct("P-3"), Some(1)).await;
    assert!(matches!(stale.unwrap_err(), CommandError::Precondition { actual: 2 }));
}

#[tokio::test]
async fn two_who_want_one_number_at_once_get_it_once() {
    let lab = Laboratory::open().await;
    let register =
        || async { lab.commands.register_patient(&lab.technologist(), lab.details("P-1")).await };
    let all = futures::future::join_all((0..8).map(|_| register())).await;
    assert_eq!(all.iter().filter(|one| one.is_ok()).count(), 1);
    for refused in all.into_iter().filter_map(Result::err) {
        assert_eq!(code(&refused), "patient-number-taken");
    }
}

#[tokio::test]
async fn a_removed_patient_is_out_of_work_and_its_number_free() {
    let lab = Laboratory::open().await;
    let patient = lab.patient("P-1").await;
    let removed = lab.commands.remove_patient(&lab.technologist(), patient, None, None).await;
    assert!(removed.unwrap().changed);
    let again = lab.commands.remove_patient(&lab.technologist(), patient, None, None).await;
    assert!(!again.unwrap().changed);
    lab.patient("P-1").await;

    let context = lab.technologist();
    let target = lab.target(patient);
    let upload = lab.commands.check_upload(&context, &target).await;
    assert_eq!(code(&upload.unwrap_err()), "patient-removed");
    let opened = lab.commands.open_case(&context, patient, crate::common::case_details(None)).await;
    assert_eq!(code(&opened.unwrap_err()), "patient-removed");
    let wanted = PatientCorrection::default();
    let corrected = lab.commands.correct_patient(&context, patient, wanted, None).await;
    assert_eq!(code(&corrected.unwrap_err()), "patient-removed");
}

#[tokio::test]
async fn the_log_holds_no_plain_name() {
    let lab = Laboratory::open().await;
    let patient = lab.patient("Q-4711").await;
    lab.upload(patient, commands::testing::png(1)).await;
    for event in crate::common::all(&lab).await {
        let text = String::from_utf8_lossy(&event.data).into_owned() + &event.stream;
        for secret in ["Q-4711", "q-4711", "Ada", "1984-02-29", "female", "cell.png"] {
            assert!(!text.contains(secret), "{secret} in {}", event.kind);
        }
    }
}
