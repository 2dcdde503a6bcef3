//! What is particular to the embedded event log: its file, its one writer, its failures.

#![allow(clippy::unwrap_used, missing_docs)]

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use bytes::Bytes;
use futures::StreamExt;
use futures::future::join_all;
use infra::event_log::sqlite::{MAX_APPEND_BYTES, SqliteLog};
use infra::event_log::{
    Direction, EventLog, Expected, Filter, GroupSettings, LogError, Message, NewEvent,
    RecordedEvent, Settlement, Subscription,
};
use infra::state::State;
use sqlx::{Connection, SqliteConnection};
use uuid::Uuid;

fn event(size: usize) -> NewEvent {
    NewEvent {
        id: Uuid::now_v7(),
        kind: "Happened".into(),
        data: Bytes::from(format!("{{\"text\":\"{}\"}}", "x".repeat(size))),
        metadata: Bytes::from_static(b"{}"),
    }
}

async fn open(directory: &Path) -> SqliteLog {
    let url = format!("sqlite://{}", directory.join("state.db").display());
    let state = State::open(&url).await.unwrap();
    SqliteLog::open(&directory.join("events.db"), state.pool().clone()).await.unwrap()
}

async fn everything(log: &SqliteLog) -> Vec<RecordedEvent> {
    log.read_all(None, Direction::Forwards, &Filter::All, usize::MAX).await.unwrap()
}

/// What a subscription ends with.
async fn end_of(subscription: &mut Subscription) -> LogError {
    loop {
        if let Err(error) = subscription.next().await.expect("it ends with an error") {
            return error;
        }
    }
}

#[tokio::test]
async fn an_event_of_another_place_is_refused() {
    let directory = tempfile::tempdir().unwrap();
    let log = open(directory.path()).await;
    let known = event(1);
    log.append("a-1", Expected::NoStream, vec![known.clone()]).await.unwrap();
    for (stream, expected) in [("b-1", Expected::NoStream), ("a-1", Expected::Revision(0))] {
        let refused = log.append(stream, expected, vec![event(1), known.clone()]).await;
        assert!(matches!(refused, Err(LogError::Invalid(_))), "{refused:?}");
    }
    assert_eq!(everything(&log).await.len(), 1);
}

#[tokio::test]
async fn an_append_has_a_largest_size() {
    let directory = tempfile::tempdir().unwrap();
    let log = open(directory.path()).await;
    let refused = log.append("a-1", Expected::NoStream, vec![event(MAX_APPEND_BYTES)]).await;
    assert!(matches!(refused, Err(LogError::Invalid(_))), "{refused:?}");
    let fits = event(MAX_APPEND_BYTES - 100);
    log.append("a-1", Expected::NoStream, vec![fits]).await.unwrap();
}

#[tokio::test]
async fn large_events_are_followed_in_small_pages() {
    let directory = tempfile::tempdir().unwrap();
    let log = open(directory.path()).await;
    for i in 0..40 {
        let large = event(MAX_APPEND_BYTES - 100);
        log.append(&format!("a-{i}"), Expected::NoStream, vec![large]).await.unwrap();
    }
    log.close().await;
    let log = open(directory.path()).await;
    let mut subscription = log.subscribe(None, Filter::All).await.unwrap();
    let mut followed = Vec::new();
    while let Message::Event(event) = subscription.next().await.unwrap().unwrap() {
        followed.push(event);
    }
    assert_eq!(followed.len(), 40);
    assert!(followed == everything(&log).await);
}

#[tokio::test]
async fn a_subscription_says_exactly_how_far_it_is() {
    let directory = tempfile::tempdir().unwrap();
    let log = open(directory.path()).await;
    let mut live = log.subscribe(None, Filter::All).await.unwrap();
    assert_eq!(said(&mut live).await, Message::CaughtUp(None));

    for i in 0..60 {
        let new = (0..200).map(|_| event(1)).collect();
        log.append(&format!("a-{i}"), Expected::NoStream, new).await.unwrap();
    }
    let all = everything(&log).await;
    let end = Message::CaughtUp(all.last().map(|event| event.position));
    for event in &all {
        assert_eq!(said(&mut live).await, Message::Event(event.clone()));
    }
    assert_eq!(said(&mut live).await, end, "said again after falling behind");

    let last = all.last().map(|event| event.position);
    let mut at_the_end = log.subscribe(last, Filter::All).await.unwrap();
    assert_eq!(said(&mut at_the_end).await, end);
    let nothing = Filter::Types(vec!["Absent".into()]);
    let mut filtered = log.subscribe(None, nothing).await.unwrap();
    assert_eq!(said(&mut filtered).await, end, "all was looked at");
}

