//! A laboratory's past made up for benchmarks: events written straight into a log, sealed as the
//! product seals them.

use std::sync::Arc;

use domain::access::Role;
use domain::envelope::{Actor, Envelope};
use domain::event::*;
use domain::ids::{CaseId, ImageId, LabelId, ModelId, PanelId, PatientId, Sha256, UserId};
use domain::personal::{Personal, Sealed};
use domain::verdict::{Basis, ReadingMode, Verdict};
use infra::event_log::{EventLog, Expected, NewEvent, chain};
use infra::vault::{Bound, StateVault, SubjectKey, Vault as _};
use jiff::Timestamp;
use uuid::Uuid;

pub const IMAGES_PER_PATIENT: u64 = 50;
pub const IMAGES_PER_CASE: u64 = 10;
const LABELS: [&str; 8] = [
    "neutrophil",
    "lymphocyte",
    "monocyte",
    "eosinophil",
    "basophil",
    "ig",
    "erythroblast",
    "platelet",
];
const READER: UserId = UserId(Uuid::from_u128(7));

/// A patient, five cases, fifty images: each uploaded, rendered, predicted; later read and decided.
pub async fn patient(log: &dyn EventLog, vault: &Arc<StateVault>, number: u64) {
    let (patient, mut writer) = uploaded(log, vault, number).await;
    for image in 0..IMAGES_PER_PATIENT {
        let id = ImageId::of(patient, &digest(number, image));
        writer.append(id.stream(), 3, decided(id, patient, image)).await;
    }
}

/// The same patient whose images nobody has read yet.
pub async fn unread(log: &dyn EventLog, vault: &Arc<StateVault>, number: u64) {
    uploaded(log, vault, number).await;
}

async fn uploaded<'a>(
    log: &'a dyn EventLog,
    vault: &StateVault,
    number: u64,
) -> (PatientId, Writer<'a>) {
    let patient = PatientId(Uuid::new_v5(&Uuid::NAMESPACE_OID, &number.to_be_bytes()));
    let mut writer = Writer { log, key: vault.create(patient.0).await.unwrap() };
    writer.append(patient.stream(), 0, vec![registered(patient, number)]).await;
    let mut case = CaseId(Uuid::now_v7());
    for image in 0..IMAGES_PER_PATIENT {
        if image.is_multiple_of(IMAGES_PER_CASE) {
            case = CaseId(Uuid::now_v7());
            writer.append(case.stream(), 0, vec![opened(case, patient)]).await;
        }
        let digest = digest(number, image);
        let stream = ImageId::of(patient, &digest).stream();
        writer.append(stream, 0, seen(patient, case, digest, image)).await;
    }
    (patient, writer)
}

struct Writer<'a> {
    log: &'a dyn EventLog,
    key: SubjectKey,
}

impl Writer<'_> {
    async fn append(&mut self, stream: String, from: u64, events: Vec<Event<Personal>>) {
        let sealed = events.into_iter().zip(from..);
        let new = sealed.map(|(event, revision)| self.sealed(&stream, revision, event)).collect();
        let expected = match from {
            0 => Expected::NoStream,
            next => Expected::Revision(next - 1),
        };
        self.log.append(&stream, expected, new).await.unwrap();
    }

    fn sealed(&self, stream: &str, revision: u64, event: Event<Personal>) -> NewEvent {
        let id = Uuid::now_v7();
        let event = event.try_map(|field, text| {
            let place = Bound { stream, event: id, field };
            Ok::<_, std::convert::Infallible>(Sealed(self.key.seal(text.reveal(), place)))
        });
        let (kind, data) = encode(&event.unwrap());
        let envelope = Envelope {
            correlation: id,
            causation: Some(id),
            traceparent: Some("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01".into()),
            actor: Actor::Person { id: READER, role: Role::Hematologist },
            command: id,
            recorded_at: Timestamp::now(),
            schema: domain::upcast::version(&kind),
            // The chain is not looked at here; it has the usual length.
            previous: Some(format!("{:064x}", revision)),
        };
        let metadata = serde_json::to_vec(&envelope).unwrap();
        let (metadata, _) = chain::seal(stream, revision, id, &kind, &data, &metadata);
        NewEvent { id, kind, data: data.into(), metadata }
    }
}

