//! The access record: durable before the answer, said once, one chain a day.

use std::sync::Arc;

use commands::testing::Laboratory;
use commands::{CommandError, Reader};
use domain::access::Role;
use domain::event::{Event, RecordRead, decode};
use domain::ids::{PatientId, UserId, access_stream};
use domain::personal::Sealed;
use futures::future::join_all;
use infra::event_log::{Direction, RecordedEvent};
use uuid::Uuid;

use crate::common::user;

fn reader(user: u128, role: Role) -> Reader {
    Reader { user: UserId(Uuid::from_u128(user)), role, route: "GET /api/v1/images/{id}" }
}

fn patient(number: u128) -> PatientId {
    PatientId(Uuid::from_u128(number))
}

/// The events of the day's record.
async fn recorded(lab: &Laboratory) -> Vec<RecordedEvent> {
    use commands::Clock as _;
    let stream = access_stream(lab.clock.now());
    lab.log.read_stream(&stream, None, Direction::Forwards, 10_000).await.unwrap()
}

fn event(recorded: &RecordedEvent) -> Event<Sealed> {
    decode(&recorded.kind, &recorded.metadata, &recorded.data).unwrap().event
}

/// The reads of the day's record.
async fn reads(lab: &Laboratory) -> Vec<RecordRead> {
    let events = recorded(lab).await;
    let reads = events.iter().map(event).flat_map(|event| match event {
        Event::RecordsRead(e) => e.reads,
        _ => vec![],
    });
    reads.collect()
}

async fn whole(lab: &Laboratory) {
    let report = commands::audit::verify(lab.log.clone(), lab.blobs.clone()).await;
    assert!(report.fault.is_none(), "{report:?}");
}

#[tokio::test]
async fn a_read_is_on_record_when_the_call_comes_back_and_said_once_in_ten_minutes() {
    let lab = Laboratory::open().await;
    lab.clock.stop();
    let (record, anna) = (lab.commands.access(), reader(1, Role::Hematologist));
    record.read(anna, [patient(1)]).await.unwrap();
    assert_eq!(reads(&lab).await.len(), 1);
    record.read(anna, [patient(1)]).await.unwrap();
    lab.clock.advance(599);
    record.read(anna, [patient(1)]).await.unwrap();
    assert_eq!(reads(&lab).await.len(), 1);
    lab.clock.advance(1);
    record.read(anna, [patient(1), patient(2), patient(1)]).await.unwrap();
    record.read(anna, [patient(2)]).await.unwrap();
    let all = reads(&lab).await;
    assert_eq!(all[1].patients, [patient(1), patient(2)]);
    assert_eq!(all.len(), 2);
    whole(&lab).await;
}

