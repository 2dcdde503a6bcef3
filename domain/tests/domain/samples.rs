//! Events to begin with.

use domain::access::Role;
use domain::event::*;
use domain::ids::{CaseId, ImageId, LabelId, ModelId, PanelId, PatientId, Sha256, UserId};
use domain::panel::{BLOOD_CELL, BLOOD_DISEASE, Panel, builtin};
use domain::personal::Personal;
use domain::verdict::{Basis, ReadingMode, Verdict};
use jiff::Timestamp;
use uuid::Uuid;

use crate::harness::given;

pub const ANNA: UserId = UserId(Uuid::from_u128(0xa));
pub const BERT: UserId = UserId(Uuid::from_u128(0xb));
pub const PATIENT: PatientId = PatientId(Uuid::from_u128(0x10));
pub const CASE: CaseId = CaseId(Uuid::from_u128(0x20));
pub const CONTENT: Sha256 = Sha256([7; 32]);
pub const MODEL: ModelId = ModelId(Sha256([1; 32]));
pub const OTHER_MODEL: ModelId = ModelId(Sha256([2; 32]));

pub fn text(text: &str) -> Personal {
    Personal::new(text)
}

pub fn some(words: &str) -> Option<Personal> {
    Some(text(words))
}

pub fn time(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_764_000_000 + seconds).unwrap()
}

pub fn blood_cell() -> PanelId {
    BLOOD_CELL.parse().unwrap()
}

pub fn blood_disease() -> PanelId {
    BLOOD_DISEASE.parse().unwrap()
}

pub fn label(text: &str) -> LabelId {
    text.parse().unwrap()
}

pub fn image() -> ImageId {
    ImageId::of(PATIENT, &CONTENT)
}

/// A built-in panel as it is first defined.
pub fn panel_defined(panel: &PanelId) -> Event<Personal> {
    let defined = builtin().into_iter().find(|defined| defined.panel == *panel);
    Event::PanelDefined(defined.unwrap())
}

pub fn panel() -> Panel {
    given(vec![panel_defined(&blood_cell())]).state()
}

pub fn file() -> ImageUploaded<Personal> {
    ImageUploaded {
        image: image(),
        patient: PATIENT,
        case: CASE,
        panel: blood_cell(),
        file_name: text("BA_1.jpg"),
        sha256: CONTENT,
        format: ImageFormat::Jpeg,
        bytes: 9_000,
        width: 360,
        height: 363,
        optics: Optics::default(),
        uploaded_at: time(0),
        uploaded_by: ANNA,
    }
}

pub fn uploaded() -> Event<Personal> {
    Event::ImageUploaded(file())
}

pub fn restored(panel: PanelId) -> Event<Personal> {
    let (image, patient, case) = (image(), PATIENT, CASE);
    let file_name = text("BA_1.jpg");
    Event::ImageRestored(ImageRestored { image, patient, case, panel, file_name })
}

pub fn voided(reason: Option<Personal>) -> Event<Personal> {
    Event::ImageVoided(ImageVoided { image: image(), patient: PATIENT, reason })
}

pub fn registration(model: ModelId, panel: PanelId) -> ModelRegistered {
    let labels = builtin().into_iter().find(|defined| defined.panel == panel).unwrap().labels;
    ModelRegistered {
        model,
        name: "a_network".to_owned(),
        architecture: "hrnet_w18_small".to_owned(),
        panel,
        panel_version: 1,
        labels: labels.into_iter().map(|label| label.id).collect(),
        statement: "Research use only.".to_owned(),
        licence: "CC-BY-4.0".to_owned(),
        card: "# A network".to_owned(),
    }
}

/// What a pack says: of a hundred unsure answers so many were right.
pub fn evaluation(model: ModelId, right: u32) -> ModelEvaluated {
    let band = |from, to, images, right| AnswerBand { from, to, images, right };
    let bands = vec![band(0.5, 0.8, 100, right), band(0.8, 1.0, 1_000, 990)];
    let answers = Answers { set: "validation".to_owned(), bands };
    ModelEvaluated { model, calibrated: true, answers: Some(answers) }
}