fn panel() -> PanelId {
    "blood-cell".parse().unwrap()
}

fn label(number: u64) -> LabelId {
    LABELS[number as usize % LABELS.len()].parse().unwrap()
}

fn digest(patient: u64, image: u64) -> Sha256 {
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&patient.to_be_bytes());
    bytes[8..16].copy_from_slice(&image.to_be_bytes());
    Sha256(bytes)
}

fn registered(patient: PatientId, number: u64) -> Event<Personal> {
    Event::PatientRegistered(PatientRegistered {
        patient,
        number: Personal::new(format!("P-{number:07}")),
        name: Personal::new(format!("Zoë Example {number}")),
        sex: Some(Personal::new("female")),
        born_on: Some(Personal::new("1970-01-02")),
        notes: None,
    })
}

fn opened(case: CaseId, patient: PatientId) -> Event<Personal> {
    Event::CaseOpened(CaseOpened {
        case,
        patient,
        accession: Some(Personal::new(case.to_string())),
        specimen: Specimen::PeripheralBlood,
        collected_at: None,
        received_at: Timestamp::now(),
        stain: Some("May-Grünwald-Giemsa".into()),
        priority: Priority::Routine,
        clinical_details: None,
        implicit: false,
    })
}

fn seen(patient: PatientId, case: CaseId, sha256: Sha256, number: u64) -> Vec<Event<Personal>> {
    let image = ImageId::of(patient, &sha256);
    let uploaded = ImageUploaded {
        image,
        patient,
        case,
        panel: panel(),
        file_name: Personal::new(format!("smear-{number}.jpg")),
        sha256,
        format: ImageFormat::Jpeg,
        bytes: 50_000 + number,
        width: 360,
        height: 363,
        optics: Optics::default(),
        uploaded_at: Timestamp::now(),
        uploaded_by: READER,
    };
    let renditions =
        RenditionsAttached { image, thumbnail: (254, 256), preview: (360, 363), tiles: None };
    vec![
        Event::ImageUploaded(uploaded),
        Event::RenditionsAttached(renditions),
        Event::PredictionRecorded(predicted(image, number)),
    ]
}

fn predicted(image: ImageId, number: u64) -> PredictionRecorded {
    let probability = |index: usize| Probability {
        label: label(index as u64),
        p: if index as u64 == number % 8 { 0.81 } else { 0.19 / 7.0 },
    };
    PredictionRecorded {
        image,
        model: ModelId(Sha256([1; 32])),
        panel: panel(),
        label: label(number),
        confidence: 0.81,
        uncertainty: (number % 100) as f64 / 100.0,
        familiarity: Familiarity { inside: true, energy: -7.25, threshold: -3.5, reasons: vec![] },
        probabilities: (0..LABELS.len()).map(probability).collect(),
        device: "cpu".into(),
        precision: "f32".into(),
        duration_us: 16_500,
    }
}

fn decided(image: ImageId, patient: PatientId, number: u64) -> Vec<Event<Personal>> {
    let verdict = Verdict::Label(label(number + number % 7 / 6));
    let reading = ReadingRecorded {
        image,
        patient,
        reader: READER,
        verdict: verdict.clone(),
        mode: ReadingMode::Aided,
        bulk: false,
        models: vec![ModelId(Sha256([1; 32]))],
        comment: number.is_multiple_of(3).then(|| Personal::new("large granules")),
        reason: None,
    };
    let basis = Basis::SingleReader;
    let last = FinalVerdictRecorded { image, verdict, basis, reader: READER };
    vec![Event::ReadingRecorded(reading), Event::FinalVerdictRecorded(last)]
}
