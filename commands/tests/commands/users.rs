//! Users, and who is administrator.

use commands::testing::Laboratory;
use commands::{CommandError, UserChange};
use domain::access::Role;
use domain::personal::Personal;

use crate::common::{code, kinds, user};

#[tokio::test]
async fn a_user_name_is_unique_whatever_its_case() {
    let lab = Laboratory::open().await;
    let context = lab.admin();
    let anna = || user("anna", Role::Technologist);
    let added = lab.commands.add_user(&context, anna()).await.unwrap();
    assert_eq!(lab.commands.add_user(&context, anna()).await.unwrap(), added);
    let other = lab.commands.add_user(&lab.admin(), user("ANNA", Role::Auditor)).await;
    assert_eq!(code(&other.unwrap_err()), "username-taken");
    assert_eq!(kinds(&lab, &added.value.stream()).await, ["UserRegistered"]);
}

#[tokio::test]
async fn a_poor_password_or_name_adds_nobody() {
    let lab = Laboratory::open().await;
    let add = |change: fn(&mut commands::AddUser)| {
        let mut somebody = user("anna", Role::Technologist);
        change(&mut somebody);
        let lab = &lab;
        async move { code(&lab.commands.add_user(&lab.admin(), somebody).await.unwrap_err()) }
    };
    assert_eq!(add(|u| u.password = "too short".into()).await, "password-too-short");
    assert_eq!(add(|u| u.password = "password1234".into()).await, "password-too-common");
    assert_eq!(add(|u| u.username = Personal::new("a b")).await, "username-unfit");
    assert_eq!(add(|u| u.full_name = Personal::new("")).await, "full-name-unfit");
    lab.commands.add_user(&lab.admin(), user("anna", Role::Technologist)).await.unwrap();
}

#[tokio::test]
async fn two_administrators_who_demote_each_other_at_once_leave_one() {
    let lab = Laboratory::open().await;
    let add = |name| {
        let lab = &lab;
        async move {
            let done = lab.commands.add_user(&lab.system("setup"), user(name, Role::Admin)).await;
            done.unwrap().value
        }
    };
    let (first, second) = (add("first").await, add("second").await);
    let demote = |id| {
        let lab = &lab;
        let change = UserChange { role: Some(Role::Auditor), ..UserChange::default() };
        async move { lab.commands.change_user(&lab.admin(), id, change, None).await }
    };
    let (one, other) = tokio::join!(demote(first), demote(second));
    assert_eq!(u8::from(one.is_ok()) + u8::from(other.is_ok()), 1);
    let refused = one.and(other).unwrap_err();
    assert_eq!(code(&refused), "last-administrator");
    assert!(lab.commands.has_administrator().await.unwrap());
}

#[tokio::test]
async fn the_last_administrator_stays_and_others_come_and_go() {
    let lab = Laboratory::open().await;
    let first = user("first", Role::Admin);
    let first = lab.commands.add_user(&lab.system("setup"), first).await.unwrap().value;
    let gone = lab.commands.deactivate_user(&lab.admin(), first, None).await;
    assert_eq!(code(&gone.unwrap_err()), "last-administrator");

    let anna = user("anna", Role::Technologist);
    let anna = lab.commands.add_user(&lab.admin(), anna).await.unwrap().value;
    let change = |change| {
        let lab = &lab;
        async move { lab.commands.change_user(&lab.admin(), anna, change, None).await.unwrap() }
    };
    let role = |role| UserChange { role: Some(role), ..UserChange::default() };
    let active = |active| UserChange { active: Some(active), ..UserChange::default() };
    assert!(change(role(Role::Admin)).await.changed);
    assert!(!change(role(Role::Admin)).await.changed);
    assert!(change(active(false)).await.changed);
    assert!(change(active(true)).await.changed);
    assert!(change(role(Role::Hematologist)).await.changed);
    let expected = ["UserRegistered", "RoleChanged", "UserDeactivated", "UserReactivated"];
    let events = kinds(&lab, &anna.stream()).await;
    assert_eq!(events, [&expected[..], &["RoleChanged"]].concat());
    let events = kinds(&lab, "administrators").await;
    let came_and_went = ["AdministratorAppointed", "AdministratorDismissed"];
    let expected = [&["AdministratorAppointed"][..], &came_and_went, &came_and_went].concat();
    assert_eq!(events, expected);
}

#[tokio::test]
async fn a_retry_of_an_old_change_does_not_undo_a_newer_one() {
    let lab = Laboratory::open().await;
    let first = user("first", Role::Admin);
    lab.commands.add_user(&lab.system("setup"), first).await.unwrap();
    let anna = user("anna", Role::Admin);
    let anna = lab.commands.add_user(&lab.admin(), anna).await.unwrap().value;
    let role = |role| UserChange { role: Some(role), ..UserChange::default() };
    let old = lab.admin();
    lab.commands.change_user(&old, anna, role(Role::Auditor), None).await.unwrap();
    lab.commands.change_user(&lab.admin(), anna, role(Role::Admin), None).await.unwrap();
    lab.commands.change_user(&old, anna, role(Role::Auditor), None).await.unwrap();
    assert_eq!(lab.commands.load_user(anna).await.unwrap().role, Role::Admin);
    assert_eq!(lab.commands.reconcile().await.unwrap(), commands::Reconciled::default());
}

#[tokio::test]
async fn another_name_ends_no_session() {
    let lab = Laboratory::open().await;
    let anna = user("anna", Role::Auditor);
    let password = anna.password.clone();
    let anna = lab.commands.add_user(&lab.admin(), anna).await.unwrap().value;
    let signed_in = lab.commands.sign_in("anna", &password, "::1").await.unwrap();
    let change = UserChange {
        full_name: Some(Personal::new("Anna Berg")),
        role: Some(Role::Auditor),
        active: Some(true),
    };
    lab.commands.change_user(&lab.admin(), anna, change, Some(1)).await.unwrap();
    lab.commands.authenticate(signed_in.session, signed_in.generation).await.unwrap();
}

#[tokio::test]
async fn only_administrators_manage_users() {
    let lab = Laboratory::open().await;
    for role in [Role::Technologist, Role::Hematologist, Role::Auditor] {
        let refused = lab.commands.add_user(&lab.person(role), user("anna", role)).await;
        assert!(matches!(refused.unwrap_err(), CommandError::Forbidden { .. }));
    }
}
