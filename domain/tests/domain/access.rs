//! The table of who may do what, written out a second time: a change must be meant twice.

use domain::access::{Action, Role, Viewer, may};

use crate::samples::ANNA;

const TABLE: [(Action, [bool; 4]); 14] = [
    //                        admin  technol. hematol. auditor
    (Action::ManageUsers, [true, false, false, false]),
    (Action::SeeClinical, [true, true, true, false]),
    (Action::SeeHistory, [true, true, true, true]),
    (Action::SeeLaboratory, [true, true, true, true]),
    (Action::ManagePatients, [false, true, false, false]),
    (Action::ManageImages, [false, true, false, false]),
    (Action::RecordVerdict, [false, false, true, false]),
    (Action::Conclude, [false, false, true, false]),
    (Action::ReportCritical, [false, true, true, false]),
    (Action::ManageModels, [true, false, false, false]),
    (Action::RevisePanels, [true, false, false, false]),
    (Action::Operate, [true, false, false, false]),
    (Action::ErasePatient, [true, false, false, false]),
    (Action::SeeAccess, [true, false, false, true]),
];

#[test]
fn every_role_may_do_exactly_this() {
    assert_eq!(TABLE.map(|(action, _)| action), Action::ALL, "every action has its line");
    for (action, allowed) in TABLE {
        for (role, allowed) in Role::ALL.into_iter().zip(allowed) {
            assert_eq!(may(role, action), allowed, "{role}: {action:?}");
        }
    }
}

#[test]
fn readers_alone_are_blind_on_a_blind_panel_until_they_have_read() {
    for role in Role::ALL {
        let is_blind = |panel, read| Viewer { user: ANNA, role }.is_blind(panel, read);
        let reads = role == Role::Hematologist;
        assert_eq!(is_blind(true, false), reads, "{role}");
        assert!(!is_blind(true, true) && !is_blind(false, false) && !is_blind(false, true));
    }
}

#[test]
fn a_role_is_one_word_and_no_other() {
    for role in Role::ALL {
        assert_eq!(role.to_string().parse::<Role>(), Ok(role));
    }
    assert!("root".parse::<Role>().is_err());
    assert!("Admin".parse::<Role>().is_err());
}
