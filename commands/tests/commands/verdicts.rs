//! Readers' verdicts.

use commands::testing::{Laboratory, verdict};
use commands::{CommandError, RecordVerdict};
use domain::event::{Event, decode};
use domain::personal::Personal;
use domain::verdict::ReadingMode;
use infra::event_log::Direction;

use crate::common::{code, kinds};

#[tokio::test]
async fn a_verdict_is_recorded_then_amended_with_a_reason() {
    let lab = Laboratory::open().await;
    let patient = lab.patient("P-1").await;
    let image = lab.image(patient, 1).await;
    let model = lab.model("a").await;
    lab.predict(image, model, "basophil").await;
    lab.read(image, "basophil").await;
    let say = |said| {
        let lab = &lab;
        async move { lab.commands.record_verdict(&lab.hematologist(), image, said, None).await }
    };
    assert!(!say(verdict("basophil")).await.unwrap().changed);
    assert_eq!(code(&say(verdict("ig")).await.unwrap_err()), "amendment-needs-reason");
    assert_eq!(code(&say(verdict("blast")).await.unwrap_err()), "unknown-label");
    let reason = Some(Personal::new("coarse granules"));
    say(RecordVerdict { reason, ..verdict("ig") }).await.unwrap();

    let expected = ["ImageUploaded", "PredictionRecorded", "ReadingRecorded"];
    let then = ["FinalVerdictRecorded", "ReadingRecorded", "FinalVerdictAmended"];
    assert_eq!(kinds(&lab, &image.stream()).await, [expected, then].concat());
    let read = lab.log.read_stream(&image.stream(), None, Direction::Forwards, 10).await.unwrap();
    let modes: Vec<_> = read
        .iter()
        .filter_map(|event| {
            match decode(&event.kind, &event.metadata, &event.data).unwrap().event {
                Event::ReadingRecorded(reading) => Some(reading.mode),
                _ => None,
            }
        })
        .collect();
    assert_eq!(modes, [ReadingMode::Aided, ReadingMode::Revised]);
}

#[tokio::test]
async fn a_verdict_on_what_was_changed_meanwhile_is_refused_but_a_prediction_spoils_none() {
    let lab = Laboratory::open().await;
    let patient = lab.patient("P-1").await;
    let image = lab.image(patient, 1).await;
    let model = lab.model("a").await;
    let seen = lab.commands.load_image(image).await.unwrap().case_revision;
    lab.predict(image, model, "basophil").await;
    let (context, said) = (lab.hematologist(), verdict("ig"));
    lab.commands.record_verdict(&context, image, said.clone(), Some(seen)).await.unwrap();
    let again = lab.commands.record_verdict(&context, image, said.clone(), Some(seen)).await;
    assert!(again.unwrap().changed, "the same command is no conflict with itself");
    let stale = lab.commands.record_verdict(&lab.hematologist(), image, said, Some(seen)).await;
    assert!(matches!(stale.unwrap_err(), CommandError::Precondition { actual: 3 }));
}

#[tokio::test]
async fn voided_images_and_removed_patients_are_not_read() {
    let lab = Laboratory::open().await;
    let patient = lab.patient("P-1").await;
    let (voided, hidden) = (lab.image(patient, 1).await, lab.image(patient, 2).await);
    let commands = &lab.commands;
    commands.void_image(&lab.technologist(), voided, None, Some(1)).await.unwrap();
    let said = commands.record_verdict(&lab.hematologist(), voided, verdict("ig"), None).await;
    assert_eq!(code(&said.unwrap_err()), "image-voided");
    commands.remove_patient(&lab.technologist(), patient, None, None).await.unwrap();
    let said = commands.record_verdict(&lab.hematologist(), hidden, verdict("ig"), None).await;
    assert_eq!(code(&said.unwrap_err()), "patient-removed");
}

#[tokio::test]
async fn an_image_with_a_verdict_is_voided_with_a_reason() {
    let lab = Laboratory::open().await;
    let patient = lab.patient("P-1").await;
    let image = lab.image(patient, 1).await;
    lab.read(image, "ig").await;
    let void = |reason| {
        let lab = &lab;
        async move { lab.commands.void_image(&lab.technologist(), image, reason, None).await }
    };
    assert_eq!(code(&void(None).await.unwrap_err()), "void-needs-reason");
    assert!(void(Some(Personal::new("wrong patient"))).await.unwrap().changed);
    assert!(!void(None).await.unwrap().changed);
}
