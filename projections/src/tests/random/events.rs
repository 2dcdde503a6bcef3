//! Events as commands write them, of the fields that tests do not care about filled in.

use domain::event::*;
use domain::ids::{CaseId, ImageId, LabelId, ModelId, PanelId, PatientId, Sha256};
use domain::panel::{Label, Unit};
use domain::personal::Personal;
use domain::verdict::{Basis, ReadingMode, Verdict};
use jiff::Timestamp;

use crate::tests::lab::{READER, personal};

pub(in crate::tests) fn panel(name: &str) -> PanelId {
    name.parse().unwrap()
}

pub(in crate::tests) fn label(name: &str) -> LabelId {
    name.parse().unwrap()
}

pub(in crate::tests) fn model(number: u8) -> ModelId {
    ModelId(Sha256([number; 32]))
}

pub(in crate::tests) fn received() -> Timestamp {
    "2026-03-01T08:30:00.000000999Z".parse().unwrap()
}

pub(in crate::tests) fn labels() -> Vec<Label> {
    let label = |id: &str, name: &str, icd10: Option<&str>| Label {
        id: label(id),
        name: name.to_owned(),
        code: id[..3].to_uppercase(),
        icd10: icd10.map(str::to_owned),
        critical: icd10.is_some(),
        retired: false,
    };
    vec![
        label("neutrophil", "neutrophil", None),
        label("basophil", "basophil", None),
        label("all", "Acute lymphoblastic leukaemia", Some("C91.0")),
    ]
}

pub(in crate::tests) fn panel_defined(name: &str) -> Event<Personal> {
    let (panel, title) = (panel(name), name.to_owned());
    Event::PanelDefined(PanelDefined {
        panel,
        title,
        unit: Unit::Cell,
        labels: labels(),
        critical_threshold: 0.1,
        blind: false,
    })
}

pub(in crate::tests) fn model_registered(number: u8, of: &str) -> Event<Personal> {
    Event::ModelRegistered(ModelRegistered {
        model: model(number),
        name: format!("pack-{number}"),
        architecture: "hrnet_w18_small".into(),
        panel: panel(of),
        panel_version: 1,
        labels: vec![label("neutrophil"), label("basophil")],
        statement: "research use only, not for diagnostic procedures".into(),
        licence: "CC-BY-4.0".into(),
        card: "# Card".into(),
    })
}

pub(in crate::tests) fn model_evaluated(number: u8, right: u32) -> Event<Personal> {
    let bands = vec![AnswerBand { from: 0.5, to: 0.8, images: 100, right }];
    Event::ModelEvaluated(ModelEvaluated {
        model: model(number),
        calibrated: true,
        answers: Some(Answers { set: "validation images".into(), bands }),
    })
}

pub(in crate::tests) fn patient_registered(patient: PatientId, name: &str) -> Event<Personal> {
    Event::PatientRegistered(PatientRegistered {
        patient,
        number: personal(&format!("P-{name}")),
        name: personal(name),
        sex: Some(personal("female")),
        born_on: None,
        notes: None,
    })
}

pub(in crate::tests) fn case_opened(
    case: CaseId,
    patient: PatientId,
    priority: Priority,
) -> Event<Personal> {
    Event::CaseOpened(CaseOpened {
        case,
        patient,
        accession: Some(personal(&format!("A-{}", case.0.as_fields().0))),
        specimen: Specimen::PeripheralBlood,
        collected_at: None,
        received_at: received(),
        stain: None,
        priority,
        clinical_details: None,
        implicit: false,
    })
}

/// An image's digest is made of its number, so that it is told by its name.
pub(in crate::tests) fn image_uploaded(
    patient: PatientId,
    case: CaseId,
    of: &str,
    number: u8,
) -> Event<Personal> {
    let sha256 = Sha256([number; 32]);
    Event::ImageUploaded(ImageUploaded {
        image: ImageId::of(patient, &sha256),
        patient,
        case,
        panel: panel(of),
        file_name: personal(&format!("smear-{number}.jpg")),
        sha256,
        format: ImageFormat::Jpeg,
        bytes: 1000 + u64::from(number),
        width: 360,
        height: 363,
        optics: Optics::default(),
        uploaded_at: received(),
        uploaded_by: READER,
    })
}

pub(in crate::tests) fn predicted(
    image: ImageId,
    of: &str,
    by: u8,
    uncertainty: f64,
) -> Event<Personal> {
    let inside = uncertainty < 0.95;
    let reasons = if inside { vec![] } else { vec!["unlike the training images".to_owned()] };
    Event::PredictionRecorded(PredictionRecorded {
        image,
        model: model(by),
        panel: panel(of),
        label: label(if by.is_multiple_of(2) { "neutrophil" } else { "basophil" }),
        confidence: 1.0 - uncertainty / 2.0,
        uncertainty,
        familiarity: Familiarity { inside, energy: -3.5, threshold: -1.0, reasons },
        probabilities: vec![Probability { label: label("neutrophil"), p: 1.0 / 3.0 }],
        device: "cpu".into(),
        precision: "f32".into(),
        duration_us: 12_345,
    })
}

