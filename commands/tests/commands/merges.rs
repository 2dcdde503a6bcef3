//! Two records of one person become one.

use commands::testing::{Laboratory, png, verdict};
use commands::{CommandError, Done, PatientCorrection, UploadTarget};
use domain::ids::PatientId;
use domain::personal::Personal;
use uuid::Uuid;

use crate::common::{case_details, code, kinds};

async fn merge(
    lab: &Laboratory,
    from: PatientId,
    into: PatientId,
) -> Result<Done<PatientId>, CommandError> {
    let reason = Personal::new("entered twice");
    lab.commands.merge_patients(&lab.technologist(), from, into, reason, None).await
}

#[tokio::test]
async fn a_merged_record_names_the_one_that_stays() {
    let lab = Laboratory::open().await;
    let (twice, stays) = (lab.patient("P-1").await, lab.patient("P-2").await);
    let (context, reason) = (lab.technologist(), Personal::new("entered twice"));
    let merge_once =
        || lab.commands.merge_patients(&context, twice, stays, reason.clone(), Some(1));
    let done = merge_once().await.unwrap();
    assert_eq!((done.value, done.changed), (stays, true));
    assert_eq!(merge_once().await.unwrap().value, stays, "the same command again");
    assert!(!merge(&lab, twice, stays).await.unwrap().changed, "another command for the same");
    assert_eq!(kinds(&lab, &twice.stream()).await, ["PatientRegistered", "PatientMerged"]);
    assert_eq!(kinds(&lab, &stays.stream()).await, ["PatientRegistered", "PatientAbsorbed"]);

    let upload = lab.commands.check_upload(&lab.technologist(), &lab.target(twice)).await;
    let refused = upload.unwrap_err();
    assert_eq!(code(&refused), "patient-merged");
    assert!(refused.to_string().contains(&stays.to_string()), "{refused}");
    let opened = lab.commands.open_case(&lab.technologist(), twice, case_details(None)).await;
    assert_eq!(code(&opened.unwrap_err()), "patient-merged");
    let wanted = PatientCorrection::default();
    let corrected = lab.commands.correct_patient(&lab.technologist(), twice, wanted, None).await;
    assert_eq!(code(&corrected.unwrap_err()), "patient-merged");
    assert_eq!(lab.commands.survivor(twice).await.unwrap().id, stays);
}

#[tokio::test]
async fn cases_and_images_of_a_merged_record_are_worked_on() {
    let lab = Laboratory::open().await;
    let (twice, stays) = (lab.patient("P-1").await, lab.patient("P-2").await);
    let image = lab.image(twice, 1).await;
    let case = lab.commands.load_image(image).await.unwrap().case;
    merge(&lab, twice, stays).await.unwrap();
    lab.read(image, "basophil").await;

    // What comes for a case of the record that went is an image of the one that stays.
    let target = UploadTarget { case: Some(case), ..lab.target(twice) };
    let name = "b.png".to_owned();
    let file = commands::testing::bytes(png(2));
    let item = lab.commands.receive_file(&lab.technologist(), &target, name, file).await.unwrap();
    let image = lab.commands.load_image(item.id.unwrap()).await.unwrap();
    assert_eq!((image.patient, image.case), (stays, case));

    // Out of work with the record that stays.
    lab.commands.remove_patient(&lab.technologist(), stays, None, None).await.unwrap();
    let (reader, said) = (lab.hematologist(), verdict("ig"));
    let late = lab.commands.record_verdict(&reader, image.id, said, None).await;
    assert_eq!(code(&late.unwrap_err()), "patient-removed");
}

#[tokio::test]
async fn the_number_of_a_merged_record_stays_taken_as_long_as_the_one_that_stays() {
    let lab = Laboratory::open().await;
    let (twice, stays) = (lab.patient("P-1").await, lab.patient("P-2").await);
    merge(&lab, twice, stays).await.unwrap();
    let taken = lab.commands.register_patient(&lab.technologist(), lab.details("P-1")).await;
    assert_eq!(code(&taken.unwrap_err()), "patient-number-taken");
    lab.commands.remove_patient(&lab.technologist(), stays, None, None).await.unwrap();
    lab.patient("P-1").await;
}

#[tokio::test]
async fn only_records_in_work_are_merged() {
    let lab = Laboratory::open().await;
    let (a, b, c) = (lab.patient("P-1").await, lab.patient("P-2").await, lab.patient("P-3").await);
    let refused = |from, into| {
        let lab = &lab;
        async move { code(&merge(lab, from, into).await.unwrap_err()) }
    };
    assert_eq!(refused(a, a).await, "merged-with-itself");
    let nobody = PatientId(Uuid::now_v7());
    let unknown = merge(&lab, a, nobody).await.unwrap_err();
    assert!(matches!(unknown, CommandError::NotFound { what: "patient" }));
    lab.commands.remove_patient(&lab.technologist(), c, None, None).await.unwrap();
    assert_eq!(refused(c, a).await, "patient-removed");
    assert_eq!(refused(a, c).await, "patient-removed");
    lab.commands.erase_patient(&lab.admin(), c).await.unwrap();
    assert_eq!(refused(c, a).await, "patient-erased");
    assert_eq!(refused(a, c).await, "patient-erased");

    let (context, none) = (lab.technologist(), Personal::new(" "));
    let unsaid = lab.commands.merge_patients(&context, a, b, none, None).await.unwrap_err();
    assert_eq!(code(&unsaid), "merge-needs-reason");
    let reason = Personal::new("entered twice");
    let stale = lab.commands.merge_patients(&context, a, b, reason, Some(7)).await.unwrap_err();
    assert!(matches!(stale, CommandError::Precondition { actual: 1 }));
    assert_eq!(kinds(&lab, &b.stream()).await, ["PatientRegistered"], "nothing was begun");
}

