//! Nobody is left without an administrator, and what a crash left is told.

use domain::access::Role;
use domain::administrators::{Administrators, Refusal, appoint, dismiss, overdue};
use domain::event::*;
use domain::ids::UserId;
use domain::personal::Personal;
use domain::user::{Change, User, effective_role};

use crate::harness::given;
use crate::samples::*;

fn appointed(user: UserId) -> Event<Personal> {
    Event::AdministratorAppointed(AdministratorAppointed { user })
}

fn dismissed(user: UserId, role: Option<Role>) -> Event<Personal> {
    Event::AdministratorDismissed(AdministratorDismissed { user, role })
}

#[test]
fn one_is_appointed_once() {
    given([]).when_maybe(|all| appoint(all, ANNA)).then([appointed(ANNA)]);
    given([appointed(ANNA)]).when_maybe(|all| appoint(all, ANNA)).then_nothing();
    let back = [appointed(ANNA), appointed(BERT), dismissed(ANNA, None)];
    given(back).when_maybe(|all| appoint(all, ANNA)).then([appointed(ANNA)]);
}

#[test]
fn two_cannot_demote_each_other() {
    let technologist = Some(Role::Technologist);
    let both = || [appointed(ANNA), appointed(BERT)];
    given(both())
        .when(|all| dismiss(all, BERT, technologist))
        .then([dismissed(BERT, technologist)]);
    given(both().into_iter().chain([dismissed(BERT, technologist)]))
        .when(|all| dismiss(all, ANNA, technologist))
        .then_refused(Refusal::LastAdministrator);
}

#[test]
fn the_last_one_is_neither_dismissed_nor_deactivated() {
    let one = || given::<Administrators>([appointed(ANNA)]);
    one().when(|all| dismiss(all, ANNA, None)).then_refused(Refusal::LastAdministrator);
    one()
        .when(|all| dismiss(all, ANNA, Some(Role::Auditor)))
        .then_refused(Refusal::LastAdministrator);
    one().when(|all| dismiss(all, BERT, None)).then_nothing();
}

#[test]
fn only_whom_the_stream_names_is_administrator() {
    let user: User = given([user_registered(ANNA, Role::Admin)]).state();
    assert_eq!(effective_role(&user, true), Some(Role::Admin));
    assert_eq!(effective_role(&user, false), None);
    let reader: User = given([user_registered(ANNA, Role::Hematologist)]).state();
    assert_eq!(effective_role(&reader, false), Some(Role::Hematologist));
    let gone = Event::UserDeactivated(UserDeactivated { user: ANNA });
    let gone: User = given([user_registered(ANNA, Role::Hematologist), gone]).state();
    assert_eq!(effective_role(&gone, false), None);
}

#[test]
fn what_a_crash_left_is_overdue() {
    let due = |all: Vec<Event<Personal>>, user: Vec<Event<Personal>>| {
        let change = overdue(&given(all).state(), &given::<User>(user).state());
        change.map(|Change { role, active, .. }| (role, active))
    };
    let admin = || user_registered(ANNA, Role::Admin);
    let technologist = || user_registered(ANNA, Role::Technologist);
    let gone = || Event::UserDeactivated(UserDeactivated { user: ANNA });

    assert_eq!(due(vec![appointed(ANNA)], vec![admin()]), None);
    let promoted = due(vec![appointed(ANNA)], vec![technologist()]);
    assert_eq!(promoted, Some((Some(Role::Admin), Some(true))));

    let demoted = vec![appointed(ANNA), dismissed(ANNA, Some(Role::Auditor))];
    assert_eq!(due(demoted.clone(), vec![admin()]), Some((Some(Role::Auditor), None)));
    assert_eq!(due(demoted, vec![technologist()]), None);

    let deactivated = vec![appointed(ANNA), dismissed(ANNA, None)];
    assert_eq!(due(deactivated.clone(), vec![admin()]), Some((None, Some(false))));
    assert_eq!(due(deactivated, vec![admin(), gone()]), None);
    assert_eq!(due(vec![appointed(BERT)], vec![admin()]), None);
}
