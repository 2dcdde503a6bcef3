//! The function in a real installation: which images get a prediction, and which do not.
#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use std::io::Cursor;
use std::sync::Arc;
use std::time::Duration;

use classify::{Backfill, Classify, Device, Engine, EngineSettings, Explain, Pack, Predictor};
use commands::RequestExplanation;
use commands::testing::{Laboratory, blood_cell};
use domain::event::PredictionRecorded;
use domain::ids::{ImageId, ModelId, PatientId};
use futures::TryStreamExt;
use image::ImageFormat;
use infra::event_log::{Direction, RecordedEvent};
use runtime::{
    Function, FunctionError, Installation, Outcome, Sources, Trigger, Worker, WorkerSettings,
};
use tokio_util::sync::CancellationToken;

/// A laboratory with the shipped pack, fed with small pictures so that tests are quick.
struct Bench {
    laboratory: Laboratory,
    pack: Pack,
    patient: PatientId,
}

impl Bench {
    async fn open() -> Self {
        let laboratory = Laboratory::open().await;
        let mut pack = Pack::load(common::shipped()).unwrap();
        pack.manifest.input.size = 64;
        let start = laboratory.system("start");
        laboratory.commands.register_model(&start, pack.registration()).await.unwrap();
        let patient = laboratory.patient("P-1").await;
        Self { laboratory, pack, patient }
    }

    async fn with_active_model() -> Self {
        let bench = Self::open().await;
        bench.activate().await;
        bench
    }

    async fn activate(&self) {
        let (commands, admin) = (&self.laboratory.commands, self.laboratory.admin());
        commands.activate_model(&admin, &blood_cell(), self.model()).await.unwrap();
    }

    fn model(&self) -> ModelId {
        self.pack.digest
    }

    fn function(&self) -> Classify {
        Classify::new(self.predictor())
    }

    fn predictor(&self) -> Predictor {
        let engine = Engine::start(&self.pack, Device::Cpu, EngineSettings::default()).unwrap();
        self.predictor_with(vec![engine])
    }

    fn predictor_with(&self, engines: Vec<Engine>) -> Predictor {
        Predictor::new(engines, self.laboratory.pictures.clone())
    }

    fn installation(&self) -> Installation {
        let Laboratory { commands, blobs, log, .. } = &self.laboratory;
        Installation { commands: commands.clone(), blobs: blobs.clone(), log: log.clone() }
    }

    /// What a function says of a trigger, asked once.
    async fn ask(
        &self,
        function: &impl Function,
        trigger: &Trigger,
    ) -> Result<Vec<Outcome>, FunctionError> {
        function.handle(trigger, &Sources::of(self.installation())).await
    }

    async fn upload(&self, seed: u32) -> (ImageId, Trigger) {
        let mut file = Cursor::new(vec![]);
        common::cell(seed).write_to(&mut file, ImageFormat::Png).unwrap();
        let image = self.laboratory.upload(self.patient, file.into_inner()).await.id.unwrap();
        (image, self.trigger(&image.stream()).await)
    }

    /// The newest event of a stream as a trigger.
    async fn trigger(&self, stream: &str) -> Trigger {
        let log = &self.laboratory.log;
        let mut newest = log.read_stream(stream, None, Direction::Backwards, 1).await.unwrap();
        Trigger::read(newest.remove(0), 0).unwrap()
    }

    async fn request_backfill(&self) -> Trigger {
        let (commands, admin) = (&self.laboratory.commands, self.laboratory.admin());
        commands.request_backfill(&admin, &blood_cell(), self.model()).await.unwrap();
        self.trigger(&blood_cell().stream()).await
    }

    async fn void(&self, image: ImageId) {
        let technologist = self.laboratory.technologist();
        self.laboratory.commands.void_image(&technologist, image, None, None).await.unwrap();
    }

    async fn kinds(&self, image: ImageId) -> Vec<String> {
        let forwards = Direction::Forwards;
        let events =
            self.laboratory.log.read_stream(&image.stream(), None, forwards, 100).await.unwrap();
        events.into_iter().map(|RecordedEvent { kind, .. }| kind).collect()
    }

