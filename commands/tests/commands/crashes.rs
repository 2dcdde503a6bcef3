//! The process dies after each append in turn. After a restart, what was half done is finished or
//! undone, and asking again for the same comes to the same.

use commands::testing::Laboratory;
use commands::{AddUser, Context, PatientCorrection, Reconciled, UserChange};
use domain::access::Role;
use domain::ids::{PatientId, UserId};
use domain::personal::Personal;

use crate::common::{case_details, code, kinds, user};

#[tokio::test]
async fn a_patient_whose_registration_was_cut_off_can_be_registered() {
    // Reserve, register, confirm.
    for appends in 0..=3 {
        let lab = Laboratory::open().await;
        let context = lab.technologist();
        lab.faults.die_after(appends);
        let cut_off = lab.commands.register_patient(&context, lab.details("P-1")).await;
        assert_eq!(cut_off.is_ok(), appends >= 2, "the patient is there after two appends");
        let lab = lab.restart().await;
        let found = lab.commands.reconcile().await.unwrap();
        assert_eq!(found.confirmed, usize::from(appends == 2));

        // The same command again, then another for the same number, then after the minute.
        let again = lab.commands.register_patient(&context, lab.details("P-1")).await.unwrap();
        assert_eq!(again.value.0, context.command);
        let events = kinds(&lab, &again.value.stream()).await;
        assert_eq!(events, ["PatientRegistered"], "after {appends} appends");
        lab.clock.advance(180);
        let other = lab.commands.register_patient(&lab.technologist(), lab.details("P-1")).await;
        assert_eq!(code(&other.unwrap_err()), "patient-number-taken");
        assert_eq!(lab.commands.reconcile().await.unwrap(), Reconciled::default());
    }
}

#[tokio::test]
async fn a_number_whose_owner_never_came_is_free_after_a_minute() {
    let lab = Laboratory::open().await;
    lab.faults.die_after(1);
    let cut_off = lab.commands.register_patient(&lab.technologist(), lab.details("P-1")).await;
    assert!(cut_off.is_err());
    let lab = lab.restart().await;
    assert_eq!(lab.commands.reconcile().await.unwrap(), Reconciled::default());
    let held = lab.commands.register_patient(&lab.technologist(), lab.details("P-1")).await;
    assert_eq!(code(&held.unwrap_err()), "patient-number-taken");
    lab.clock.advance(61);
    lab.patient("P-1").await;
}

#[tokio::test]
async fn a_number_whose_owner_never_came_is_released_by_reconciling() {
    let lab = Laboratory::open().await;
    lab.faults.die_after(1);
    let cut_off = lab.commands.register_patient(&lab.technologist(), lab.details("P-1")).await;
    assert!(cut_off.is_err());
    let lab = lab.restart().await;
    lab.clock.advance(180);
    let expected = Reconciled { released: 1, ..Reconciled::default() };
    assert_eq!(lab.commands.reconcile().await.unwrap(), expected);
    assert_eq!(lab.commands.reconcile().await.unwrap(), Reconciled::default());
    lab.patient("P-1").await;
}

#[tokio::test]
async fn an_unconfirmed_number_is_confirmed_by_who_wants_it_next() {
    let lab = Laboratory::open().await;
    lab.faults.die_after(2);
    let context = lab.technologist();
    lab.commands.register_patient(&context, lab.details("P-1")).await.unwrap();
    let lab = lab.restart().await;
    lab.clock.advance(180);
    let other = lab.commands.register_patient(&lab.technologist(), lab.details("P-1")).await;
    assert_eq!(code(&other.unwrap_err()), "patient-number-taken");
    let reconciled = lab.commands.reconcile().await.unwrap();
    assert_eq!(reconciled, Reconciled::default(), "it is confirmed already");
}

#[tokio::test]
async fn a_correction_that_was_cut_off_leaves_one_owner_for_each_number() {
    // Reserve the new number, correct, confirm the new one, release the old one.
    for appends in 0..=4 {
        let lab = Laboratory::open().await;
        let patient = lab.patient("P-1").await;
        let wanted = || PatientCorrection {
            number: Some(Personal::new("P-2")),
            ..PatientCorrection::default()
        };
        let context = lab.technologist();
        lab.faults.die_after(appends);
        let cut_off = lab.commands.correct_patient(&context, patient, wanted(), None).await;
        assert_eq!(cut_off.is_ok(), appends >= 2);
        let lab = lab.restart().await;
        lab.commands.reconcile().await.unwrap();
        lab.clock.advance(180);

        let (kept, free) = if appends >= 2 { ("P-2", "P-1") } else { ("P-1", "P-2") };
        let number = lab.commands.load_patient(patient).await.unwrap().number;
        assert_eq!(number.known(), Some(kept));
        let taken = lab.commands.register_patient(&lab.technologist(), lab.details(kept)).await;
        assert_eq!(code(&taken.unwrap_err()), "patient-number-taken", "after {appends} appends");
        lab.patient(free).await;

        // The owner takes the number back that went to another meanwhile: refused.
        let back =
            PatientCorrection { number: Some(Personal::new(free)), ..PatientCorrection::default() };
        let refused = lab.commands.correct_patient(&lab.technologist(), patient, back, None).await;
        assert_eq!(code(&refused.unwrap_err()), "patient-number-taken");
    }
}

