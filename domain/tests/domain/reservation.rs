//! Names that only one may carry.

use domain::event::*;
use domain::personal::Personal;
use domain::reservation::{HOLDS_FOR, Refusal, Reservation, confirm, release, reserve};

use crate::harness::{Given, When, given};
use crate::samples::*;

const ANNAS: &str = "patient-a";
const BERTS: &str = "patient-b";

fn reserved(owner: &str, at: i64) -> Event<Personal> {
    let expires_at = time(at) + HOLDS_FOR;
    let (kind, owner) = (NameKind::PatientNumber, owner.to_owned());
    Event::NameReserved(NameReserved { kind, owner, expires_at })
}

fn confirmed(owner: &str) -> Event<Personal> {
    Event::ReservationConfirmed(ReservationConfirmed { owner: owner.to_owned() })
}

fn released(owner: &str) -> Event<Personal> {
    Event::ReservationReleased(ReservationReleased { owner: owner.to_owned() })
}

fn wants(name: Given<Reservation>, owner: &str, carried: bool, at: i64) -> When<Refusal> {
    name.when_maybe(|name| reserve(name, NameKind::PatientNumber, owner, carried, time(at)))
}

#[test]
fn a_free_name_is_reserved_for_a_minute() {
    wants(given([]), ANNAS, false, 0).then([reserved(ANNAS, 0)]);
    let free = [reserved(ANNAS, 0), confirmed(ANNAS), released(ANNAS)];
    wants(given(free), BERTS, false, 9).then([reserved(BERTS, 9)]);
}

#[test]
fn a_name_that_another_has_is_refused() {
    let taken = Refusal::PatientNumberTaken;
    wants(given([reserved(ANNAS, 0)]), BERTS, false, 59).then_refused(taken.clone());
    let carried = [reserved(ANNAS, 0), confirmed(ANNAS)];
    wants(given(carried), BERTS, true, 1_000).then_refused(taken.clone());
    wants(given([reserved(ANNAS, 0)]), BERTS, true, 1_000).then_refused(taken);
    let username =
        |name: Option<&Reservation>| reserve(name, NameKind::Username, BERTS, false, time(1));
    given([reserved(ANNAS, 0)]).when_maybe(username).then_refused(Refusal::UsernameTaken);
    let accession =
        |name: Option<&Reservation>| reserve(name, NameKind::Accession, BERTS, false, time(1));
    given([reserved(ANNAS, 0)]).when_maybe(accession).then_refused(Refusal::AccessionTaken);
}

#[test]
fn an_expired_name_changes_hands_unless_its_owner_carries_it() {
    wants(given([reserved(ANNAS, 0)]), BERTS, false, 60).then([reserved(BERTS, 60)]);
    let left = [reserved(ANNAS, 0), confirmed(ANNAS)];
    wants(given(left), BERTS, false, 99).then([released(ANNAS), reserved(BERTS, 99)]);
}

#[test]
fn the_owner_itself_reserves_again_unless_it_carries_the_name() {
    let own = || [reserved(ANNAS, 0), confirmed(ANNAS)];
    wants(given(own()), ANNAS, true, 99).then_nothing();
    wants(given(own()), ANNAS, false, 99).then([reserved(ANNAS, 99)]);
    wants(given([reserved(ANNAS, 0)]), ANNAS, false, 5).then([reserved(ANNAS, 5)]);
}

#[test]
fn only_the_one_who_reserved_confirms() {
    let name = || given::<Reservation>([reserved(ANNAS, 0)]);
    name().when(|name| confirm(name, ANNAS)).then([confirmed(ANNAS)]);
    name().when(|name| confirm(name, BERTS)).then_refused(Refusal::NotReserved);
    let own = given::<Reservation>([reserved(ANNAS, 0), confirmed(ANNAS)]);
    own.when(|name| confirm(name, ANNAS)).then_nothing();
}

#[test]
fn only_the_one_who_has_it_releases() {
    let own = || given::<Reservation>([reserved(ANNAS, 0), confirmed(ANNAS)]);
    own().when(|name| release(name, ANNAS)).then([released(ANNAS)]);
    own().when(|name| release(name, BERTS)).then_nothing();
    let free = given::<Reservation>([reserved(ANNAS, 0), released(ANNAS)]);
    free.when(|name| release(name, ANNAS)).then_nothing();
}
