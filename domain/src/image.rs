//! One image: uploaded once, predicted once by each model, read, amended, voided, restored.

use crate::aggregate::{Aggregate, Decision};
use crate::event::*;
use crate::ids::{CaseId, ImageId, ModelId, PanelId, PatientId, Sha256, UserId};
use crate::personal::{Opened, Personal};
use crate::refusal::refusals;
use crate::text::fits;
use crate::verdict::Verdict;

mod prediction;
mod reading;

pub use prediction::record as record_prediction;
pub use reading::{RecordVerdict, record as record_verdict};

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
    /// Taken out of work.
    pub voided: bool,
    /// Models that predicted it, with the panel they did so for, in order.
    pub predictions: Vec<(ModelId, PanelId)>,
    /// Models that could not predict it.
    pub failed_predictions: Vec<ModelId>,
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

/// Why something cannot be done to an image.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It was taken out of work.
    #[error("the image was voided")]
    Voided,
    /// No such label in the panel.
    #[error("“{label}” is not a label of the panel {panel}")]
    UnknownLabel {
        /// What was said.
        label: String,
        /// The panel it was said of.
        panel: PanelId,
    },
    /// The panel offers the label no longer.
    #[error("the label “{label}” of the panel {panel} is retired")]
    RetiredLabel {
        /// What was said.
        label: String,
        /// The panel it was said of.
        panel: PanelId,
    },
    /// `other` says nothing alone.
    #[error("the verdict “other” needs a comment that says what the image shows")]
    OtherNeedsComment,
    /// `unsuitable` asks for another image; the technologist must know why.
    #[error("the verdict “unsuitable” needs a reason")]
    UnsuitableNeedsReason,
    /// There is a verdict already.
    #[error("the image has a verdict; amending it needs a reason")]
    AmendmentNeedsReason,
    /// There is a verdict already.
    #[error("the image has a verdict; voiding it needs a reason")]
    VoidNeedsReason,
    /// Comment or reason.
    #[error("the text is longer than 4,000 characters or holds control characters")]
    TextUnfit {
        /// Which member.
        pointer: &'static str,
    },
    /// No objective, camera or scale that there can be.
    #[error("names are at most 200 characters; a pixel is more than 0 and at most 1,000 µm wide")]
    OpticsUnfit {
        /// Which member.
        pointer: &'static str,
    },
    /// A prediction for labels that the image is not read against.
    #[error("the model predicts for the panel {model}, the image is read against {image}")]
    OtherPanel {
        /// The model's.
        model: PanelId,
        /// The image's.
        image: PanelId,
    },
    /// The prediction's labels are not the model's, or the model's are not the panel's.
    #[error("the prediction's labels are not those of its model and panel")]
    ForeignLabels,
    /// Figures that no prediction can have.
    #[error("the prediction's probabilities are not a distribution led by its label")]
    NoDistribution,
}

refusals!(Refusal {
    Self::Voided => "image-voided", Gone;
    Self::UnknownLabel { .. } => "unknown-label", Invalid { pointer: "/label" };
    Self::RetiredLabel { .. } => "retired-label", Invalid { pointer: "/label" };
    Self::OtherNeedsComment => "other-needs-comment", Invalid { pointer: "/comment" };
    Self::UnsuitableNeedsReason => "unsuitable-needs-reason", Invalid { pointer: "/reason" };
    Self::AmendmentNeedsReason => "amendment-needs-reason", Invalid { pointer: "/reason" };
    Self::VoidNeedsReason => "void-needs-reason", Invalid { pointer: "/reason" };
    Self::TextUnfit { pointer } => "text-unfit", Invalid { pointer };
    Self::OpticsUnfit { pointer } => "optics-unfit", Invalid { pointer };
    Self::OtherPanel { .. } => "prediction-for-other-panel", Conflict;
    Self::ForeignLabels => "prediction-with-foreign-labels", Conflict;
    Self::NoDistribution => "prediction-is-no-distribution", Conflict;
});

/// The longest comment or reason, in characters.
pub(crate) const LONGEST_TEXT: usize = 4_000;

/// What a file's arrival means for the image that it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arrival {
    /// It is new.
    New,
    /// It is there already.
    Duplicate,
    /// It was voided and comes back.
    Restoration,
}

/// What a file's arrival means.
pub fn arrival(image: Option<&Image>) -> Arrival {
    match image {
        None => Arrival::New,
        Some(image) if image.voided => Arrival::Restoration,
        Some(_) => Arrival::Duplicate,
    }
}