pub(in crate::tests) fn measured(image: ImageId, by: &str, number: u8) -> Event<Personal> {
    let named = |name: &str, value, unit: Option<&str>| Measurement {
        name: name.to_owned(),
        value,
        unit: unit.map(str::to_owned),
    };
    Event::MeasurementsRecorded(MeasurementsRecorded {
        image,
        function: by.to_owned(),
        version: number.to_string(),
        measurements: vec![
            named("jpeg_quality", 80.0 + f64::from(number), None),
            named("bits_per_pixel", 1.0 / 3.0, Some("bit/px")),
        ],
    })
}

/// A question where a model sees neutrophils, and what came of it.
pub(in crate::tests) fn explained(image: ImageId, by: u8, found: bool) -> [Event<Personal>; 2] {
    let (model, label) = (ModelId(Sha256([by; 32])), label("neutrophil"));
    let asked = ExplanationRequested { image, model, label: label.clone() };
    let answer = match found {
        true => Event::ExplanationRecorded(ExplanationRecorded {
            image,
            model,
            label,
            area: Area { left: 8, top: 0, width: 240, height: 240 },
            columns: 56,
            rows: 56,
            logit: 2.5,
            support: 3.25,
            opposition: -1.5,
            bias: 0.75,
            peak: 1.0 / 3.0,
        }),
        false => {
            let reason = "the original is missing".to_owned();
            Event::ExplanationFailed(ExplanationFailed { image, model, label, reason })
        }
    };
    [Event::ExplanationRequested(asked), answer]
}

pub(in crate::tests) fn reading(
    image: ImageId,
    patient: PatientId,
    verdict: &Verdict,
) -> Event<Personal> {
    read_as(image, patient, verdict, ReadingMode::Aided, false)
}

pub(in crate::tests) fn read_as(
    image: ImageId,
    patient: PatientId,
    verdict: &Verdict,
    mode: ReadingMode,
    bulk: bool,
) -> Event<Personal> {
    Event::ReadingRecorded(ReadingRecorded {
        image,
        patient,
        reader: READER,
        verdict: verdict.clone(),
        mode,
        bulk,
        models: vec![],
        comment: Some(personal("large granules")),
        reason: None,
    })
}

pub(in crate::tests) fn final_verdict(image: ImageId, verdict: &Verdict) -> Event<Personal> {
    let (verdict, basis) = (verdict.clone(), Basis::SingleReader);
    Event::FinalVerdictRecorded(FinalVerdictRecorded { image, verdict, basis, reader: READER })
}

pub(in crate::tests) fn amended(
    image: ImageId,
    patient: PatientId,
    previous: &Verdict,
    verdict: &Verdict,
) -> Event<Personal> {
    Event::FinalVerdictAmended(FinalVerdictAmended {
        image,
        patient,
        verdict: verdict.clone(),
        previous: previous.clone(),
        basis: Basis::SingleReader,
        reader: READER,
        reason: personal("second look"),
    })
}

/// A model gives the critical label so much.
pub(in crate::tests) fn suspected(image: ImageId, of: &str, by: u8, p: f64) -> Event<Personal> {
    Event::CriticalFindingSuspected(CriticalFindingSuspected {
        image,
        model: model(by),
        panel: panel(of),
        label: label("all"),
        p,
        threshold: 0.1,
        inside: true,
    })
}

pub(in crate::tests) fn concluded(
    case: CaseId,
    patient: PatientId,
    stage: Stage,
) -> Event<Personal> {
    Event::ConclusionIssued(ConclusionIssued {
        case,
        patient,
        stage,
        impressions: vec![Impression { panel: panel("blood-cell"), label: label("all") }],
        comment: Some(personal("many blasts")),
        suggested_tests: None,
        reader: READER,
    })
}

pub(in crate::tests) fn withdrawn(case: CaseId, patient: PatientId) -> Event<Personal> {
    let reason = personal("opened for the wrong patient");
    Event::CaseWithdrawn(CaseWithdrawn { case, patient, reason })
}

pub(in crate::tests) fn declared(case: CaseId, patient: PatientId) -> Event<Personal> {
    let (finding, reader) = (personal("blasts with Auer rods"), READER);
    Event::CriticalFindingDeclared(CriticalFindingDeclared { case, patient, finding, reader })
}

pub(in crate::tests) fn notified(case: CaseId, patient: PatientId) -> Event<Personal> {
    Event::CriticalResultNotified(CriticalResultNotified {
        case,
        patient,
        told: personal("Dr. Ward"),
        way: NotificationWay::Phone,
        at: received(),
        read_back: true,
        remark: None,
        reader: READER,
    })
}

/// The two events of a merger, in the order in which they are appended.
pub(in crate::tests) fn merged(from: PatientId, into: PatientId) -> [Event<Personal>; 2] {
    let reason = personal("entered twice");
    [
        Event::PatientAbsorbed(PatientAbsorbed { patient: into, absorbed: from }),
        Event::PatientMerged(PatientMerged { patient: from, into, reason }),
    ]
}

pub(in crate::tests) fn moved(
    image: ImageId,
    patient: PatientId,
    to_image: ImageId,
    to_patient: PatientId,
    to_case: CaseId,
) -> Event<Personal> {
    let reason = personal("the wrong slide");
    Event::ImageReassigned(ImageReassigned {
        image,
        patient,
        to_image,
        to_patient,
        to_case,
        reason,
    })
}
