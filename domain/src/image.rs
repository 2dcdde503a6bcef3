//! One image: uploaded once, predicted once by each model, read, amended, voided, restored,
//! reassigned.

use jiff::Timestamp;

use crate::aggregate::Aggregate;
use crate::event::*;
use crate::ids::{CaseId, ImageId, LabelId, ModelId, PanelId, PatientId, Sha256, UserId};
use crate::personal::{Opened, Personal};
use crate::text::fits;
use crate::verdict::Verdict;

mod arrival;
mod explanation;
mod function;
mod measurement;
mod prediction;
mod reading;
mod reassignment;
mod refusal;

pub use arrival::{Arrival, arrival, check_optics, receive, void};
pub use explanation::{
    Answer, Explanation, fail as fail_explanation, record as record_explanation,
    request as request_explanation,
};
pub use function::{attach_renditions, fail_prediction, fail_renditions};
pub use measurement::record as record_measurements;
pub use prediction::record as record_prediction;
pub use reading::{RecordVerdict, record as record_verdict};
pub use reassignment::{Destination, reassign, take_over};
pub use refusal::Refusal;

/// An image's present state.
#[derive(Clone, Debug, PartialEq)]
pub struct Image {
    /// Which.
    pub id: ImageId,
    /// Whose.
    pub patient: PatientId,
    /// Of which specimen.
    pub case: CaseId,
    /// The panel it is read against.
    pub panel: PanelId,
    /// The name that the file had.
    pub file_name: Opened,
    /// The digest of the bytes.
    pub sha256: Sha256,
    /// The encoding.
    pub format: ImageFormat,
    /// How many bytes.
    pub bytes: u64,
    /// Pixels across, after EXIF orientation.
    pub width: u32,
    /// Pixels down, after EXIF orientation.
    pub height: u32,
    /// How it was taken.
    pub optics: Optics,
    /// When the bytes arrived.
    pub uploaded_at: Timestamp,
    /// By whom.
    pub uploaded_by: UserId,
    /// Taken out of work, or gone to another patient.
    pub voided: bool,
    /// Which image of another patient it is now.
    pub reassigned_to: Option<ImageId>,
    /// Which image of another patient it was.
    pub taken_over_from: Option<ImageId>,
    /// The same bytes were an image of another patient when it came.
    pub mix_up_suspected: bool,
    /// What models said of it, in order.
    pub predictions: Vec<Predicted>,
    /// Models that could not predict it.
    pub failed_predictions: Vec<ModelId>,
    /// What each version of each function measured last.
    pub measurements: Vec<Measured>,
    /// Where models were asked to say that they see a label, and what became of it.
    pub explanations: Vec<Explanation>,
    /// What became of thumbnail, preview and tiles.
    pub renditions: Renditions,
    /// Every reading under the present panel, oldest first.
    pub readings: Vec<Reading>,
    /// The final verdict under the present panel.
    pub verdict: Option<FinalVerdict>,
    /// Counts what people did to it, from 1; see [`Event::moves_case_revision`].
    pub case_revision: u64,
}

/// Thumbnail, preview and tiles.
#[derive(Clone, Debug, PartialEq)]
pub enum Renditions {
    /// Not made yet.
    Awaited,
    /// Stored.
    Attached(RenditionsAttached),
    /// Cannot be made.
    Failed,
}

/// What a model said of it, as far as it is asked for again.
#[derive(Clone, Debug, PartialEq)]
pub struct Predicted {
    /// Which model.
    pub model: ModelId,
    /// For which panel.
    pub panel: PanelId,
    /// The leading label.
    pub label: LabelId,
    /// Whether the image is inside what the model knows.
    pub inside: bool,
}

/// What one version of a function measured.
#[derive(Clone, Debug, PartialEq)]
pub struct Measured {
    /// Which function.
    pub function: String,
    /// Which version of it.
    pub version: String,
    /// Its figures, in its order.
    pub measurements: Vec<Measurement>,
}

/// What one reader said once.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// Who.
    pub reader: UserId,
    /// What.
    pub verdict: Verdict,
    /// With which remark.
    pub comment: Option<Opened>,
    /// With which reason.
    pub reason: Option<Opened>,
}

/// The verdict that counts.
#[derive(Clone, Debug, PartialEq)]
pub struct FinalVerdict {
    /// What.
    pub verdict: Verdict,
    /// Given by whom.
    pub reader: UserId,
}

/// The longest comment or reason, in characters.
pub(crate) const LONGEST_TEXT: usize = 4_000;

fn check_text(text: Option<&Personal>, pointer: &'static str) -> Result<(), Refusal> {
    match text.is_none_or(|text| fits(text, LONGEST_TEXT)) {
        true => Ok(()),
        false => Err(Refusal::TextUnfit { pointer }),
    }
}