#[tokio::test]
async fn a_chain_of_records_ends_where_it_stays_and_never_in_a_circle() {
    let lab = Laboratory::open().await;
    let (a, b, c) = (lab.patient("P-1").await, lab.patient("P-2").await, lab.patient("P-3").await);
    merge(&lab, a, b).await.unwrap();
    assert_eq!(code(&merge(&lab, b, a).await.unwrap_err()), "patient-merged");
    merge(&lab, b, c).await.unwrap();
    assert_eq!(lab.commands.survivor(a).await.unwrap().id, c);
    for into in [a, b] {
        assert_eq!(code(&merge(&lab, c, into).await.unwrap_err()), "patient-merged");
    }
}

/// How many of these records are part of none; the ends of the others are among them.
async fn survivors(lab: &Laboratory, patients: &[PatientId]) -> usize {
    let mut ends = std::collections::BTreeSet::new();
    for &patient in patients {
        let end = tokio::time::timeout(std::time::Duration::from_secs(5), async {
            lab.commands.survivor(patient).await.unwrap().id
        });
        ends.insert(end.await.expect("no circle"));
    }
    ends.len()
}

#[tokio::test]
async fn merges_that_race_each_other_come_to_an_end_without_a_circle() {
    for round in 0..6 {
        let lab = Laboratory::open().await;
        let (a, b) = (lab.patient("P-1").await, lab.patient("P-2").await);
        let both = tokio::join!(merge(&lab, a, b), merge(&lab, b, a));
        let merged = usize::from(both.0.is_ok()) + usize::from(both.1.is_ok());
        assert!(merged <= 1, "round {round}: {both:?}");
        for refused in [both.0.err(), both.1.err()].into_iter().flatten() {
            assert!(["patient-merged", "merge-under-way"].contains(&code(&refused)));
        }
        assert_eq!(survivors(&lab, &[a, b]).await, 2 - merged);

        // Whatever was left half done goes its way, and what asks again finds one record.
        lab.clock.advance(61);
        lab.commands.reconcile().await.unwrap();
        assert_eq!(survivors(&lab, &[a, b]).await, 1, "round {round}");
        assert_eq!(lab.commands.reconcile().await.unwrap().merged, 0);
    }
}

#[tokio::test]
async fn a_record_that_two_want_goes_to_one() {
    let lab = Laboratory::open().await;
    let (a, b, c) = (lab.patient("P-1").await, lab.patient("P-2").await, lab.patient("P-3").await);
    let both = tokio::join!(merge(&lab, a, b), merge(&lab, a, c));
    assert_eq!(usize::from(both.0.is_ok()) + usize::from(both.1.is_ok()), 1, "{both:?}");
    lab.clock.advance(61);
    lab.commands.reconcile().await.unwrap();
    // The other is not held up by what came to nothing.
    merge(&lab, b, c).await.unwrap();
    assert_eq!(survivors(&lab, &[a, b, c]).await, 1);
}

#[tokio::test]
async fn a_merge_that_was_cut_off_is_finished_by_asking_again_or_by_itself() {
    // The one that stays takes in, the one that goes says so.
    for appends in 0..=2 {
        for ask_again in [true, false] {
            let lab = Laboratory::open().await;
            let (a, b) = (lab.patient("P-1").await, lab.patient("P-2").await);
            let (context, reason) = (lab.technologist(), Personal::new("entered twice"));
            lab.faults.die_after(appends);
            let cut_off = lab.commands.merge_patients(&context, a, b, reason.clone(), None).await;
            assert_eq!(cut_off.is_ok(), appends == 2);
            let lab = lab.restart().await;
            lab.commands.reconcile().await.unwrap();
            if ask_again {
                let done = lab.commands.merge_patients(&context, a, b, reason, None).await;
                assert_eq!(done.unwrap().value, b);
            }
            lab.clock.advance(61);
            let finished = lab.commands.reconcile().await.unwrap().merged;
            assert_eq!(
                finished,
                usize::from(appends == 1 && !ask_again),
                "after {appends} appends"
            );
            let merged = ask_again || appends > 0;
            let events = kinds(&lab, &a.stream()).await;
            assert_eq!(events.contains(&"PatientMerged".to_owned()), merged);
            assert_eq!(survivors(&lab, &[a, b]).await, if merged { 1 } else { 2 });
        }
    }
}
