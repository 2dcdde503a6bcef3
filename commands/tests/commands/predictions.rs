//! What functions find.

use commands::CommandError;
use commands::testing::{Laboratory, pack, prediction};
use domain::event::{FunctionFailed, Measurement, PredictionFailed, RenditionsAttached};
use domain::ids::ImageId;
use uuid::Uuid;

use crate::common::{code, kinds};

#[tokio::test]
async fn a_prediction_is_recorded_once_whoever_asks_again() {
    let lab = Laboratory::open().await;
    let patient = lab.patient("P-1").await;
    let image = lab.image(patient, 1).await;
    let model = lab.model("a").await;
    let record = |context| {
        let lab = &lab;
        async move {
            let found = prediction(image, model, "basophil");
            lab.commands.record_prediction(&context, found).await
        }
    };
    let context = lab.function("classify");
    assert!(record(context.clone()).await.unwrap().changed);
    assert!(record(context).await.unwrap().changed, "the same command, the same answer");
    assert!(!record(lab.function("classify")).await.unwrap().changed, "another changes nothing");
    let all = (0..4).map(|_| record(lab.function("classify")));
    assert!(futures::future::join_all(all).await.iter().all(Result::is_ok));
    let failure = PredictionFailed { image, model, reason: "late".to_owned() };
    let late = lab.commands.prediction_failed(&lab.function("classify"), failure).await.unwrap();
    assert!(!late.changed);
    assert_eq!(kinds(&lab, &image.stream()).await, ["ImageUploaded", "PredictionRecorded"]);
}

#[tokio::test]
async fn a_prediction_of_nothing_known_is_refused() {
    let lab = Laboratory::open().await;
    let patient = lab.patient("P-1").await;
    let image = lab.image(patient, 1).await;
    let model = lab.model("a").await;
    let record = |found| {
        let lab = &lab;
        async move {
            lab.commands.record_prediction(&lab.function("classify"), found).await.unwrap_err()
        }
    };
    let unknown = record(prediction(image, pack("b").model, "ig")).await;
    assert!(matches!(unknown, CommandError::NotFound { what: "model" }));
    let nowhere = record(prediction(ImageId(Uuid::now_v7()), model, "ig")).await;
    assert!(matches!(nowhere, CommandError::NotFound { what: "image" }));
    let mut mixed = prediction(image, model, "ig");
    mixed.probabilities.swap(0, 1);
    assert_eq!(code(&record(mixed).await), "prediction-with-foreign-labels");
}

#[tokio::test]
async fn renditions_are_attached_once() {
    let lab = Laboratory::open().await;
    let patient = lab.patient("P-1").await;
    let image = lab.image(patient, 1).await;
    let made = RenditionsAttached { image, thumbnail: (32, 24), preview: (32, 24), tiles: None };
    let failure = FunctionFailed { image, reason: "cut off".to_owned() };
    for _ in 0..2 {
        let context = lab.function("renditions");
        lab.commands.renditions_failed(&context, failure.clone()).await.unwrap();
    }
    for _ in 0..2 {
        let context = lab.function("renditions");
        lab.commands.attach_renditions(&context, made.clone()).await.unwrap();
    }
    let expected = ["ImageUploaded", "RenditionsFailed", "RenditionsAttached"];
    assert_eq!(kinds(&lab, &image.stream()).await, expected);
}

#[tokio::test]
async fn what_a_function_measures_is_recorded_once_under_its_own_name() {
    let lab = Laboratory::open().await;
    let patient = lab.patient("P-1").await;
    let image = lab.image(patient, 1).await;
    let found = |name: &str, value| {
        vec![Measurement { name: name.to_owned(), value, unit: Some("bit/px".to_owned()) }]
    };
    let record = |context, image, found| {
        let lab = &lab;
        async move { lab.commands.record_measurements(&context, image, found).await }
    };
    let compression = || lab.function("compression");
    let first = record(compression(), image, found("bits_per_pixel", 1.0 / 3.0)).await.unwrap();
    assert!(first.changed);
    let again = record(compression(), image, found("bits_per_pixel", 1.0 / 3.0)).await.unwrap();
    assert!(!again.changed, "read back from the log it is the same number");
    assert_eq!(kinds(&lab, &image.stream()).await, ["ImageUploaded", "MeasurementsRecorded"]);

    let person = record(lab.technologist(), image, found("opinion", 1.0)).await.unwrap_err();
    assert!(matches!(person, CommandError::Forbidden { .. }), "{person}");
    let system = record(lab.system("start"), image, found("opinion", 1.0)).await.unwrap_err();
    assert!(matches!(system, CommandError::Forbidden { .. }), "{system}");
    let words = record(compression(), image, found("Ada Example", 1.0)).await.unwrap_err();
    assert_eq!(code(&words), "measurements-unfit");
    let nowhere = ImageId(Uuid::now_v7());
    let nowhere = record(compression(), nowhere, found("bits_per_pixel", 1.0)).await.unwrap_err();
    assert!(matches!(nowhere, CommandError::NotFound { what: "image" }));
}