#[tokio::test]
async fn a_case_whose_opening_was_cut_off_can_be_opened() {
    for appends in 0..=3 {
        let lab = Laboratory::open().await;
        let patient = lab.patient("P-1").await;
        let context = lab.technologist();
        let details = || case_details(Some("H26-1"));
        lab.faults.die_after(appends);
        let cut_off = lab.commands.open_case(&context, patient, details()).await;
        assert_eq!(cut_off.is_ok(), appends >= 2);
        let lab = lab.restart().await;
        lab.commands.reconcile().await.unwrap();
        let again = lab.commands.open_case(&context, patient, details()).await.unwrap();
        assert_eq!(kinds(&lab, &again.value.stream()).await, ["CaseOpened"]);
        lab.clock.advance(180);
        let other = lab.commands.open_case(&lab.technologist(), patient, details()).await;
        assert_eq!(code(&other.unwrap_err()), "accession-taken");
    }
}

/// Adds an administrator with a log that dies after so many appends, and starts again.
async fn administrator_cut_off(appends: i64) -> (Laboratory, Context, AddUser, bool) {
    let lab = Laboratory::open().await;
    let (context, first) = (lab.system("setup"), user("first", Role::Admin));
    lab.faults.die_after(appends);
    let added = lab.commands.add_user(&context, first.clone()).await.is_ok();
    let lab = lab.restart().await;
    lab.commands.reconcile().await.unwrap();
    (lab, context, first, added)
}

#[tokio::test]
async fn an_administrator_who_was_cut_off_is_one_after_the_restart() {
    // Reserve, register, confirm, appoint.
    for appends in 0..=4 {
        let (lab, context, first, added) = administrator_cut_off(appends).await;
        assert_eq!(added, appends == 4);
        assert_eq!(lab.commands.has_administrator().await.unwrap(), appends >= 2);
        let signed_in = lab.commands.sign_in("first", &first.password, "::1").await;
        assert_eq!(signed_in.is_ok(), appends >= 2, "after {appends} appends");
        let again = lab.commands.add_user(&context, first).await.unwrap();
        assert_eq!(kinds(&lab, &again.value.stream()).await, ["UserRegistered"]);
        assert_eq!(kinds(&lab, "administrators").await, ["AdministratorAppointed"]);
    }
}

/// Two administrators, the second of whom is changed with a log that dies after so many appends.
async fn change_cut_off(change: UserChange, appends: i64) -> (Laboratory, UserId) {
    let lab = Laboratory::open().await;
    lab.commands.add_user(&lab.system("setup"), user("first", Role::Admin)).await.unwrap();
    let second = user("second", Role::Admin);
    let second = lab.commands.add_user(&lab.system("setup"), second).await.unwrap().value;
    lab.faults.die_after(appends);
    let changed = lab.commands.change_user(&lab.admin(), second, change, None).await;
    assert_eq!(changed.is_ok(), appends == 2);
    let lab = lab.restart().await;
    lab.commands.reconcile().await.unwrap();
    (lab, second)
}

#[tokio::test]
async fn a_demotion_that_was_cut_off_happens_or_not() {
    let change = || UserChange { role: Some(Role::Auditor), ..UserChange::default() };
    for appends in 0..=2 {
        let (lab, second) = change_cut_off(change(), appends).await;
        let role = lab.commands.load_user(second).await.unwrap().role;
        let expected = if appends == 0 { Role::Admin } else { Role::Auditor };
        assert_eq!(role, expected, "after {appends} appends");
        assert_eq!(lab.commands.reconcile().await.unwrap(), Reconciled::default());
    }
}

#[tokio::test]
async fn a_deactivation_that_was_cut_off_happens_or_not() {
    let change = || UserChange { active: Some(false), ..UserChange::default() };
    for appends in 0..=2 {
        let (lab, second) = change_cut_off(change(), appends).await;
        let active = lab.commands.load_user(second).await.unwrap().active;
        assert_eq!(active, appends == 0, "after {appends} appends");
        let password = user("second", Role::Admin).password;
        let signed_in = lab.commands.sign_in("second", &password, "::1").await;
        assert_eq!(signed_in.is_ok(), active);
    }
}

#[tokio::test]
async fn an_upload_that_was_cut_off_can_be_made_again() {
    // Open the case, say the bytes, upload the image.
    for appends in 0..=3 {
        let lab = Laboratory::open().await;
        let patient: PatientId = lab.patient("P-1").await;
        let (context, target) = (lab.technologist(), lab.target(patient));
        let file = || commands::testing::bytes(commands::testing::png(1));
        let receive = |commands: commands::Commands| {
            let (context, target) = (context.clone(), target.clone());
            async move { commands.receive_file(&context, &target, "a.png".into(), file()).await }
        };
        lab.faults.die_after(appends);
        assert_eq!(receive(lab.commands.clone()).await.is_ok(), appends == 3);
        let lab = lab.restart().await;
        let item = receive(lab.commands.clone()).await.unwrap();
        assert_eq!(item.status, commands::Status::Accepted, "the same command, the same answer");
        let image = lab.commands.load_image(item.id.unwrap()).await.unwrap();
        assert_eq!(kinds(&lab, &image.case.stream()).await, ["CaseOpened"]);
        assert_eq!(kinds(&lab, &image.id.stream()).await, ["ImageUploaded"]);
    }
}