    /// Runs a function over the log until an image's stream ends with this event.
    async fn run_until(&self, function: impl Function, image: ImageId, kind: &str) {
        let function = Arc::new(function);
        let settings = WorkerSettings::new(&*function);
        let worker = Worker::new(function, self.installation(), settings);
        let stop = CancellationToken::new();
        let running = tokio::spawn({
            let stop = stop.clone();
            async move { worker.run(stop).await }
        });
        let wait = async {
            while self.kinds(image).await.last().unwrap() != kind {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(20), wait).await.unwrap();
        stop.cancel();
        running.await.unwrap();
    }
}

fn prediction(outcomes: &[Outcome]) -> &PredictionRecorded {
    match outcomes {
        [Outcome::RecordPrediction(prediction)] => prediction,
        other => panic!("not one prediction: {other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_uploaded_image_is_predicted_with_all_that_must_be_told() {
    let bench = Bench::with_active_model().await;
    let (image, trigger) = bench.upload(1).await;
    let outcomes = bench.ask(&bench.function(), &trigger).await.unwrap();
    let found = prediction(&outcomes);
    assert_eq!((found.image, found.model), (image, bench.model()));
    assert_eq!((found.panel.as_str(), found.device.as_str()), ("blood-cell", "cpu"));
    assert_eq!(found.precision, "f32");
    assert!(found.duration_us > 0);
    let labels: Vec<_> = found.probabilities.iter().map(|one| one.label.clone()).collect();
    assert_eq!(labels, bench.pack.manifest.labels);
    let sum: f64 = found.probabilities.iter().map(|one| one.p).sum();
    let most = found.probabilities.iter().map(|one| one.p).fold(0.0, f64::max);
    assert!((sum - 1.0).abs() < 1e-9);
    assert_eq!(most, found.confidence);
    assert_eq!(found.familiarity.threshold, bench.pack.manifest.calibration.energy_threshold);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_worker_records_it_once() {
    let bench = Bench::with_active_model().await;
    let (image, trigger) = bench.upload(1).await;
    bench.run_until(bench.function(), image, "PredictionRecorded").await;
    assert_eq!(bench.kinds(image).await, ["ImageUploaded", "PredictionRecorded"]);
    assert_eq!(bench.ask(&bench.function(), &trigger).await.unwrap(), [], "it is there already");
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_model_the_image_waits() {
    let bench = Bench::open().await;
    let (_, trigger) = bench.upload(1).await;
    assert_eq!(bench.ask(&bench.function(), &trigger).await.unwrap(), [], "no model is active");
    bench.activate().await;
    let elsewhere = Classify::new(bench.predictor_with(vec![]));
    assert_eq!(bench.ask(&elsewhere, &trigger).await.unwrap(), [], "its pack is not here");
    prediction(&bench.ask(&bench.function(), &trigger).await.unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_voided_image_is_left_alone_until_it_is_back() {
    let bench = Bench::with_active_model().await;
    let (image, uploaded) = bench.upload(1).await;
    bench.void(image).await;
    assert_eq!(bench.ask(&bench.function(), &uploaded).await.unwrap(), []);
    let (again, restored) = bench.upload(1).await;
    assert_eq!((again, restored.event.kind.as_str()), (image, "ImageRestored"));
    prediction(&bench.ask(&bench.function(), &restored).await.unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_original_that_is_gone_is_told_and_blamed_on_the_active_model() {
    let bench = Bench::with_active_model().await;
    let (image, trigger) = bench.upload(1).await;
    bench.laboratory.blobs.delete_prefix("patient/").await.unwrap();
    let function = bench.function();
    let error = bench.ask(&function, &trigger).await.unwrap_err();
    assert!(matches!(&error, FunctionError::Permanent(_)), "{error:?}");
    let given_up = function.gave_up(&trigger, &error.to_string());
    let [Outcome::FailPrediction(failed)] = &given_up[..] else { panic!("{given_up:?}") };
    assert_eq!((failed.image, failed.model), (image, bench.model()));

    bench.run_until(bench.function(), image, "PredictionFailed").await;
    assert_eq!(bench.kinds(image).await, ["ImageUploaded", "PredictionFailed"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backfill_answers_a_handful_at_a_time_until_all_are_done() {
    let bench = Bench::open().await;
    let mut images = Vec::new();
    for seed in 0..11 {
        images.push(bench.upload(seed).await.0);
    }
    bench.void(images[2]).await;
    bench.activate().await;
    let mut trigger = bench.request_backfill().await;
    let function = Backfill::new(bench.predictor());

    let first = bench.ask(&function, &trigger).await.unwrap();
    let [found @ .., Outcome::Continue { cursor }] = &first[..] else { panic!("{first:?}") };
    assert_eq!(found.len(), 8);
    trigger.cursor = Some(cursor.clone());
    let second = bench.ask(&function, &trigger).await.unwrap();
    let [more @ .., Outcome::Continue { cursor }] = &second[..] else { panic!("{second:?}") };
    trigger.cursor = Some(cursor.clone());
    assert_eq!(bench.ask(&function, &trigger).await.unwrap(), [], "the log's end");

    let answered: Vec<_> = found.iter().chain(more).filter_map(Outcome::image).collect();
    images.remove(2);
    assert_eq!(answered, images, "each once, in the order of the log, the voided one not");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backfill_passes_over_what_it_cannot_predict_and_is_recorded() {
    let bench = Bench::open().await;
    let (lost, _) = bench.upload(1).await;
    bench.laboratory.blobs.delete_prefix("patient/").await.unwrap();
    let (sound, _) = bench.upload(2).await;
    bench.activate().await;
    bench.request_backfill().await;
    bench.run_until(Backfill::new(bench.predictor()), sound, "PredictionRecorded").await;
    assert_eq!(bench.kinds(lost).await, ["ImageUploaded", "PredictionFailed"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backfill_of_a_model_that_is_active_no_more_does_nothing() {
    let bench = Bench::with_active_model().await;
    bench.upload(1).await;
    let trigger = bench.request_backfill().await;
    let (commands, admin) = (&bench.laboratory.commands, bench.laboratory.admin());
    commands.deactivate_model(&admin, &blood_cell()).await.unwrap();
    assert_eq!(bench.ask(&Backfill::new(bench.predictor()), &trigger).await.unwrap(), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backfill_and_what_comes_meanwhile_are_different_groups_work() {
    let bench = Bench::with_active_model().await;
    let (image, uploaded) = bench.upload(1).await;
    let requested = bench.request_backfill().await;
    let (classify, backfill) = (bench.function(), Backfill::new(bench.predictor()));
    assert_ne!(classify.name(), backfill.name());
    assert!(classify.triggers().iter().all(|kind| !backfill.triggers().contains(kind)));
    assert_eq!(bench.ask(&classify, &requested).await.unwrap(), []);
    assert_eq!(bench.ask(&backfill, &uploaded).await.unwrap(), []);
    bench.run_until(backfill, image, "PredictionRecorded").await;
    assert_eq!(bench.ask(&classify, &uploaded).await.unwrap(), [], "whoever is first");
}

impl Bench {
    /// An image that was predicted, and the question where the model sees its label.
    async fn asked(&self) -> (ImageId, Trigger) {
        let (image, _) = self.upload(1).await;
        self.run_until(self.function(), image, "PredictionRecorded").await;
        (image, self.ask_where(image).await)
    }

    async fn ask_where(&self, image: ImageId) -> Trigger {
        let (commands, reader) = (&self.laboratory.commands, self.laboratory.technologist());
        let wanted = RequestExplanation::default();
        assert!(commands.request_explanation(&reader, image, wanted).await.unwrap().changed);
        self.trigger(&image.stream()).await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_asks_where_gets_a_map_beside_the_original() {
    let bench = Bench::with_active_model().await;
    let (image, trigger) = bench.asked().await;
    let outcomes = bench.ask(&Explain::new(bench.predictor()), &trigger).await.unwrap();
    let [Outcome::RecordExplanation(found)] = &outcomes[..] else { panic!("{outcomes:?}") };
    assert_eq!((found.image, found.model), (image, bench.model()));
    assert_eq!((found.columns, found.rows), (16, 16), "a quarter of the 64 pixels it is fed");
    assert_eq!((found.area.width, found.area.height), (240, 240), "the whole image");
    assert!((found.support + found.opposition + found.bias - found.logit).abs() < 1e-3);
    let kept: Vec<_> =
        bench.laboratory.blobs.list("patient/").await.unwrap().try_collect().await.unwrap();
    let name = format!(".maps/{}/{}", bench.model(), found.label);
    assert!(kept.iter().any(|key| key.as_str().ends_with(&name)), "{kept:?}");

    bench.run_until(Explain::new(bench.predictor()), image, "ExplanationRecorded").await;
    let whole = ["ImageUploaded", "PredictionRecorded", "ExplanationRequested"];
    assert_eq!(bench.kinds(image).await, [&whole[..], &["ExplanationRecorded"]].concat());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_model_that_is_not_here_is_told_and_may_be_asked_again() {
    let bench = Bench::with_active_model().await;
    let (image, _) = bench.asked().await;
    let without = Explain::new(bench.predictor_with(vec![]));
    bench.run_until(without, image, "ExplanationFailed").await;
    let again = bench.ask_where(image).await;
    let found = bench.ask(&Explain::new(bench.predictor()), &again).await.unwrap();
    assert!(matches!(&found[..], [Outcome::RecordExplanation(_)]), "{found:?}");
    bench.void(image).await;
    assert_eq!(bench.ask(&Explain::new(bench.predictor()), &again).await.unwrap(), []);
}
