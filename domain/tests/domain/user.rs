//! Users.

use domain::access::Role;
use domain::event::*;
use domain::user::{Change, Refusal, User, change, change_password, register};

use crate::harness::given;
use crate::samples::*;

fn anna() -> crate::harness::Given<User> {
    given([user_registered(ANNA, Role::Technologist)])
}

#[test]
fn a_user_has_a_name_to_type_and_a_name_to_read() {
    let register = |username: &str, full_name: &str| {
        given::<User>([])
            .when_maybe(|_| register(ANNA, text(username), text(full_name), Role::Admin))
    };
    register("anna", "Anna Admin").then([user_registered(ANNA, Role::Admin)]);
    for unfit in ["", "a", "anna admin", "anna/..", "anna\u{0}", &"a".repeat(65)] {
        register(unfit, "Anna Admin").then_refused(Refusal::UsernameUnfit);
    }
    register("anna", " ").then_refused(Refusal::FullNameUnfit);
    register("anna", &"A".repeat(201)).then_refused(Refusal::FullNameUnfit);
    let wide = UserRegistered {
        user: ANNA,
        username: text("zoë.l-b_2@lab.example"),
        full_name: text("Zoë"),
        role: Role::Admin,
    };
    register("zoë.l-b_2@lab.example", "Zoë").then([Event::UserRegistered(wide)]);
}

#[test]
fn only_what_differs_is_recorded() {
    let same = Change {
        full_name: some("Anna Admin"),
        role: Some(Role::Technologist),
        active: Some(true),
    };
    anna().when(|user| change(user, same)).then_nothing();
    let all =
        Change { full_name: some("Anna Berg"), role: Some(Role::Auditor), active: Some(false) };
    anna().when(|user| change(user, all)).then([
        Event::UserRenamed(UserRenamed { user: ANNA, full_name: text("Anna Berg") }),
        Event::RoleChanged(RoleChanged { user: ANNA, role: Role::Auditor }),
        Event::UserDeactivated(UserDeactivated { user: ANNA }),
    ]);
    let unfit = Change { full_name: some(""), ..Change::default() };
    anna().when(|user| change(user, unfit)).then_refused(Refusal::FullNameUnfit);
}

#[test]
fn a_deactivated_user_comes_back_and_gets_no_password_before() {
    let events = [
        user_registered(ANNA, Role::Technologist),
        Event::UserDeactivated(UserDeactivated { user: ANNA }),
    ];
    let gone = given::<User>(events);
    gone.when(change_password).then_refused(Refusal::Deactivated);
    let back = Change { active: Some(true), ..Change::default() };
    gone.when(|user| change(user, back))
        .then([Event::UserReactivated(UserReactivated { user: ANNA })]);
    let changed = Event::PasswordChanged(PasswordChanged { user: ANNA });
    anna().when(change_password).then([changed]);
}
