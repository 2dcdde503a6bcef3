//! The access record as auditors find it.

use domain::access::Role;
use domain::event::*;
use domain::ids::{PatientId, UserId};
use domain::personal::Personal;
use infra::event_log::Position;
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use super::faults::assert_whole;
use super::lab::{Lab, READER, follow, personal, reach};
use super::random::{patient_registered, received};
use crate::access::{AccessFilter, AccessKind};
use crate::activity::Changes;
use crate::open::micros;
use crate::{AccessView, Page, ReadModels};

const ROUTE: &str = "GET /api/v1/patients";

fn patient(number: u128) -> PatientId {
    PatientId(Uuid::from_u128(number))
}

fn at(second: i64) -> Timestamp {
    received() + SignedDuration::from_secs(second)
}

fn read(user: UserId, second: i64, patients: impl IntoIterator<Item = u128>) -> RecordRead {
    RecordRead {
        user,
        role: Role::Hematologist,
        at: at(second),
        route: ROUTE.to_owned(),
        patients: patients.into_iter().map(patient).collect(),
    }
}

fn reads(reads: impl Into<Vec<RecordRead>>) -> Event<Personal> {
    Event::RecordsRead(RecordsRead { reads: reads.into() })
}

async fn story(lab: &Lab) -> Position {
    lab.append(Event::UserRegistered(UserRegistered {
        user: READER,
        username: personal("b"),
        full_name: personal("Reader B"),
        role: Role::Hematologist,
    }))
    .await;
    lab.append(patient_registered(patient(1), "Zoë")).await;
    let other = UserId(Uuid::from_u128(8));
    let (user, role, origin) = (READER, Role::Hematologist, "5d".to_owned());
    for event in [
        Event::SignInRefused(SignInRefused { name: "7a".into(), origin: origin.clone() }),
        Event::SignedIn(SignedIn { user, origin }),
        reads([read(READER, 1, [1, 2]), read(other, 2, [1]), read(READER, 3, [])]),
        Event::AccessRefused(AccessRefused {
            user,
            role,
            route: "DELETE /api/v1/users/{id}".into(),
            subject: Some(Uuid::from_u128(9)),
        }),
        Event::SignedOut(SignedOut { user }),
    ] {
        lab.append(event).await;
    }
    let exported = RecordsExported { what: "audit export".into(), patient: Some(patient(2)) };
    lab.append(Event::RecordsExported(exported)).await
}

async fn found(models: &ReadModels, filter: AccessFilter) -> Vec<AccessView> {
    models.access().list(&filter, &Page::default()).await.unwrap().items
}

#[tokio::test]
async fn the_record_is_found_by_user_patient_kind_and_time() {
    let lab = Lab::new().await;
    let last = story(&lab).await;
    let models = lab.models("read-models").await;
    let _following = follow(&models);
    reach(&models, last).await;
    let all = AccessFilter::default();
    assert_eq!(found(&models, all).await.len(), 9);

    let of_patient = AccessFilter { patient: Some(patient(1)), ..all };
    let lines = found(&models, of_patient).await;
    let who: Vec<_> = lines.iter().map(|line| line.user_name.as_deref()).collect();
    assert_eq!(who, [None, Some("Reader B")], "newest first; of a stranger the id alone");
    assert_eq!(lines[1].at, micros(at(1)));

    let own = AccessFilter { user: Some(READER), kind: Some(AccessKind::Read), ..all };
    let patients: Vec<_> =
        found(&models, own).await.into_iter().map(|line| line.patient_id).collect();
    assert_eq!((patients.len(), patients[0]), (3, None), "the empty list came last");
    let window = AccessFilter { from: Some(at(2)), to: Some(at(3)), ..all };
    assert_eq!(found(&models, window).await.len(), 1);

    let exported = AccessFilter { kind: Some(AccessKind::Exported), ..all };
    let line = &found(&models, exported).await[0];
    assert_eq!((line.route.as_deref(), line.patient_id), (Some("audit export"), Some(patient(2))));
    let refused = AccessFilter { kind: Some(AccessKind::AccessRefused), ..all };
    let line = &found(&models, refused).await[0];
    assert_eq!(line.subject, Some(Uuid::from_u128(9).to_string()));
    assert_whole(&lab, &models).await;
}

#[tokio::test]
async fn erasing_a_patient_leaves_the_lines_which_hold_ids_alone() {
    let lab = Lab::new().await;
    story(&lab).await;
    let last = lab.append(Event::PatientErased(PatientErased { patient: patient(1) })).await;
    let models = lab.models("read-models").await;
    let _following = follow(&models);
    reach(&models, last).await;
    let of_patient = AccessFilter { patient: Some(patient(1)), ..AccessFilter::default() };
    assert_eq!(found(&models, of_patient).await.len(), 2);
    assert_whole(&lab, &models).await;
}

#[tokio::test]
async fn live_in_batches_and_rebuilt_the_rows_are_the_same() {
    let lab = Lab::new().await;
    story(&lab).await;
    let mut last = Position(0);
    // More rows than wait in memory, in one batch.
    for event in 0_i64..3 {
        let page = |second| read(READER, event * 10 + second, 1_000..1_200);
        last = lab.append(reads((0..10).map(page).collect::<Vec<_>>())).await;
    }
    let models = lab.models("read-models").await;
    let following = follow(&models);
    reach(&models, last).await;
    let page = models.access().list(&AccessFilter::default(), &Page::default()).await.unwrap();
    assert_eq!((page.total, page.total_capped), (9 + 3 * 10 * 200, false));
    assert_whole(&lab, &models).await;
    drop(following);
    models.rebuild(|_| ()).await.unwrap();
    assert_whole(&lab, &models).await;
}

#[tokio::test]
async fn a_page_that_follows_along_is_told_of_no_reads() {
    let lab = Lab::new().await;
    let models = lab.models("read-models").await;
    let _following = follow(&models);
    let registered = lab.append(patient_registered(patient(1), "Zoë")).await;
    for second in 0..1_100 {
        lab.append(reads([read(READER, second, [1])])).await;
    }
    let last = lab.append(patient_registered(patient(2), "Ida")).await;
    reach(&models, last).await;
    let changes = models.activity().after(registered, 100).await.unwrap();
    let Changes::Since(changes) = changes else { panic!("{changes:?}") };
    assert_eq!(changes.iter().map(|change| change.position).collect::<Vec<_>>(), [last.0]);
}
