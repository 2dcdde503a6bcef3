//! What functions measured: what is shown of it, and what is told.

use domain::event::{Event, Measurement, MeasurementsRecorded, Priority};
use domain::ids::{CaseId, ImageId, PatientId, Sha256};
use uuid::Uuid;

use super::lab::{Lab, follow, reach};
use super::random::*;
use crate::History;
use crate::history::AsOf;
use crate::images::ImageView;

const PATIENT: PatientId = PatientId(Uuid::from_u128(1));
const CASE: CaseId = CaseId(Uuid::from_u128(2));

async fn lab() -> (Lab, ImageId) {
    let lab = Lab::new().await;
    lab.append(panel_defined("blood-cell")).await;
    lab.append(patient_registered(PATIENT, "Zoë")).await;
    lab.append(case_opened(CASE, PATIENT, Priority::Routine)).await;
    lab.append(image_uploaded(PATIENT, CASE, "blood-cell", 1)).await;
    (lab, ImageId::of(PATIENT, &Sha256([1; 32])))
}

/// Function, version, name and figure of each.
fn shown(view: &ImageView) -> Vec<(&str, &str, &str, f64)> {
    let all = view.measurements.iter();
    all.map(|m| (m.function.as_str(), m.version.as_str(), m.name.as_str(), m.value)).collect()
}

#[tokio::test]
async fn a_newer_version_takes_the_older_ones_place_and_the_history_keeps_both() {
    let (lab, image) = lab().await;
    let models = lab.models("read-models").await;
    let _following = follow(&models);
    lab.append(measured(image, "focus", 7)).await;
    let first = lab.append(measured(image, "compression", 1)).await;
    let last = lab.append(measured(image, "compression", 2)).await;
    reach(&models, last).await;

    let now = models.images().get(image).await.unwrap().unwrap();
    let figures = [
        ("compression", "2", "jpeg_quality", 82.0),
        ("compression", "2", "bits_per_pixel", 1.0 / 3.0),
        ("focus", "7", "jpeg_quality", 87.0),
        ("focus", "7", "bits_per_pixel", 1.0 / 3.0),
    ];
    assert_eq!(shown(&now), figures);
    assert_eq!(now.measurements[1].unit.as_deref(), Some("bit/px"));
    assert_eq!(now.case_revision, 1, "no verdict must be given anew for a figure");

    let history = models.history();
    let then = history.image_as_of(image, AsOf::Position(first)).await.unwrap().unwrap();
    assert_eq!(shown(&then)[0], ("compression", "1", "jpeg_quality", 81.0));
    let entries = history.image(image).await.unwrap().unwrap();
    let told: Vec<_> = entries.iter().skip(1).map(|entry| entry.summary.as_str()).collect();
    let sentence = |who: &str, quality: u8| {
        format!("{who} measured jpeg quality {quality}, bits per pixel 0.3333 bit/px")
    };
    let sentences = [sentence("focus 7", 87), sentence("compression 1", 81)];
    assert_eq!(told, [&sentences[..], &[sentence("compression 2", 82)]].concat());
}

#[tokio::test]
async fn a_history_rounds_and_never_to_nothing() {
    let (lab, image) = lab().await;
    let values = [0.0, -0.5, 85.0, 1e-9, 2.5e20, 1_234.567_89];
    let named = |(index, value)| Measurement { name: format!("m{index}"), value, unit: None };
    lab.append(Event::MeasurementsRecorded(MeasurementsRecorded {
        image,
        function: "focus".to_owned(),
        version: "1".to_owned(),
        measurements: values.into_iter().enumerate().map(named).collect(),
    }))
    .await;
    let history = History::new(lab.log.clone(), lab.vault.clone());
    let entries = history.image(image).await.unwrap().unwrap();
    let told = "focus 1 measured m0 0, m1 -0.5, m2 85, m3 1.000e-9, m4 2.500e20, m5 1234.5679";
    assert_eq!(entries.last().unwrap().summary, told);
}
