//! One function, run in three ways.

use std::sync::Arc;
use std::time::Duration;

use domain::envelope::Actor;
use domain::event::Event;
use domain::ids::ImageId;
use infra::event_log::Direction;
use runtime::{Function, Trigger, Worker, WorkerSettings};
use tokio_util::sync::CancellationToken;

use crate::bench::{Bench, serve};
use crate::gauge::Gauge;

/// What follows the upload, once there is something.
async fn recorded(bench: &Bench, image: ImageId) -> Trigger {
    let wait = async {
        loop {
            let (stream, log) = (image.stream(), &bench.laboratory.log);
            let events = log.read_stream(&stream, None, Direction::Forwards, 10).await.unwrap();
            if let Some(event) = events.into_iter().nth(1) {
                return Trigger::read(event, 0).unwrap();
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), wait).await.unwrap()
}

/// Runs a function over the log until an image has an outcome.
async fn run(bench: &Bench, function: Arc<dyn Function>, image: ImageId) -> Trigger {
    let settings = WorkerSettings::new(&*function);
    let worker = Worker::new(function, bench.installation(), settings);
    let stop = CancellationToken::new();
    let token = stop.clone();
    let running = tokio::spawn(async move { worker.run(token).await });
    let outcome = recorded(bench, image).await;
    stop.cancel();
    running.await.unwrap();
    outcome
}

#[tokio::test(flavor = "multi_thread")]
async fn in_the_process_pulled_and_pushed_it_finds_the_same() {
    let bench = Bench::open().await;
    let (image, trigger) = bench.image(1).await;
    let inside = bench.ask(&*Gauge::new(), &trigger).await.unwrap();
    assert_eq!(inside.len(), 1);
    let served = serve(Gauge::new()).await;
    let pushed = bench.ask(&bench.remote(&served.url).await, &trigger).await.unwrap();
    assert_eq!(pushed, inside);

    let by_push = run(&bench, Arc::new(bench.remote(&served.url).await), image).await;
    let (other, _) = bench.image(2).await;
    let by_pull = run(&bench, Gauge::new(), other).await;
    let expected = Actor::Function { name: "gauge".to_owned(), version: "1".to_owned() };
    for (event, image) in [(&by_push, image), (&by_pull, other)] {
        assert!(matches!(&event.stored.event, Event::RenditionsAttached(e) if e.image == image));
        assert_eq!(event.stored.envelope.actor, expected);
    }
    assert_eq!(by_push.stored.envelope.causation, Some(trigger.event.id));
    assert_eq!(by_push.stored.envelope.correlation, trigger.stored.envelope.correlation);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_a_patient_who_was_erased_nothing_is_sent() {
    let bench = Bench::open().await;
    let (_, trigger) = bench.image(1).await;
    let (commands, admin) = (&bench.laboratory.commands, bench.laboratory.admin());
    commands.erase_patient(&admin, bench.patient).await.unwrap();
    // Nobody listens there: whoever called would wait.
    let remote = bench.remote("http://127.0.0.1:9").await;
    assert_eq!(bench.ask(&remote, &trigger).await.unwrap(), []);
}
