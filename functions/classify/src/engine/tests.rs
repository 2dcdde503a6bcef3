#![allow(clippy::unwrap_used)]

use futures::FutureExt;
use futures::future::join_all;
use image::Rgb;

use super::*;

/// The shipped pack, fed with small pictures so that tests are quick.
fn pack() -> Pack {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../models/blood-cell-hrnet-w18-small");
    let mut pack = Pack::load(folder).unwrap();
    pack.manifest.input.size = 64;
    pack
}

fn settings(max_batch: usize, queue: usize) -> EngineSettings {
    let some = |number| NonZeroUsize::new(number).unwrap();
    EngineSettings { max_batch: some(max_batch), queue: some(queue), ..EngineSettings::default() }
}

fn picture(seed: u8) -> RgbImage {
    RgbImage::from_fn(80, 80, |x, y| Rgb([x as u8 ^ seed, y as u8, seed.wrapping_mul(31)]))
}

/// An engine whose thread the test plays itself.
fn played(queue: usize) -> (Engine, mpsc::Receiver<Job>) {
    let pack = pack();
    let (queue, jobs) = mpsc::channel(queue);
    let (_, ended) = watch::channel(());
    let shared = Shared {
        id: pack.digest,
        manifest: Arc::new(pack.manifest.clone()),
        device: Device::Cpu,
        precision: Precision::default(),
        explainer: Explainer::new(pack, Device::Cpu),
        queue: Mutex::new(Some(queue)),
        ended,
    };
    (Engine { shared: Arc::new(shared) }, jobs)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_at_one_moment_runs_as_one_batch_and_gives_what_singles_give() {
    let engine = Engine::start(&pack(), Device::Cpu, settings(8, 32)).unwrap();
    let mut singles = Vec::new();
    for seed in 0..12 {
        singles.push(engine.predict(picture(seed), None).await.unwrap());
    }
    let together = join_all((0..12).map(|seed| engine.predict(picture(seed), None))).await;
    let together: Vec<Prediction> = together.into_iter().map(Result::unwrap).collect();
    for (single, one) in singles.iter().zip(&together) {
        let close = |(a, b): (&f32, &f32)| (a - b).abs() < 1e-4;
        assert!(single.logits.iter().zip(&one.logits).all(close), "{single:?}\n{one:?}");
        assert_eq!(
            (&single.label, single.familiarity.inside),
            (&one.label, one.familiarity.inside)
        );
    }
    // All of one batch report the same share of its time.
    let mut shares: Vec<Duration> = together.iter().map(|one| one.duration).collect();
    shares.dedup();
    assert!(shares.len() < 12, "no two ran together: {shares:?}");
    engine.shut_down().await;
}

#[tokio::test]
async fn who_finds_the_queue_full_waits_for_a_place() {
    let (engine, mut jobs) = played(1);
    let mut first = Box::pin(engine.predict(picture(1), None));
    let mut second = Box::pin(engine.predict(picture(2), None));
    assert!(first.as_mut().now_or_never().is_none());
    assert!(second.as_mut().now_or_never().is_none());

    let ((), ()) = tokio::join!(
        async {
            first.await.unwrap();
        },
        async {
            let job = jobs.recv().await.unwrap();
            assert!(jobs.is_empty(), "the second was let in before the first was out");
            job.answer.send(Ok((vec![0.0; 8], Duration::ZERO))).unwrap();
        }
    );
    let answer = async {
        let job = jobs.recv().await.unwrap();
        job.answer.send(Ok((vec![0.0; 8], Duration::ZERO))).unwrap();
    };
    let (second, ()) = tokio::join!(second, answer);
    assert!((second.unwrap().uncertainty - 1.0).abs() < 1e-12, "all labels alike");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shut_down_engine_answers_what_it_has_and_takes_no_more() {
    let engine = Engine::start(&pack(), Device::Cpu, settings(2, 8)).unwrap();
    let mut asked: Vec<_> =
        (0..5).map(|seed| Box::pin(engine.predict(picture(seed), None))).collect();
    for one in &mut asked {
        assert!(one.as_mut().now_or_never().is_none(), "each has a place now");
    }
    let (answers, ()) = tokio::join!(join_all(asked), engine.shut_down());
    assert!(answers.iter().all(Result::is_ok), "{answers:?}");
    assert_eq!(engine.predict(picture(9), None).await, Err(EngineError::Stopped));
    engine.shut_down().await;
}

#[tokio::test]
async fn an_engine_that_died_says_so() {
    let (engine, jobs) = played(1);
    drop(jobs);
    assert_eq!(engine.predict(picture(1), None).await, Err(EngineError::Stopped));
}

#[tokio::test]
async fn a_failed_batch_and_an_empty_picture_are_told_apart() {
    let (engine, mut jobs) = played(1);
    let answer = async {
        let job = jobs.recv().await.unwrap();
        job.answer.send(Err(EngineError::Failed("out of memory".into()))).unwrap();
    };
    let (failed, ()) = tokio::join!(engine.predict(picture(1), None), answer);
    assert_eq!(failed, Err(EngineError::Failed("out of memory".into())));
    let empty = engine.predict(RgbImage::new(0, 5), None).await;
    assert_eq!(empty, Err(EngineError::Empty(EmptyPicture)));
}