/// A file arrived whole: a new image, a voided one that comes back, or nothing new.
pub fn receive(image: Option<&Image>, file: ImageUploaded<Personal>) -> Decision<Refusal> {
    Ok(match arrival(image) {
        Arrival::New => vec![Event::ImageUploaded(file)],
        Arrival::Duplicate => vec![],
        Arrival::Restoration => vec![Event::ImageRestored(ImageRestored {
            image: file.image,
            patient: file.patient,
            case: file.case,
            panel: file.panel,
            file_name: file.file_name,
        })],
    })
}

/// Whether images can have been taken so.
///
/// # Errors
/// [`Refusal::OpticsUnfit`]
pub fn check_optics(optics: &Optics) -> Result<(), Refusal> {
    let name = |name: &Option<String>| name.as_ref().is_none_or(|n| n.chars().count() <= 200);
    let scale = |microns: f64| microns > 0.0 && microns <= 1_000.0;
    let pointer = match optics {
        Optics { objective, .. } if !name(objective) => "/objective",
        Optics { scanner, .. } if !name(scanner) => "/scanner",
        Optics { microns_per_pixel, .. } if !microns_per_pixel.is_none_or(scale) => {
            "/microns_per_pixel"
        }
        _ => return Ok(()),
    };
    Err(Refusal::OpticsUnfit { pointer })
}

/// Takes an image out of work; with a reason once there is a verdict.
pub fn void(image: &Image, reason: Option<Personal>) -> Decision<Refusal> {
    let reason = crate::text::given(reason);
    if image.voided {
        return Ok(vec![]);
    }
    if image.verdict.is_some() && reason.is_none() {
        return Err(Refusal::VoidNeedsReason);
    }
    check_text(reason.as_ref(), "/reason")?;
    Ok(vec![Event::ImageVoided(ImageVoided { image: image.id, patient: image.patient, reason })])
}

/// Renditions were stored. Once is enough.
pub fn attach_renditions(image: &Image, renditions: RenditionsAttached) -> Decision<Refusal> {
    Ok(match image.renditions {
        Renditions::Attached(_) => vec![],
        Renditions::Awaited | Renditions::Failed => vec![Event::RenditionsAttached(renditions)],
    })
}

/// Renditions could not be made. Once is enough.
pub fn fail_renditions(image: &Image, failure: FunctionFailed) -> Decision<Refusal> {
    Ok(match image.renditions {
        Renditions::Awaited => vec![Event::RenditionsFailed(failure)],
        Renditions::Attached(_) | Renditions::Failed => vec![],
    })
}

/// A model could not predict the image. Said once of a model, and never after it did predict.
pub fn fail_prediction(image: &Image, failure: PredictionFailed) -> Decision<Refusal> {
    let known =
        image.predicted_by(failure.model) || image.failed_predictions.contains(&failure.model);
    Ok(if known || image.voided { vec![] } else { vec![Event::PredictionFailed(failure)] })
}

fn check_text(text: Option<&Personal>, pointer: &'static str) -> Result<(), Refusal> {
    match text.is_none_or(|text| fits(text, LONGEST_TEXT)) {
        true => Ok(()),
        false => Err(Refusal::TextUnfit { pointer }),
    }
}

impl Image {
    /// Whether this model predicted the image.
    pub fn predicted_by(&self, model: ModelId) -> bool {
        self.predictions.iter().any(|(id, _)| *id == model)
    }

    /// The models whose predictions are for the panel that the image is read against now.
    pub fn present_models(&self) -> Vec<ModelId> {
        let present =
            |(model, panel): &(ModelId, PanelId)| (*panel == self.panel).then_some(*model);
        self.predictions.iter().filter_map(present).collect()
    }

    /// What a reader said last.
    pub fn last_reading(&self, reader: UserId) -> Option<&Reading> {
        self.readings.iter().rev().find(|reading| reading.reader == reader)
    }

    /// Back in work. Under another panel nothing that was said before counts.
    fn restore(&mut self, event: &ImageRestored<Opened>) {
        if event.panel != self.panel {
            self.readings.clear();
            self.verdict = None;
        }
        self.voided = false;
        self.case = event.case;
        self.panel = event.panel.clone();
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
            sha256: e.sha256,
            format: e.format,
            bytes: e.bytes,
            width: e.width,
            height: e.height,
            optics: e.optics.clone(),
            voided: false,
            predictions: vec![],
            failed_predictions: vec![],
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
            Event::PredictionRecorded(e) => self.predictions.push((e.model, e.panel.clone())),
            Event::PredictionFailed(e) => self.failed_predictions.push(e.model),
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
            _ => {}
        }
    }
}
