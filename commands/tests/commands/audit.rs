//! The archive is what was written, or the first fault is named.

use commands::audit::{Fault, Report, verify};
use commands::testing::Laboratory;
use domain::ids::{ImageId, PatientId};
use infra::event_log::RecordedEvent;
use infra::event_log::chain::{self, ChainFault};

use crate::common::all;

async fn with_an_image() -> (Laboratory, PatientId, ImageId) {
    let lab = Laboratory::open().await;
    let patient = lab.patient("P-1").await;
    let image = lab.image(patient, 1).await;
    lab.read(image, "ig").await;
    (lab, patient, image)
}

async fn audited(lab: &Laboratory) -> Report {
    verify(lab.log.clone(), lab.blobs.clone()).await
}

#[tokio::test]
async fn an_archive_that_nobody_touched_is_whole() {
    let (lab, ..) = with_an_image().await;
    let report = audited(&lab).await;
    assert!(report.fault.is_none(), "{:?}", report.fault);
    let events = all(&lab).await;
    assert_eq!(report.audited.events, events.len() as u64);
    assert_eq!(report.audited.position, events.last().map(|event| event.position));
    // Two panels, reservation, patient, case, equal bytes, image.
    assert_eq!((report.audited.streams, report.audited.blobs), (7, 1));
}

#[tokio::test]
async fn a_changed_or_missing_original_is_named() {
    let (lab, patient, image) = with_an_image().await;
    let image = lab.commands.load_image(image).await.unwrap();
    let key = format!("patient/{patient}/{}", image.sha256);
    let file = lab.path().join("blobs").join(&key);
    std::fs::write(&file, b"another picture").unwrap();
    let changed = audited(&lab).await.fault.unwrap();
    assert!(matches!(&changed, Fault::BlobChanged { key: at, .. } if *at == key), "{changed}");
    std::fs::remove_file(&file).unwrap();
    let missing = audited(&lab).await.fault.unwrap();
    assert!(matches!(&missing, Fault::BlobMissing { stream, .. } if *stream == image.id.stream()));
}

/// What is found when the log reads otherwise than it was written.
async fn found(alter: impl Fn(&mut Vec<RecordedEvent>) + Send + 'static) -> Fault {
    let (lab, ..) = with_an_image().await;
    lab.faults.alter(alter);
    audited(&lab).await.fault.expect("it is noticed")
}

/// The same when only the hematologist's reading was changed.
async fn found_in_reading(alter: impl Fn(&mut RecordedEvent) + Send + 'static) -> Fault {
    found(move |events| {
        events.iter_mut().filter(|event| event.kind == "ReadingRecorded").for_each(&alter);
    })
    .await
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[tokio::test]
async fn a_changed_event_is_named() {
    let fault = found_in_reading(|event| {
        event.data = text(&event.data).replace("\"ig\"", "\"basophil\"").into();
    });
    assert!(matches!(fault.await, Fault::Chain(ChainFault::Changed { revision: 1, .. })));
    let fault = found_in_reading(|event| {
        event.metadata = text(&event.metadata).replace("hematologist", "technologist").into();
    });
    assert!(matches!(fault.await, Fault::Chain(ChainFault::Changed { .. })));
    let fault = found_in_reading(|event| event.metadata = "{}".into());
    assert!(matches!(fault.await, Fault::Chain(ChainFault::Missing { .. })));
}

#[tokio::test]
async fn an_event_that_is_gone_or_put_in_is_named() {
    let fault = found(|events| events.retain(|event| event.kind != "ReadingRecorded"));
    assert!(matches!(fault.await, Fault::Revision { expected: 1, found: 2, .. }));
    // One who knows how it is done seals another event into this one's place: the next one tells.
    let fault = found_in_reading(|event| {
        let other = without_hash(&event.metadata, |text| text.replace("hematologist", "auditor"));
        let (stream, data) = (&event.stream, &event.data);
        let (metadata, _) =
            chain::seal(stream, event.revision, event.id, &event.kind, data, other.as_bytes());
        event.metadata = metadata;
    });
    assert!(matches!(fault.await, Fault::Broken { revision: 2, .. }));
}

/// Sealed metadata as it was before it was sealed, changed.
fn without_hash(metadata: &[u8], change: impl Fn(&str) -> String) -> String {
    let text = std::str::from_utf8(metadata).unwrap();
    let (open, _) = text.rsplit_once(",\"hash\":").unwrap();
    change(open) + "}"
}