/// A model's prediction, spread over all labels but for a lead.
pub fn prediction(model: ModelId) -> PredictionRecorded {
    let labels = registration(model, blood_cell()).labels;
    let p = |of: &LabelId| if of.as_str() == "basophil" { 0.3 } else { 0.1 };
    PredictionRecorded {
        image: image(),
        model,
        panel: blood_cell(),
        label: label("basophil"),
        confidence: 0.3,
        uncertainty: 0.97,
        familiarity: Familiarity { inside: true, energy: -5.0, threshold: -3.0, reasons: vec![] },
        probabilities: labels
            .iter()
            .map(|of| Probability { label: of.clone(), p: p(of) })
            .collect(),
        device: "cpu".to_owned(),
        precision: "f32".to_owned(),
        duration_us: 16_500,
    }
}

pub fn predicted(model: ModelId) -> Event<Personal> {
    Event::PredictionRecorded(prediction(model))
}

/// What a function measured.
pub fn measured(version: &str, quality: f64) -> MeasurementsRecorded {
    let one = |name: &str, value, unit: Option<&str>| Measurement {
        name: name.to_owned(),
        value,
        unit: unit.map(str::to_owned),
    };
    MeasurementsRecorded {
        image: image(),
        function: "compression".to_owned(),
        version: version.to_owned(),
        measurements: vec![
            one("jpeg_quality", quality, None),
            one("bits_per_pixel", 1.83, Some("bit/px")),
        ],
    }
}

/// A reading without a word beside it, unaided.
pub fn reading(reader: UserId, verdict: &str) -> ReadingRecorded<Personal> {
    ReadingRecorded {
        image: image(),
        patient: PATIENT,
        reader,
        verdict: verdict.parse().unwrap(),
        mode: ReadingMode::Unaided,
        bulk: false,
        models: vec![],
        comment: None,
        reason: None,
    }
}

pub fn verdict_recorded(reader: UserId, verdict: &str) -> Event<Personal> {
    let (image, basis) = (image(), Basis::SingleReader);
    let verdict: Verdict = verdict.parse().unwrap();
    Event::FinalVerdictRecorded(FinalVerdictRecorded { image, verdict, basis, reader })
}

pub fn verdict_amended(reader: UserId, from: &str, to: &str, why: &str) -> Event<Personal> {
    Event::FinalVerdictAmended(FinalVerdictAmended {
        image: image(),
        patient: PATIENT,
        verdict: to.parse().unwrap(),
        previous: from.parse().unwrap(),
        basis: Basis::SingleReader,
        reader,
        reason: text(why),
    })
}

/// An image that a reader gave this verdict.
pub fn read_as(reader: UserId, verdict: &str) -> Vec<Event<Personal>> {
    let reading = Event::ReadingRecorded(reading(reader, verdict));
    vec![uploaded(), reading, verdict_recorded(reader, verdict)]
}

pub fn patient_registered() -> Event<Personal> {
    Event::PatientRegistered(PatientRegistered {
        patient: PATIENT,
        number: text("P-1"),
        name: text("Ada Example"),
        sex: some("female"),
        born_on: some("1984-02-29"),
        notes: None,
    })
}

pub fn case_opened() -> CaseOpened<Personal> {
    CaseOpened {
        case: CASE,
        patient: PATIENT,
        accession: some("H26-1"),
        specimen: Specimen::PeripheralBlood,
        collected_at: Some(time(0)),
        received_at: time(60),
        stain: Some("May-Grünwald-Giemsa".to_owned()),
        priority: Priority::Routine,
        clinical_details: some("pancytopenia"),
        implicit: false,
    }
}

pub fn user_registered(user: UserId, role: Role) -> Event<Personal> {
    let (username, full_name) = (text("anna"), text("Anna Admin"));
    Event::UserRegistered(UserRegistered { user, username, full_name, role })
}
