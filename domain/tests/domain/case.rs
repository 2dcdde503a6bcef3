//! Cases.

use domain::case::{Case, Correction, Details, Refusal, Targets};
use domain::case::{correct, due, open, open_implicitly};
use domain::event::*;
use jiff::Timestamp;

use crate::harness::{When, given};
use crate::samples::*;

fn specimen() -> Details {
    Details {
        accession: some("H26-1"),
        specimen: Specimen::PeripheralBlood,
        collected_at: Some(time(0)),
        received_at: time(60),
        stain: Some(" May-Grünwald-Giemsa ".to_owned()),
        priority: Priority::Routine,
        clinical_details: some("pancytopenia"),
    }
}

fn opened(details: Details) -> When<Refusal> {
    given::<Case>([]).when_maybe(|_| open(CASE, PATIENT, details))
}

fn corrected(correction: Correction) -> When<Refusal> {
    given([Event::CaseOpened(case_opened())]).when(|case| correct(case, correction))
}

#[test]
fn a_case_is_opened_with_what_is_known() {
    opened(specimen()).then([Event::CaseOpened(case_opened())]);
    let bare = Details { accession: some(""), stain: Some(" ".to_owned()), ..specimen() };
    let expected = CaseOpened { accession: None, stain: None, ..case_opened() };
    opened(bare).then([Event::CaseOpened(expected)]);
}

#[test]
fn what_no_case_has_is_refused() {
    let accession = some(&"1".repeat(65));
    opened(Details { accession, ..specimen() }).then_refused(Refusal::AccessionUnfit);
    let stain = Some("s".repeat(101));
    opened(Details { stain, ..specimen() }).then_refused(Refusal::StainUnfit);
    let clinical_details = some(&"d".repeat(10_001));
    opened(Details { clinical_details, ..specimen() }).then_refused(Refusal::DetailsUnfit);
    let collected_at = Some(time(61));
    opened(Details { collected_at, ..specimen() }).then_refused(Refusal::ReceivedBeforeCollected);
}

#[test]
fn an_upload_opens_one_case() {
    let implicit = Event::CaseOpened(CaseOpened {
        accession: None,
        collected_at: None,
        received_at: time(5),
        stain: None,
        clinical_details: None,
        implicit: true,
        ..case_opened()
    });
    let open = |case: Option<&Case>| open_implicitly(case, CASE, PATIENT, time(5));
    given([]).when_maybe(open).then([implicit.clone()]);
    given([implicit]).when_maybe(open).then_nothing();
}

#[test]
fn only_what_differs_is_corrected() {
    let same = Correction {
        accession: some("H26-1"),
        specimen: Some(Specimen::PeripheralBlood),
        collected_at: Some(time(0)),
        received_at: Some(time(60)),
        stain: Some("May-Grünwald-Giemsa".to_owned()),
        priority: Some(Priority::Routine),
        clinical_details: some("pancytopenia"),
    };
    corrected(same).then_nothing();
    let urgent = Correction {
        accession: some(""),
        stain: Some(String::new()),
        priority: Some(Priority::Stat),
        ..Correction::default()
    };
    let expected = CaseCorrected {
        case: CASE,
        patient: PATIENT,
        accession: some(""),
        specimen: None,
        collected_at: None,
        received_at: None,
        stain: Some(String::new()),
        priority: Some(Priority::Stat),
        clinical_details: None,
    };
    corrected(urgent).then([Event::CaseCorrected(expected.clone())]);
    let events = [Event::CaseOpened(case_opened()), Event::CaseCorrected(expected)];
    let case: Case = given(events).state();
    assert_eq!((case.accession, case.stain, case.priority), (None, None, Priority::Stat));
    assert_eq!(case.case_revision, 2);
}

#[test]
fn a_correction_is_judged_with_what_is_known() {
    let received_at = Some(time(-1));
    corrected(Correction { received_at, ..Correction::default() })
        .then_refused(Refusal::ReceivedBeforeCollected);
    let stain = Some("s".repeat(101));
    corrected(Correction { stain, ..Correction::default() }).then_refused(Refusal::StainUnfit);
    let accession = some(&"1".repeat(65));
    corrected(Correction { accession, ..Correction::default() })
        .then_refused(Refusal::AccessionUnfit);
    let clinical_details = some(&"d".repeat(10_001));
    corrected(Correction { clinical_details, ..Correction::default() })
        .then_refused(Refusal::DetailsUnfit);
}

#[test]
fn a_case_is_due_by_its_priority() {
    let targets = Targets::default();
    assert_eq!(due(time(0), Priority::Stat, &targets), time(3_600));
    assert_eq!(due(time(0), Priority::Urgent, &targets), time(4 * 3_600));
    assert_eq!(due(time(0), Priority::Routine, &targets), time(24 * 3_600));
    let at_once = Targets { stat: jiff::SignedDuration::ZERO, ..targets };
    assert_eq!(due(time(7), Priority::Stat, &at_once), time(7));
    assert_eq!(due(Timestamp::MAX, Priority::Routine, &targets), Timestamp::MAX);
}
