//! The worker over the real log and the real commands: what it promises to functions.
#![allow(clippy::unwrap_used, missing_docs)]

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use commands::testing::{Laboratory, prediction};
use domain::envelope::Actor;
use domain::event::{Event, PredictionRecorded};
use runtime::{FunctionError, Outcome, WorkerSettings};

mod bench;
mod flaky;
mod script;

use bench::*;
use script::{attached, scripted};

#[tokio::test(flavor = "multi_thread")]
async fn what_fails_twice_and_then_works_is_recorded_once_with_its_cause() {
    let laboratory = Laboratory::open().await;
    let image = image(&laboratory).await;
    let function = scripted(async |trigger, call| match call {
        0 | 1 => Err(FunctionError::Retry("not yet".to_owned())),
        _ => Ok(vec![attached(&trigger)]),
    });
    let worker = start(&laboratory, function.clone(), quick(&*function));
    until_done(&worker.counts, 1).await;

    assert_eq!(function.calls(), 3);
    let counts = worker.counts.snapshot();
    assert_eq!((counts.retried, counts.parked, counts.in_flight), (2, 0, 0));
    let recorded = recorded(&laboratory, image).await;
    assert_eq!(recorded.len(), 1);
    let (envelope, upload) = (&recorded[0].envelope, upload(&laboratory, image).await);
    let (name, version) = ("scripted".to_owned(), "1.2.3".to_owned());
    assert_eq!(envelope.actor, Actor::Function { name, version });
    assert_eq!(envelope.causation, Some(upload.event.id));
    assert_eq!(envelope.correlation, upload.stored.envelope.correlation);
    assert_eq!(envelope.traceparent, upload.stored.envelope.traceparent);
    worker.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_fails_for_good_is_recorded_and_parked_at_once() {
    let laboratory = Laboratory::open().await;
    let image = image(&laboratory).await;
    let function = scripted(async |_, _| Err(FunctionError::Permanent("torn".to_owned())));
    let worker = start(&laboratory, function.clone(), quick(&*function));
    until("parked", async || worker.counts.snapshot().parked == 1).await;
    until("parked in the log", async || parked_count(&laboratory).await == 1).await;

    assert_eq!(function.calls(), 1);
    assert_eq!(parked(&laboratory).await[0].reason, "torn");
    let status = worker.worker.status().await.unwrap();
    assert_eq!((status.name, status.parked, status.waiting), ("scripted", 1, 0));
    assert_eq!((status.worker.parked, status.worker.done), (1, 0));
    let recorded = recorded(&laboratory, image).await;
    assert!(matches!(&recorded[..], [only]
        if matches!(&only.event, Event::RenditionsFailed(failed) if failed.reason == "torn")));
    worker.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_retry_gives_up_and_a_replay_makes_it_good() {
    let laboratory = Laboratory::open().await;
    let image = image(&laboratory).await;
    let function = scripted(async |trigger, call| match call {
        0..4 => Err(FunctionError::Retry("no luck".to_owned())),
        _ => Ok(vec![attached(&trigger)]),
    });
    let worker = start(&laboratory, function.clone(), quick(&*function));
    until("parked", async || parked_count(&laboratory).await == 1).await;
    assert_eq!(function.calls(), 4, "one try and three retries");
    assert_eq!(kinds(&laboratory, image).await, ["RenditionsFailed"]);

    assert_eq!(laboratory.log.replay_parked("scripted", None).await.unwrap(), 1);
    until_done(&worker.counts, 1).await;
    assert_eq!(kinds(&laboratory, image).await, ["RenditionsFailed", "RenditionsAttached"]);
    worker.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_panic_and_a_try_without_end_are_repeated() {
    let laboratory = Laboratory::open().await;
    let image = image(&laboratory).await;
    let function = scripted(async |trigger, call| match call {
        0 => panic!("this is a part of the test"),
        1 => std::future::pending().await,
        _ => Ok(vec![attached(&trigger)]),
    });
    let settings = WorkerSettings { timeout: Duration::from_millis(50), ..quick(&*function) };
    let worker = start(&laboratory, function.clone(), settings);
    until_done(&worker.counts, 1).await;
    assert_eq!(worker.counts.snapshot().retried, 2);
    assert_eq!(kinds(&laboratory, image).await, ["RenditionsAttached"]);
    worker.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_away_is_waited_for_and_counts_as_no_try() {
    let laboratory = Laboratory::open().await;
    let image = image(&laboratory).await;
    let function = scripted(async |trigger, call| match call {
        0..3 => Err(FunctionError::Unavailable("the blobs are away".to_owned())),
        _ => Ok(vec![attached(&trigger)]),
    });
    let mut settings = quick(&*function);
    settings.group.max_retries = 0;
    let worker = start(&laboratory, function.clone(), settings);
    until_done(&worker.counts, 1).await;
    assert_eq!((function.calls(), worker.counts.snapshot().retried), (4, 0));
    assert_eq!(kinds(&laboratory, image).await, ["RenditionsAttached"]);
    worker.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_more_are_in_work_than_were_asked_for() {
    let laboratory = Laboratory::open().await;
    images(&laboratory, 12).await;
    let (now, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let (counted, seen) = (now.clone(), most.clone());
    let function = scripted(move |trigger, _| {
        let (now, most) = (counted.clone(), seen.clone());
        async move {
            most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
            tokio::time::sleep(Duration::from_millis(30)).await;
            now.fetch_sub(1, Ordering::SeqCst);
            Ok(vec![attached(&trigger)])
        }
    });
    let settings = WorkerSettings { concurrency: 3, ..quick(&*function) };
    let worker = start(&laboratory, function.clone(), settings);
    until_done(&worker.counts, 12).await;
    assert_eq!(most.load(Ordering::SeqCst), 3);
    worker.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_trigger_goes_on_from_page_to_page() {
    let laboratory = Laboratory::open().await;
    let image = image(&laboratory).await;
    let function = scripted(async |trigger, _| match trigger.cursor.as_deref() {
        None => Ok(vec![Outcome::Continue { cursor: "second".to_owned() }]),
        Some("second") => Ok(vec![attached(&trigger)]),
        Some(_) => Err(FunctionError::Permanent("no such page".to_owned())),
    });
    let worker = start(&laboratory, function.clone(), quick(&*function));
    until_done(&worker.counts, 1).await;
    assert_eq!(function.calls(), 2);
    assert_eq!(kinds(&laboratory, image).await, ["RenditionsAttached"]);
    worker.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn stopping_lets_what_is_in_work_finish_and_takes_no_more() {
    let laboratory = Laboratory::open().await;
    let images = images(&laboratory, 2).await;
    let function = scripted(async |trigger, _| {
        tokio::time::sleep(Duration::from_millis(200)).await;
        Ok(vec![attached(&trigger)])
    });
    let settings = WorkerSettings { concurrency: 1, ..quick(&*function) };
    let worker = start(&laboratory, function.clone(), settings.clone());
    until("the first in work", async || function.calls() == 1).await;
    let counts = worker.counts.clone();
    worker.stop().await;
    let snapshot = counts.snapshot();
    assert_eq!((snapshot.done, snapshot.handed_back, snapshot.connected), (1, 0, false));
    assert_eq!(kinds(&laboratory, images[0]).await, ["RenditionsAttached"]);
    assert!(kinds(&laboratory, images[1]).await.is_empty());

    let next = start(&laboratory, function.clone(), settings);
    until_done(&next.counts, 1).await;
    assert_eq!(kinds(&laboratory, images[1]).await, ["RenditionsAttached"]);
    assert_eq!(function.calls(), 2, "what was done before is not delivered again");
    next.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_recorded_and_not_settled_comes_again_after_a_restart_and_is_recorded_once() {
    let laboratory = Laboratory::open().await;
    let image = image(&laboratory).await;
    // The first time, the outcome is recorded and the trigger never settled.
    let function = scripted(async |trigger, call| match call {
        0 => Ok(vec![attached(&trigger), Outcome::Continue { cursor: "more".to_owned() }]),
        1 => std::future::pending().await,
        _ => Ok(vec![attached(&trigger)]),
    });
    let settings = WorkerSettings { grace: Duration::from_millis(20), ..quick(&*function) };
    let worker = start(&laboratory, function.clone(), settings.clone());
    until("hanging", async || function.calls() == 2).await;
    let counts = worker.counts.clone();
    worker.stop().await;
    assert_eq!((counts.snapshot().handed_back, counts.snapshot().in_flight), (1, 0));
    assert_eq!(kinds(&laboratory, image).await, ["RenditionsAttached"]);

    let laboratory = laboratory.restart().await;
    let next = start(&laboratory, function.clone(), settings);
    until_done(&next.counts, 1).await;
    assert_eq!(kinds(&laboratory, image).await, ["RenditionsAttached"]);
    next.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_log_that_goes_away_is_joined_again() {
    let laboratory = Laboratory::open().await;
    let images = images(&laboratory, 3).await;
    let function = scripted(async |trigger, _| Ok(vec![attached(&trigger)]));
    let log = Arc::new(flaky::Flaky { log: laboratory.log.clone(), joins: AtomicUsize::new(0) });
    let worker = start_over(log.clone(), &laboratory, function.clone(), quick(&*function));
    until_done(&worker.counts, 3).await;
    assert_eq!(log.joins.load(Ordering::SeqCst), 4);
    for image in images {
        assert_eq!(kinds(&laboratory, image).await, ["RenditionsAttached"]);
    }
    assert!(worker.counts.snapshot().connected);
    worker.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_log_cannot_take_now_is_recorded_when_it_is_back() {
    let laboratory = Laboratory::open().await;
    let image = image(&laboratory).await;
    let (function, faults) = {
        let faults = laboratory.faults.clone();
        let die = faults.clone();
        let function = scripted(move |trigger, call| {
            let die = die.clone();
            async move {
                if call == 0 {
                    die.die_after(0);
                }
                Ok(vec![attached(&trigger)])
            }
        });
        (function, faults)
    };
    let mut settings = quick(&*function);
    settings.group.max_retries = 0;
    let worker = start(&laboratory, function.clone(), settings);
    until("a second look", async || function.calls() >= 2).await;
    assert_eq!(worker.counts.snapshot().done, 0);
    faults.heal();
    until_done(&worker.counts, 1).await;
    assert_eq!(kinds(&laboratory, image).await, ["RenditionsAttached"]);
    assert_eq!(worker.counts.snapshot().parked, 0);
    worker.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_outcome_for_an_image_that_was_voided_meanwhile_is_no_failure() {
    let laboratory = Laboratory::open().await;
    let image = image(&laboratory).await;
    let model = laboratory.model("a").await;
    let voiding = laboratory.commands.clone();
    let technologist = laboratory.technologist();
    let function = scripted(move |_, _| {
        let (commands, technologist) = (voiding.clone(), technologist.clone());
        async move {
            commands.void_image(&technologist, image, None, None).await.unwrap();
            Ok(vec![Outcome::RecordPrediction(prediction(image, model, "monocyte"))])
        }
    });
    let worker = start(&laboratory, function.clone(), quick(&*function));
    until_done(&worker.counts, 1).await;
    assert_eq!(kinds(&laboratory, image).await, ["ImageVoided"]);
    worker.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_outcome_that_the_commands_refuse_fails_for_good() {
    let laboratory = Laboratory::open().await;
    let image = image(&laboratory).await;
    let model = laboratory.model("a").await;
    let function = scripted(move |_, _| async move {
        let torn = PredictionRecorded { confidence: 7.0, ..prediction(image, model, "monocyte") };
        Ok(vec![Outcome::RecordPrediction(torn)])
    });
    let worker = start(&laboratory, function.clone(), quick(&*function));
    until("parked", async || parked_count(&laboratory).await == 1).await;
    assert_eq!(kinds(&laboratory, image).await, ["RenditionsFailed"]);
    worker.stop().await;
}
