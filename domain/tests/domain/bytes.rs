//! Equal bytes.

use domain::bytes::{Bytes, see};
use domain::event::*;
use domain::ids::{ImageId, PatientId};
use domain::personal::Personal;
use uuid::Uuid;

use crate::harness::given;
use crate::samples::*;

const OTHER: PatientId = PatientId(Uuid::from_u128(0x11));

fn seen(patient: PatientId) -> Event<Personal> {
    Event::BytesSeen(BytesSeen { image: ImageId::of(patient, &CONTENT), patient })
}

#[test]
fn bytes_are_seen_once_of_each_image() {
    let events = |bytes: Option<&Bytes>| see(bytes, image(), PATIENT);
    assert_eq!(events(None), [seen(PATIENT)]);
    assert_eq!(events(Some(&given([seen(OTHER)]).state())), [seen(PATIENT)]);
    assert_eq!(events(Some(&given([seen(OTHER), seen(PATIENT)]).state())), []);
}

#[test]
fn what_is_another_patient_s_is_told_apart() {
    let both = given::<Bytes>([seen(OTHER), seen(PATIENT)]).state();
    let others = |patient| both.of_others(patient).collect::<Vec<_>>();
    assert_eq!(others(PATIENT), [(ImageId::of(OTHER, &CONTENT), OTHER)]);
    assert_eq!(others(OTHER), [(image(), PATIENT)]);
    assert_eq!(given::<Bytes>([seen(PATIENT)]).state().of_others(PATIENT).count(), 0);
}