#[tokio::test]
async fn another_role_another_route_and_a_list_without_rows_are_said() {
    let lab = Laboratory::open().await;
    let record = lab.commands.access();
    let anna = reader(1, Role::Hematologist);
    let elsewhere = Reader { route: "GET /api/v1/patients/{id}", ..anna };
    for reader in [anna, elsewhere, reader(1, Role::Technologist)] {
        record.read(reader, [patient(1)]).await.unwrap();
    }
    for _ in 0..2 {
        record.read(anna, []).await.unwrap();
    }
    let all = reads(&lab).await;
    let said: Vec<_> = all.iter().map(|read| (read.role, read.patients.len())).collect();
    let (hematologist, technologist) = (Role::Hematologist, Role::Technologist);
    assert_eq!(said, [(hematologist, 1), (hematologist, 1), (technologist, 1), (hematologist, 0)]);
    assert_eq!(all[1].route, elsewhere.route);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_reads_at_the_same_time_shares_a_few_events_and_nobody_is_missing() {
    let lab = Arc::new(Laboratory::open().await);
    let one = |number: u128| {
        let lab = lab.clone();
        let (reader, patient) = (reader(number % 100, Role::Technologist), patient(number));
        tokio::spawn(async move { lab.commands.access().read(reader, [patient]).await })
    };
    for done in join_all((1..=1_000).map(one)).await {
        done.unwrap().unwrap();
    }
    let (events, all) = (recorded(&lab).await.len(), reads(&lab).await);
    let mut patients: Vec<_> = all.iter().flat_map(|read| read.patients.clone()).collect();
    patients.sort();
    assert!(
        patients == (1..=1_000).map(patient).collect::<Vec<_>>(),
        "{} are there",
        patients.len()
    );
    assert!(events < 500, "1,000 reads came to {events} events");
    whole(&lab).await;
}

#[tokio::test]
async fn the_same_read_by_many_at_once_is_said_once() {
    let lab = Laboratory::open().await;
    let record = lab.commands.access();
    let read = || record.read(reader(1, Role::Admin), [patient(1), patient(2)]);
    for done in join_all((0..50).map(|_| read())).await {
        done.unwrap();
    }
    assert_eq!(reads(&lab).await.len(), 1);
}

#[tokio::test]
async fn while_the_log_is_away_nothing_counts_as_said() {
    let lab = Laboratory::open().await;
    let (record, anna) = (lab.commands.access(), reader(1, Role::Admin));
    record.read(anna, [patient(1)]).await.unwrap();
    lab.faults.die_after(0);
    for _ in 0..2 {
        let away = record.read(anna, [patient(2)]).await;
        assert!(matches!(away, Err(CommandError::Unavailable(_))), "{away:?}");
    }
    record.read(anna, [patient(1)]).await.expect("it is on record already");
    lab.faults.heal();
    record.read(anna, [patient(2)]).await.unwrap();
    assert_eq!(reads(&lab).await.len(), 2);
    whole(&lab).await;
}

#[tokio::test]
async fn two_processes_keep_one_chain() {
    let lab = Laboratory::open().await;
    let other = lab.another_process();
    for round in 0..5 {
        let (here, there) = (lab.commands.access(), other.access());
        here.read(reader(1, Role::Admin), [patient(round)]).await.unwrap();
        there.read(reader(2, Role::Admin), [patient(round)]).await.unwrap();
        let (here, there) = tokio::join!(
            here.read(reader(3, Role::Admin), [patient(round)]),
            there.read(reader(4, Role::Admin), [patient(round)])
        );
        here.and(there).unwrap();
    }
    assert_eq!(reads(&lab).await.len(), 20);
    whole(&lab).await;
}

#[tokio::test]
async fn each_day_has_a_stream_and_a_restart_goes_on_with_it() {
    let lab = Laboratory::open().await;
    lab.clock.stop();
    lab.commands.access().exported("backup", None).await.unwrap();
    let lab = lab.restart().await;
    lab.commands.access().exported("audit export", Some(patient(1))).await.unwrap();
    assert_eq!(recorded(&lab).await.len(), 2);
    lab.clock.advance(24 * 60 * 60);
    lab.commands.access().exported("backup", None).await.unwrap();
    let next = recorded(&lab).await;
    assert_eq!((next.len(), next[0].revision), (1, 0));
    whole(&lab).await;
}

#[tokio::test]
async fn coming_in_going_out_and_being_turned_away_are_on_record_without_names() {
    let lab = Laboratory::open().await;
    let anna = user("anna", Role::Technologist);
    let password = anna.password.clone();
    let id = lab.commands.add_user(&lab.admin(), anna).await.unwrap().value;
    let address = "192.0.2.77";
    assert!(lab.commands.sign_in("anna", "a wrong password", address).await.is_err());
    let signed_in = lab.commands.sign_in("Anna", &password, address).await.unwrap();
    lab.commands.refresh(signed_in.refresh.reveal()).await.unwrap();
    assert!(lab.commands.refresh(signed_in.refresh.reveal()).await.is_err());
    let again = lab.commands.sign_in("anna", &password, address).await.unwrap();
    lab.commands.sign_out(again.session).await.unwrap();

    let events: Vec<_> = recorded(&lab).await;
    let kinds: Vec<_> = events.iter().map(|event| event.kind.as_str()).collect();
    assert_eq!(kinds, ["SignInRefused", "SignedIn", "AccessRefused", "SignedIn", "SignedOut"]);
    let Event::SignInRefused(refused) = event(&events[0]) else { panic!() };
    let Event::SignedIn(first) = event(&events[1]) else { panic!() };
    assert_eq!((first.user, &first.origin), (id, &refused.origin), "the same address");
    let Event::AccessRefused(reuse) = event(&events[2]) else { panic!() };
    assert_eq!((reuse.user, reuse.route.as_str()), (id, "POST /api/v1/session/refresh"));
    for event in &events {
        let text = String::from_utf8_lossy(&event.data).to_lowercase();
        assert!(!text.contains("anna") && !text.contains(address), "{text}");
    }
    whole(&lab).await;
}

#[tokio::test]
async fn nobody_signs_in_unrecorded_and_a_right_password_sounds_like_a_wrong_one() {
    let lab = Laboratory::open().await;
    let anna = user("anna", Role::Technologist);
    let password = anna.password.clone();
    lab.commands.add_user(&lab.admin(), anna).await.unwrap();
    let session = lab.commands.sign_in("anna", &password, "::1").await.unwrap().session;
    lab.faults.refuse_appends();
    for password in [&password, "a wrong password"] {
        let refused = lab.commands.sign_in("anna", password, "::2").await;
        assert!(matches!(refused, Err(CommandError::Unavailable(_))), "{refused:?}");
    }
    lab.commands.sign_out(session).await.expect("who signs out is out, on record or not");
    lab.faults.heal();
    assert!(lab.commands.authenticate(session, 0).await.is_err());
}

#[tokio::test]
async fn a_refusal_is_said_once_in_ten_minutes() {
    let lab = Laboratory::open().await;
    lab.clock.stop();
    let (record, anna) = (lab.commands.access(), reader(1, Role::Technologist));
    let thing = Some(Uuid::from_u128(9));
    for subject in [thing, thing, None, None] {
        record.refused(anna, subject).await.unwrap();
    }
    assert_eq!(recorded(&lab).await.len(), 2);
    record.read(anna, [patient(9)]).await.unwrap();
    assert_eq!(reads(&lab).await.len(), 1, "a refusal does not stand for a read");
    lab.clock.advance(600);
    record.refused(anna, thing).await.unwrap();
    assert_eq!(recorded(&lab).await.len(), 4);
}
