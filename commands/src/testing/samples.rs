//! What tests put in: patients, images, models, predictions.

use std::convert::Infallible;
use std::io::Cursor;

use bytes::Bytes;
use domain::event::{Familiarity, ModelRegistered, Optics, PredictionRecorded, Probability};
use domain::ids::{ImageId, ModelId, PanelId, PatientId, Sha256};
use domain::panel::BLOOD_CELL;
use domain::personal::Personal;
use domain::verdict::Verdict;
use futures::Stream;
use image::{ImageFormat, Rgb, RgbImage};
use sha2::Digest as _;

use super::Laboratory;
use crate::{PatientDetails, RecordVerdict, UploadTarget, UploadedItem};

/// A small picture; another seed is another picture.
pub fn png(seed: u32) -> Vec<u8> {
    let [a, b, c, d] = seed.to_be_bytes();
    let picture = RgbImage::from_fn(32, 24, |x, y| Rgb([a ^ x as u8, b ^ y as u8, c ^ d]));
    let mut file = Cursor::new(vec![]);
    picture.write_to(&mut file, ImageFormat::Png).expect("memory takes a picture");
    // The seed once more, so that no two seeds give the same bytes; decoders stop before it.
    let mut file = file.into_inner();
    let end = file.len() - 12;
    let mut text = b"tEXtseed\0".to_vec();
    text.extend_from_slice(seed.to_string().as_bytes());
    let mut chunk = ((text.len() - 4) as u32).to_be_bytes().to_vec();
    chunk.extend_from_slice(&text);
    chunk.extend_from_slice(&crc(&text).to_be_bytes());
    file.splice(end..end, chunk);
    file
}

/// CRC-32 as PNG has it.
fn crc(bytes: &[u8]) -> u32 {
    let step = |crc: u32, byte: &u8| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| (crc >> 1) ^ (0xedb8_8320 * (crc & 1)))
    };
    !bytes.iter().fold(!0, step)
}

/// A body that comes in one piece.
pub fn bytes(bytes: Vec<u8>) -> impl Stream<Item = Result<Bytes, Infallible>> + Send + Unpin {
    futures::stream::iter([Ok(Bytes::from(bytes))])
}

/// A body that comes in pieces of at most so many bytes.
pub fn chunks(
    bytes: Vec<u8>,
    size: usize,
) -> impl Stream<Item = Result<Bytes, Infallible>> + Send + Unpin {
    let pieces: Vec<_> = bytes.chunks(size).map(|c| Ok(Bytes::copy_from_slice(c))).collect();
    futures::stream::iter(pieces)
}

/// The panel of blood cells.
pub fn blood_cell() -> PanelId {
    BLOOD_CELL.parse().expect("a built-in panel")
}

impl Laboratory {
    /// What is known of a patient with this number.
    pub fn details(&self, number: &str) -> PatientDetails {
        PatientDetails {
            number: Personal::new(number),
            name: Personal::new("Ada Example"),
            sex: Some(Personal::new("female")),
            born_on: Some(Personal::new("1984-02-29")),
            notes: None,
        }
    }

    /// A new patient with this number.
    pub async fn patient(&self, number: &str) -> PatientId {
        let details = self.details(number);
        let done = self.commands.register_patient(&self.technologist(), details).await;
        done.expect("a patient").value
    }

    /// Where blood cells of a patient go, each time by another request.
    pub fn target(&self, patient: PatientId) -> UploadTarget {
        UploadTarget {
            patient,
            case: None,
            panel: blood_cell(),
            optics: Optics::default(),
            request: uuid::Uuid::now_v7(),
        }
    }

    /// A file of this content, uploaded for a patient.
    pub async fn upload(&self, patient: PatientId, content: Vec<u8>) -> UploadedItem {
        let (context, target) = (self.technologist(), self.target(patient));
        let name = "cell.png".to_owned();
        let item = self.commands.receive_file(&context, &target, name, bytes(content)).await;
        item.expect("an answer about the file")
    }

    /// A new image of a patient; another seed is another image.
    pub async fn image(&self, patient: PatientId, seed: u32) -> ImageId {
        self.upload(patient, png(seed)).await.id.expect("an image that is taken")
    }

    /// A registered model for blood cells, active if it is the first; another name is another model.
    pub async fn model(&self, name: &str) -> ModelId {
        let pack = pack(name);
        let (model, context) = (pack.model, || self.system("start"));
        self.commands.register_model(&context(), pack).await.expect("a model");
        let panel = self.commands.load_panel(&blood_cell()).await.expect("a panel");
        if !panel.ever_had_a_model() {
            let activated = self.commands.activate_model(&context(), &panel.id, model).await;
            activated.expect("an active model");
        }
        model
    }

    /// A model's prediction of an image, recorded.
    pub async fn predict(&self, image: ImageId, model: ModelId, label: &str) {
        let context = self.function("classify");
        let prediction = prediction(image, model, label);
        self.commands.record_prediction(&context, prediction).await.expect("a prediction");
    }

    /// A verdict of the hematologist, recorded.
    pub async fn read(&self, image: ImageId, label: &str) {
        let (context, said) = (self.hematologist(), verdict(label));
        self.commands.record_verdict(&context, image, said, None).await.expect("a verdict");
    }
}

/// A verdict without a word beside it.
pub fn verdict(label: &str) -> RecordVerdict {
    let verdict: Verdict = label.parse().expect("a label or an abstention");
    RecordVerdict { verdict, comment: None, reason: None, bulk: false }
}

/// A model pack for blood cells.
pub fn pack(name: &str) -> ModelRegistered {
    let labels = ["neutrophil", "lymphocyte", "monocyte", "eosinophil"];
    let more = ["basophil", "ig", "erythroblast", "platelet"];
    let label = |text: &str| text.parse().expect("a label");
    ModelRegistered {
        model: ModelId(Sha256(sha2::Sha256::digest(name.as_bytes()).into())),
        name: name.to_owned(),
        architecture: "hrnet_w18_small".to_owned(),
        panel: blood_cell(),
        panel_version: 1,
        labels: labels.into_iter().chain(more).map(label).collect(),
        statement: "For tests.".to_owned(),
        licence: "CC0-1.0".to_owned(),
        card: "# A model that is none".to_owned(),
    }
}

/// A sure prediction of one label.
pub fn prediction(image: ImageId, model: ModelId, label: &str) -> PredictionRecorded {
    let p = |of: &domain::ids::LabelId| if of.as_str() == label { 0.93 } else { 0.01 };
    let labels = pack("").labels;
    let probabilities = labels.iter().map(|of| Probability { label: of.clone(), p: p(of) });
    PredictionRecorded {
        image,
        model,
        panel: blood_cell(),
        label: label.parse().expect("a label"),
        confidence: 0.93,
        uncertainty: 0.19,
        familiarity: Familiarity { inside: true, energy: -7.5, threshold: -3.0, reasons: vec![] },
        probabilities: probabilities.collect(),
        device: "cpu".to_owned(),
        precision: "f32".to_owned(),
        duration_us: 8_400,
    }
}
