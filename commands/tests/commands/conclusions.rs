//! What readers conclude of cases.

use commands::testing::Laboratory;
use commands::{CommandError, Conclusion, PanelRevision};
use domain::event::{Impression, Stage};
use domain::ids::CaseId;
use domain::panel::BLOOD_DISEASE;
use domain::personal::Personal;
use uuid::Uuid;

use crate::common::{code, kinds, open_case};

fn consistent_with(stage: Stage, label: &str) -> Conclusion {
    let (panel, label) = (BLOOD_DISEASE.parse().unwrap(), label.parse().unwrap());
    let impressions = vec![Impression { panel, label }];
    Conclusion { stage, impressions, comment: None, suggested_tests: None, reason: None }
}

fn because(said: Conclusion, reason: &str) -> Conclusion {
    Conclusion { reason: Some(Personal::new(reason)), ..said }
}

#[tokio::test]
async fn a_case_is_concluded_for_now_then_for_good_then_amended() {
    let lab = Laboratory::open().await;
    let case = open_case(&lab, lab.patient("P-1").await).await;
    let conclude = |said, if_match| {
        let lab = &lab;
        async move { lab.commands.conclude(&lab.hematologist(), case, said, if_match).await }
    };
    conclude(consistent_with(Stage::Preliminary, "cml"), Some(1)).await.unwrap();
    let last = || consistent_with(Stage::Final, "cml");
    conclude(last(), Some(2)).await.unwrap();
    assert!(!conclude(last(), Some(3)).await.unwrap().changed);
    let other = || consistent_with(Stage::Final, "apml");
    assert_eq!(code(&conclude(other(), None).await.unwrap_err()), "amendment-needs-reason");
    let back = consistent_with(Stage::Preliminary, "apml");
    assert_eq!(code(&conclude(back, None).await.unwrap_err()), "conclusion-already-final");
    conclude(because(other(), "Auer rods"), Some(3)).await.unwrap();

    let expected = ["CaseOpened", "ConclusionIssued", "ConclusionIssued", "ConclusionAmended"];
    assert_eq!(kinds(&lab, &case.stream()).await, expected);
    let known = lab.commands.load_case(case).await.unwrap().conclusion.unwrap();
    assert_eq!((known.stage, known.impressions), (Stage::Final, other().impressions));
}

#[tokio::test]
async fn of_two_who_conclude_at_once_the_second_is_told() {
    let lab = Laboratory::open().await;
    let case = open_case(&lab, lab.patient("P-1").await).await;
    let (one, two) = (lab.hematologist(), lab.hematologist());
    let (one, two) = tokio::join!(
        lab.commands.conclude(&one, case, consistent_with(Stage::Final, "cml"), Some(1)),
        lab.commands.conclude(&two, case, consistent_with(Stage::Final, "apml"), Some(1)),
    );
    let refused: Vec<_> = [one, two].into_iter().filter_map(Result::err).collect();
    assert!(matches!(refused[..], [CommandError::Precondition { actual: 2 }]), "{refused:?}");
    assert_eq!(kinds(&lab, &case.stream()).await, ["CaseOpened", "ConclusionIssued"]);
}

#[tokio::test]
async fn a_conclusion_that_was_cut_off_is_issued_once() {
    for appends in 0..=1 {
        let lab = Laboratory::open().await;
        let case = open_case(&lab, lab.patient("P-1").await).await;
        let context = lab.hematologist();
        let said = consistent_with(Stage::Final, "cml");
        lab.faults.die_after(appends);
        let cut_off = lab.commands.conclude(&context, case, said.clone(), Some(1)).await;
        assert_eq!(cut_off.is_ok(), appends == 1);
        let lab = lab.restart().await;
        let again = lab.commands.conclude(&context, case, said, Some(1)).await.unwrap();
        assert!(again.changed, "it was this command that changed it");
        assert_eq!(kinds(&lab, &case.stream()).await, ["CaseOpened", "ConclusionIssued"]);
    }
}

#[tokio::test]
async fn impressions_are_judged_by_the_panel_as_it_is_now() {
    let lab = Laboratory::open().await;
    let case = open_case(&lab, lab.patient("P-1").await).await;
    let conclude = |said| {
        let lab = &lab;
        async move { lab.commands.conclude(&lab.hematologist(), case, said, None).await }
    };
    let mut nowhere = consistent_with(Stage::Final, "cml");
    nowhere.impressions[0].panel = "parasites".parse().unwrap();
    assert_eq!(code(&conclude(nowhere).await.unwrap_err()), "unknown-panel");
    let unknown = consistent_with(Stage::Final, "basophil");
    assert_eq!(code(&conclude(unknown).await.unwrap_err()), "unknown-label");
    let mut many = consistent_with(Stage::Final, "cml");
    many.impressions = vec![many.impressions.remove(0); 21];
    assert_eq!(code(&conclude(many).await.unwrap_err()), "too-many-impressions");

    let id = BLOOD_DISEASE.parse().unwrap();
    let mut panel = lab.commands.load_panel(&id).await.unwrap();
    panel.labels.iter_mut().for_each(|label| label.retired = label.id.as_str() == "cml");
    let revision = PanelRevision {
        version: panel.version,
        title: panel.title,
        labels: panel.labels,
        critical_threshold: panel.critical_threshold,
        blind: false,
    };
    lab.commands.revise_panel(&lab.admin(), &id, revision).await.unwrap();
    let retired = conclude(consistent_with(Stage::Final, "cml")).await;
    assert_eq!(code(&retired.unwrap_err()), "retired-label");
    conclude(consistent_with(Stage::Final, "apml")).await.unwrap();
}

#[tokio::test]
async fn only_a_hematologist_concludes_and_only_for_a_patient_in_work() {
    let lab = Laboratory::open().await;
    let patient = lab.patient("P-1").await;
    let case = open_case(&lab, patient).await;
    let said = || consistent_with(Stage::Final, "cml");
    for context in [lab.technologist(), lab.admin(), lab.system("start")] {
        let refused = lab.commands.conclude(&context, case, said(), None).await.unwrap_err();
        assert!(matches!(refused, CommandError::Forbidden { .. }), "{refused:?}");
    }
    let nowhere = CaseId(Uuid::now_v7());
    let refused = lab.commands.conclude(&lab.hematologist(), nowhere, said(), None).await;
    assert!(matches!(refused.unwrap_err(), CommandError::NotFound { what: "case" }));

    let context = lab.hematologist();
    lab.commands.conclude(&context, case, said(), None).await.unwrap();
    lab.commands.remove_patient(&lab.technologist(), patient, None, None).await.unwrap();
    let again = lab.commands.conclude(&context, case, said(), None).await.unwrap();
    assert!(again.changed, "what this command did stands");
    let late = because(consistent_with(Stage::Final, "apml"), "Auer rods");
    let refused = lab.commands.conclude(&lab.hematologist(), case, late, None).await;
    assert_eq!(code(&refused.unwrap_err()), "patient-removed");
}