impl Image {
    /// Whether there is work on it.
    ///
    /// # Errors
    /// [`Refusal::Reassigned`], [`Refusal::Voided`]
    pub fn in_work(&self) -> Result<(), Refusal> {
        match self.reassigned_to {
            Some(to) => Err(Refusal::Reassigned { to }),
            None if self.voided => Err(Refusal::Voided),
            None => Ok(()),
        }
    }

    /// Whether this model predicted the image.
    pub fn predicted_by(&self, model: ModelId) -> bool {
        self.predictions.iter().any(|one| one.model == model)
    }

    /// What this version of a function measured.
    pub fn measured_by(&self, function: &str, version: &str) -> Option<&Vec<Measurement>> {
        let its = |one: &&Measured| one.function == function && one.version == version;
        self.measurements.iter().find(its).map(|one| &one.measurements)
    }

    /// The models whose predictions are for the panel that the image is read against now.
    pub fn present_models(&self) -> Vec<ModelId> {
        self.present_predictions().map(|one| one.model).collect()
    }

    /// The predictions for the panel that the image is read against now.
    pub fn present_predictions(&self) -> impl DoubleEndedIterator<Item = &Predicted> {
        self.predictions.iter().filter(|one| one.panel == self.panel)
    }

    /// What a reader said last.
    pub fn last_reading(&self, reader: UserId) -> Option<&Reading> {
        self.readings.iter().rev().find(|reading| reading.reader == reader)
    }

    fn measure(&mut self, e: &MeasurementsRecorded) {
        self.measurements.retain(|one| one.function != e.function || one.version != e.version);
        self.measurements.push(Measured {
            function: e.function.clone(),
            version: e.version.clone(),
            measurements: e.measurements.clone(),
        });
    }

    /// Back in work. Under another panel nothing that was said before counts.
    fn restore(&mut self, event: &ImageRestored<Opened>) {
        if event.panel != self.panel {
            self.readings.clear();
            self.verdict = None;
        }
        self.voided = false;
        self.reassigned_to = None;
        self.case = event.case;
        self.panel = event.panel.clone();
        self.file_name = event.file_name.clone();
    }

    /// Gone to another case, or to another patient and out of work.
    fn go(&mut self, event: &ImageReassigned<Opened>) {
        if event.to_image == self.id {
            self.case = event.to_case;
        } else {
            self.voided = true;
            self.reassigned_to = Some(event.to_image);
        }
    }
}

impl Aggregate for Image {
    fn start(event: &Event<Opened>) -> Option<Self> {
        let Event::ImageUploaded(e) = event else { return None };
        Some(Self {
            id: e.image,
            patient: e.patient,
            case: e.case,
            panel: e.panel.clone(),
            file_name: e.file_name.clone(),
            sha256: e.sha256,
            format: e.format,
            bytes: e.bytes,
            width: e.width,
            height: e.height,
            optics: e.optics.clone(),
            uploaded_at: e.uploaded_at,
            uploaded_by: e.uploaded_by,
            voided: false,
            reassigned_to: None,
            taken_over_from: None,
            mix_up_suspected: false,
            predictions: vec![],
            failed_predictions: vec![],
            measurements: vec![],
            explanations: vec![],
            renditions: Renditions::Awaited,
            readings: vec![],
            verdict: None,
            case_revision: 1,
        })
    }

    fn apply(&mut self, event: &Event<Opened>) {
        self.case_revision += u64::from(event.moves_case_revision());
        match event {
            Event::RenditionsAttached(e) => self.renditions = Renditions::Attached(e.clone()),
            Event::RenditionsFailed(_) => self.renditions = Renditions::Failed,
            Event::PredictionRecorded(e) => self.predictions.push(Predicted {
                model: e.model,
                panel: e.panel.clone(),
                label: e.label.clone(),
                inside: e.familiarity.inside,
            }),
            Event::PredictionFailed(e) => self.failed_predictions.push(e.model),
            Event::MeasurementsRecorded(e) => self.measure(e),
            Event::ExplanationRequested(e) => self.explain(e.model, &e.label, Answer::Awaited),
            Event::ExplanationRecorded(e) => self.explain(e.model, &e.label, Answer::Recorded),
            Event::ExplanationFailed(e) => self.explain(e.model, &e.label, Answer::Failed),
            Event::ReadingRecorded(e) => self.readings.push(Reading {
                reader: e.reader,
                verdict: e.verdict.clone(),
                comment: e.comment.clone(),
                reason: e.reason.clone(),
            }),
            Event::FinalVerdictRecorded(e) => {
                self.verdict = Some(FinalVerdict { verdict: e.verdict.clone(), reader: e.reader });
            }
            Event::FinalVerdictAmended(e) => {
                self.verdict = Some(FinalVerdict { verdict: e.verdict.clone(), reader: e.reader });
            }
            Event::ImageVoided(_) => self.voided = true,
            Event::ImageRestored(e) => self.restore(e),
            Event::ImageReassigned(e) => self.go(e),
            Event::ImageTakenOver(e) => self.taken_over_from = Some(e.from),
            Event::MixUpSuspected(_) => self.mix_up_suspected = true,
            _ => {}
        }
    }
}