/// What a subscription says next.
async fn said(subscription: &mut Subscription) -> Message {
    subscription.next().await.unwrap().unwrap()
}

/// A delivery that a crash ends was never settled, and counts for nothing.
#[tokio::test]
async fn retries_are_counted_exactly_across_a_crash() {
    let directory = tempfile::tempdir().unwrap();
    let log = open(directory.path()).await;
    log.append("a-1", Expected::NoStream, vec![event(1)]).await.unwrap();
    let settings = GroupSettings {
        min_backoff: Duration::from_millis(10),
        max_backoff: Duration::from_millis(10),
        ..GroupSettings::new(Filter::All)
    };
    log.ensure_group("work", settings).await.unwrap();
    let mut consumer = log.join_group("work", 1).await.unwrap();
    let first = consumer.next().await.unwrap().unwrap();
    first.settle(Settlement::Retry("away".into()));
    let again = consumer.next().await.unwrap().unwrap();
    assert_eq!(again.retries, 1);
    // Time for the group to save what it knows.
    tokio::time::sleep(Duration::from_millis(600)).await;
    drop((consumer, log));

    let log = open(directory.path()).await;
    drop(again);
    let mut consumer = log.join_group("work", 1).await.unwrap();
    assert_eq!(consumer.next().await.unwrap().unwrap().retries, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refused_append_costs_the_others_of_its_commit_nothing() {
    let directory = tempfile::tempdir().unwrap();
    let log = open(directory.path()).await;
    for round in 0..5 {
        // All at once: they meet in few commits.
        let appends = (0..100).map(|i| {
            let expected = if i % 2 == 0 { Expected::NoStream } else { Expected::Revision(9) };
            let (log, stream) = (&log, format!("stream-{round}-{i}"));
            async move { log.append(&stream, expected, vec![event(10), event(10)]).await }
        });
        for (i, answer) in join_all(appends).await.into_iter().enumerate() {
            match answer {
                Ok(appended) => assert_eq!((i % 2, appended.revision), (0, 1)),
                Err(error) => {
                    assert!(i % 2 == 1 && matches!(error, LogError::WrongRevision { .. }));
                }
            }
        }
    }
    assert_eq!(everything(&log).await.len(), 5 * 50 * 2);
}

#[tokio::test]
async fn a_reader_reads_beside_the_writer_and_never_writes() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("events.db");
    let missing = SqliteLog::open_read_only(&path).await;
    assert!(matches!(missing, Err(LogError::Unavailable(_))), "{missing:?}");
    assert!(!path.exists(), "a reader creates nothing");

    let log = open(directory.path()).await;
    log.append("a-1", Expected::NoStream, vec![event(10)]).await.unwrap();
    let reader = SqliteLog::open_read_only(&path).await.unwrap();
    assert_eq!(reader.identity().await.unwrap(), log.identity().await.unwrap());
    log.append("a-1", Expected::Revision(0), vec![event(10)]).await.unwrap();
    assert_eq!(everything(&reader).await, everything(&log).await);
    assert_eq!(reader.head().await.unwrap(), log.head().await.unwrap());

    let invalid = |error: LogError| matches!(error, LogError::Invalid(_));
    let append = reader.append("a-1", Expected::Revision(1), vec![event(10)]).await;
    assert!(invalid(append.unwrap_err()));
    assert!(invalid(reader.subscribe(None, Filter::All).await.err().unwrap()));
    let settings = GroupSettings::new(Filter::All);
    assert!(invalid(reader.ensure_group("work", settings).await.unwrap_err()));

    // After the server has gone, too.
    let all = everything(&log).await;
    log.close().await;
    assert_eq!(everything(&reader).await, all);
    let reader = SqliteLog::open_read_only(&path).await.unwrap();
    assert_eq!(everything(&reader).await, all);
}

#[tokio::test]
async fn another_file_is_not_taken_for_a_log() {
    let directory = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", directory.path().join("state.db").display());
    let state = State::open(&url).await.unwrap();
    let opened = SqliteLog::open(&directory.path().join("state.db"), state.pool().clone()).await;
    assert!(matches!(opened, Err(LogError::Invalid(_))), "{opened:?}");

    let text = directory.path().join("text");
    std::fs::write(&text, "no database at all, but longer than its header. ".repeat(100)).unwrap();
    let opened = SqliteLog::open_read_only(&text).await;
    assert!(matches!(opened, Err(LogError::Unavailable(_))), "{opened:?}");
}

#[tokio::test]
async fn the_file_itself_refuses_changes() {
    let directory = tempfile::tempdir().unwrap();
    let log = open(directory.path()).await;
    log.append("a-1", Expected::NoStream, vec![event(10)]).await.unwrap();
    let url = format!("sqlite://{}", directory.path().join("events.db").display());
    let mut connection = SqliteConnection::connect(&url).await.unwrap();
    for sql in ["UPDATE events SET data = x'00'", "DELETE FROM events"] {
        let refused = sqlx::query(sql).execute(&mut connection).await.unwrap_err();
        assert!(refused.to_string().contains("an event is never"), "{refused}");
    }
    assert_eq!(everything(&log).await.len(), 1);
}

#[tokio::test]
async fn closing_ends_everything_orderly() {
    let directory = tempfile::tempdir().unwrap();
    let log = open(directory.path()).await;
    log.ensure_group("work", GroupSettings::new(Filter::All)).await.unwrap();
    let mut consumer = log.join_group("work", 1).await.unwrap();
    let mut subscription = log.subscribe(None, Filter::All).await.unwrap();
    subscription.next().await.unwrap().unwrap();
    log.append("a-1", Expected::NoStream, vec![event(10)]).await.unwrap();
    let delivery = consumer.next().await.unwrap().unwrap();
    delivery.settle(infra::event_log::Settlement::Done);
    tokio::task::yield_now().await;
    log.close().await;

    let unavailable = |error: LogError| matches!(error, LogError::Unavailable(_));
    let append = log.append("a-1", Expected::Revision(0), vec![event(10)]).await;
    assert!(unavailable(append.unwrap_err()));
    assert!(consumer.next().await.unwrap().is_err_and(unavailable));
    assert!(unavailable(end_of(&mut subscription).await));
    assert!(subscription.next().await.is_none(), "it ends with its error");

    let left: Vec<_> = std::fs::read_dir(directory.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.starts_with("events"))
        .collect();
    assert_eq!(left, ["events.db"], "the write-ahead log is folded in");

    // Without waiting for the group's timer, its place was saved.
    let log = open(directory.path()).await;
    assert_eq!(log.groups().await.unwrap()[0].checkpoint, log.head().await.unwrap());
}

#[tokio::test]
async fn positions_of_another_log_are_refused() {
    let directory = tempfile::tempdir().unwrap();
    let log = open(directory.path()).await;
    let appended = log.append("a-1", Expected::NoStream, vec![event(10)]).await.unwrap();
    log.ensure_group("work", GroupSettings::new(Filter::All)).await.unwrap();
    log.close().await;

    for file in ["events.db", "events.db-wal", "events.db-shm"] {
        let _ = std::fs::remove_file(directory.path().join(file));
    }
    let other = open(directory.path()).await;
    let refused = other.subscribe(Some(appended.position), Filter::All).await.err().unwrap();
    assert!(matches!(refused, LogError::Invalid(_)), "{refused}");
    let refused = other.join_group("work", 1).await.err().unwrap();
    assert!(matches!(refused, LogError::Invalid(_)), "{refused}");
}

/// Runs a test of this file marked as ignored in a process of its own, through a shell line in
/// which `"$0"` is that process.
fn child(line: &str, test: &str, directory: &Path) -> std::process::Child {
    Command::new("sh")
        .args(["-c", line])
        .arg(std::env::current_exe().unwrap())
        .args(["--exact", test, "--ignored", "--nocapture", "--test-threads=1"])
        .env("EVENT_LOG_DIRECTORY", directory)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// The directory that a child process works in.
fn directory_of_child() -> std::path::PathBuf {
    std::env::var_os("EVENT_LOG_DIRECTORY").expect("this test runs as a child of another").into()
}

#[tokio::test]
async fn what_was_answered_survives_a_kill_and_nothing_is_half_there() {
    let directory = tempfile::tempdir().unwrap();
    let mut acknowledged: BTreeMap<Uuid, u64> = BTreeMap::new();
    for round in 0..4u64 {
        let mut writer =
            child("exec \"$0\" \"$@\"", "child_that_appends_for_ever", directory.path());
        let lines = BufReader::new(writer.stdout.take().unwrap()).lines().map_while(Result::ok);
        let mut appended = lines.filter_map(|line| {
            let (id, revision) = line.strip_prefix("appended ")?.split_once(' ')?;
            Some((id.parse::<Uuid>().ok()?, revision.parse::<u64>().ok()?))
        });
        acknowledged.extend(appended.by_ref().take(20));
        std::thread::sleep(Duration::from_millis(37 * round));
        writer.kill().unwrap();
        writer.wait().unwrap();
        acknowledged.extend(appended);
    }
    assert!(acknowledged.len() >= 80);

    let log = open(directory.path()).await;
    let all = everything(&log).await;
    let stored: BTreeMap<Uuid, u64> = all.iter().map(|event| (event.id, event.revision)).collect();
    for (id, revision) in &acknowledged {
        assert_eq!(stored.get(id), Some(revision), "an answered event is lost");
    }
    // Three events an append, one stream an appender: whole appends, revisions without gap.
    let mut streams: BTreeMap<&str, u64> = BTreeMap::new();
    for event in &all {
        let next = streams.entry(&event.stream).or_default();
        assert_eq!(event.revision, *next);
        *next += 1;
    }
    assert!(streams.len() > 1 && streams.values().all(|events| events % 3 == 0), "{streams:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "a child process of another test"]
async fn child_that_appends_for_ever() {
    let log = open(&directory_of_child()).await;
    let appenders = (0..8).map(|i| {
        let (log, stream) = (&log, format!("stream-{i}"));
        async move {
            let last = log.read_stream(&stream, None, Direction::Backwards, 1).await.unwrap().pop();
            let mut expected = last.map_or(Expected::NoStream, |e| Expected::Revision(e.revision));
            loop {
                let events = vec![event(500), event(500), event(500)];
                let last = events[2].id;
                let appended = log.append(&stream, expected, events).await.unwrap();
                expected = Expected::Revision(appended.revision);
                let mut out = std::io::stdout().lock();
                writeln!(out, "appended {last} {}", appended.revision).unwrap();
                out.flush().unwrap();
            }
        }
    });
    join_all(appenders).await;
}

#[tokio::test]
async fn a_failing_disk_stops_the_writer_and_keeps_what_was_answered() {
    let directory = tempfile::tempdir().unwrap();
    // No file may grow beyond 400 KiB (800 blocks); writing on fails as on a broken disk.
    let line = "trap '' XFSZ; ulimit -f 800; exec \"$0\" \"$@\"";
    let output =
        child(line, "child_whose_disk_fails", directory.path()).wait_with_output().unwrap();
    let output = String::from_utf8(output.stdout).unwrap();
    let answered = output.lines().find_map(|line| line.strip_prefix("answered "));
    let answered: u64 = answered.unwrap_or_else(|| panic!("{output}")).parse().unwrap();
    assert!(answered > 0);

    let log = open(directory.path()).await;
    let stored = log.read_stream("a-1", None, Direction::Forwards, 10_000).await.unwrap();
    let stored = stored.len() as u64;
    // The one in flight may or may not have reached the disk: it was not answered.
    assert!(stored == answered || stored == answered + 1, "{stored} of {answered}");
    let expected = Expected::Revision(stored - 1);
    log.append("a-1", expected, vec![event(10)]).await.unwrap();
}

#[tokio::test]
#[ignore = "a child process of another test"]
async fn child_whose_disk_fails() {
    let log = open(&directory_of_child()).await;
    let mut subscription = log.subscribe(None, Filter::All).await.unwrap();
    let mut expected = Expected::NoStream;
    let mut answered = 0;
    let error = loop {
        match log.append("a-1", expected, vec![event(2000)]).await {
            Ok(appended) => {
                expected = Expected::Revision(appended.revision);
                answered += 1;
            }
            Err(error) => break error,
        }
    };
    assert!(matches!(error, LogError::Unavailable(_)), "{error}");
    let reason = tokio::time::timeout(Duration::from_secs(5), log.failed()).await.unwrap();
    assert!(!reason.is_empty());
    let again = log.append("a-1", expected, vec![event(1)]).await;
    assert!(matches!(again, Err(LogError::Unavailable(_))), "{again:?}");
    let ended = end_of(&mut subscription).await;
    assert!(matches!(ended, LogError::Unavailable(_)), "{ended}");
    println!("\nanswered {answered}");
}
