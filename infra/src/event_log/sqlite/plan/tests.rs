use bytes::Bytes;

use super::*;

fn event(id: u128) -> NewEvent {
    let json = Bytes::from_static(b"{}");
    NewEvent {
        id: Uuid::from_u128(id),
        kind: "Happened".into(),
        data: json.clone(),
        metadata: json,
    }
}

/// A log with one stream, `a`, of the events 1 and 2.
fn plan() -> Plan {
    let place = |revision| Place { stream: "a".into(), revision, position: Position(revision + 1) };
    Plan {
        before: Some(Position(2)),
        heads: [("a".into(), 1)].into(),
        known: [(Uuid::from_u128(1), place(0)), (Uuid::from_u128(2), place(1))].into(),
        ..Plan::default()
    }
}

#[test]
fn appends_of_one_commit_see_one_another() {
    let mut plan = plan();
    let second = plan.take("a".into(), Expected::Revision(1), vec![event(3), event(4)]).unwrap();
    assert_eq!(second, Appended { revision: 3, position: Position(4) });
    let refused = plan.take("a".into(), Expected::Revision(1), vec![event(5)]);
    assert!(matches!(refused, Err(LogError::WrongRevision { actual: Some(3), .. })));
    let other = plan.take("b".into(), Expected::NoStream, vec![event(6)]).unwrap();
    assert_eq!(other, Appended { revision: 0, position: Position(5) });
    let places: Vec<_> =
        plan.accepted.iter().map(|e| (e.stream.as_str(), e.revision, e.position.0)).collect();
    assert_eq!(places, [("a", 2, 3), ("a", 3, 4), ("b", 0, 5)]);
}

#[test]
fn the_same_append_twice_in_one_commit_is_written_once() {
    let mut plan = plan();
    let append = || ("c".to_owned(), Expected::NoStream, vec![event(7), event(8)]);
    let (stream, expected, events) = append();
    let first = plan.take(stream, expected, events).unwrap();
    let (stream, expected, events) = append();
    assert_eq!(plan.take(stream, expected, events).unwrap(), first);
    assert_eq!(plan.accepted.len(), 2);
}

#[test]
fn what_was_appended_is_answered_again_only_at_its_place() {
    let mut plan = plan();
    let mut take = |expected, ids: &[u128]| {
        plan.take("a".into(), expected, ids.iter().copied().map(event).collect())
    };
    let last = Appended { revision: 1, position: Position(2) };
    assert_eq!(take(Expected::NoStream, &[1, 2]).unwrap(), last);
    assert_eq!(take(Expected::Revision(0), &[2]).unwrap(), last);
    assert_eq!(take(Expected::NoStream, &[1]).unwrap().revision, 0);

    let wrong = take(Expected::NoStream, &[2, 1]);
    assert!(matches!(wrong, Err(LogError::WrongRevision { actual: Some(1), .. })));
    let longer = take(Expected::Revision(0), &[2, 9]);
    assert!(matches!(longer, Err(LogError::WrongRevision { actual: Some(1), .. })));
    assert!(matches!(take(Expected::Revision(1), &[1]), Err(LogError::Invalid(_))));
    assert!(matches!(take(Expected::Revision(1), &[9, 2]), Err(LogError::Invalid(_))));
    assert_eq!(plan.accepted, []);
}

#[test]
fn an_event_of_another_stream_is_refused() {
    let mut plan = plan();
    let stolen = plan.take("b".into(), Expected::NoStream, vec![event(1)]);
    assert!(matches!(stolen, Err(LogError::Invalid(_))));
    let future = plan.take("b".into(), Expected::Revision(u64::MAX), vec![event(9)]);
    assert!(matches!(future, Err(LogError::WrongRevision { actual: None, .. })));
}
