//! An image's row and its fold.

use domain::event::{Event, ImageFormat, ImageRestored, ImageUploaded, Priority, TilePyramid};
use domain::event::{ImageReassigned, PredictionRecorded, RenditionsAttached};
use domain::ids::{CaseId, ImageId, LabelId, ModelId, PanelId, PatientId, Sha256, UserId};
use domain::personal::Opened;
use domain::verdict::{Basis, Verdict};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::explanation::explained;
use super::measurement::measured;
use super::suspicion::Suspicion;
use super::{
    ExplanationView, ImageStatus, LastReading, MeasurementView, PredictionRow, ReadingWay,
};
use crate::normalize::search;
use crate::open::{Moment, micros, plain};
use crate::order::{Urgency, oldest_first};
use crate::panels::Labels;
use crate::row::row;
use crate::value::Json;

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ImageRow {
    pub(crate) id: ImageId,
    /// Whose it is; after a merger the record that stays.
    pub(crate) patient_id: PatientId,
    /// Whose key seals its texts, and under whose name its bytes lie.
    pub(crate) key_owner: PatientId,
    pub(crate) case_id: CaseId,
    /// The position and time at which it came to this case, or came back to it.
    pub(crate) case_since: u64,
    pub(super) case_since_at: Timestamp,
    pub(crate) panel: PanelId,
    /// The position since which it is read against this panel: readings before do not count.
    pub(crate) panel_since: u64,
    pub(crate) file_name: String,
    pub(crate) sha256: Sha256,
    pub(crate) format: ImageFormat,
    pub(crate) bytes: u64,
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) objective: Option<String>,
    pub(crate) microns_per_pixel: Option<f64>,
    pub(crate) scanner: Option<String>,
    pub(crate) uploaded_at: Timestamp,
    pub(crate) uploaded_by: UserId,
    pub(crate) renditions: Option<Json<Renditions>>,
    pub(crate) renditions_problem: Option<String>,
    /// The case's; comes from the case.
    pub(crate) priority: Priority,
    /// The case's.
    pub(crate) due_at: Timestamp,
    /// The case's.
    pub(crate) case_critical: bool,
    pub(crate) status: ImageStatus,
    /// The patient's; comes from the patient.
    pub(crate) removed: bool,
    pub(crate) mix_up_suspected: bool,
    pub(crate) reassigned_to: Option<ImageId>,
    pub(crate) taken_over_from: Option<ImageId>,
    /// Sorts the worklist; see [`ImageRow::arrange`].
    pub(crate) work_order: String,
    /// The same without what the model says, for those from whom that is withheld.
    pub(crate) blind_order: String,
    pub(crate) predicted_model: Option<ModelId>,
    pub(crate) predicted_label: Option<LabelId>,
    pub(crate) confidence: Option<f64>,
    pub(crate) uncertainty: Option<f64>,
    pub(crate) inside: Option<bool>,
    pub(crate) prediction_problem: Option<String>,
    pub(super) suspicions: Option<Json<Vec<Suspicion>>>,
    /// Of the file, so that they count under every panel.
    pub(super) measurements: Option<Json<Vec<MeasurementView>>>,
    pub(super) explanations: Option<Json<Vec<ExplanationView>>>,
    pub(super) last_reading: Option<Json<LastReading>>,
    pub(crate) verdict: Option<Verdict>,
    pub(crate) verdict_basis: Option<Basis>,
    pub(crate) verdict_by: Option<UserId>,
    pub(crate) verdict_at: Option<Timestamp>,
    pub(super) verdict_position: Option<u64>,
    /// The panel called the verdict's label critical when it was given.
    pub(super) verdict_critical: bool,
    /// How the reading came about that the verdict rests on.
    pub(crate) verdict_way: Option<ReadingWay>,
    pub(crate) amendments: u32,
    pub(crate) case_revision: u64,
    pub(crate) search: String,
}

row!(
    ImageRow in "images", id: ImageId, patient_id, key_owner, case_id, case_since, case_since_at,
    panel, panel_since, file_name, sha256, format, bytes, width, height, objective,
    microns_per_pixel, scanner, uploaded_at, uploaded_by, renditions, renditions_problem, priority,
    due_at, case_critical, status, removed, mix_up_suspected, reassigned_to, taken_over_from,
    work_order, blind_order, predicted_model, predicted_label, confidence, uncertainty, inside,
    prediction_problem, suspicions, measurements, explanations, last_reading, verdict, verdict_basis, verdict_by,
    verdict_at, verdict_position, verdict_critical, verdict_way, amendments, case_revision, search
);

/// What was made of an image for looking at it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Renditions {
    pub(crate) thumbnail: (u32, u32),
    pub(crate) preview: (u32, u32),
    pub(crate) tiles: Option<TilePyramid>,
}

/// One image after one more event of its own.
pub(crate) fn fold(
    row: Option<ImageRow>,
    event: &Event<Opened>,
    at: &Moment,
    labels: &dyn Labels,
) -> Option<ImageRow> {
    if let Event::ImageUploaded(e) = event {
        return Some(ImageRow::uploaded(e, at).arrange());
    }
    let mut row = row?;
    row.case_revision += u64::from(event.moves_case_revision());
    match event {
        Event::RenditionsAttached(e) => row.attach(e),
        Event::RenditionsFailed(e) => row.renditions_problem = Some(e.reason.clone()),
        Event::PredictionRecorded(e) if e.panel == row.panel => row.predict(e),
        Event::PredictionFailed(e) => row.prediction_problem = Some(e.reason.clone()),
        Event::CriticalFindingSuspected(e) => row.suspect(Suspicion::new(e, at)),
        Event::MeasurementsRecorded(e) => {
            let all = row.measurements.take().map(|all| all.0);
            row.measurements = Some(Json(measured(all, e, at)));
        }
        Event::ExplanationRequested(e) => row.explain(ExplanationView::requested(e, at)),
        Event::ExplanationRecorded(e) => row.explain(ExplanationView::recorded(e, at)),
        Event::ExplanationFailed(e) => row.explain(ExplanationView::failed(e, at)),
        Event::ReadingRecorded(e) => row.last_reading = Some(Json(LastReading::new(e))),
        Event::FinalVerdictRecorded(e) => row.decide(&e.verdict, e.basis, e.reader, at, labels),
        Event::FinalVerdictAmended(e) => {
            row.decide(&e.verdict, e.basis, e.reader, at, labels);
            row.amendments += 1;
        }
        Event::ImageVoided(_) => row.status = ImageStatus::Voided,
        Event::ImageRestored(e) => row.restore(e, at),
        Event::ImageReassigned(e) => row.reassign(e, at),
        Event::ImageTakenOver(e) => row.taken_over_from = Some(e.from),
        Event::MixUpSuspected(_) => row.mix_up_suspected = true,
        _ => {}
    }
    Some(row.arrange())
}

impl ImageRow {
    fn uploaded(e: &ImageUploaded<Opened>, at: &Moment) -> Self {
        let file_name = plain(&e.file_name);
        Self {
            id: e.image,
            patient_id: e.patient,
            key_owner: e.patient,
            case_id: e.case,
            case_since: at.position.0,
            case_since_at: at.recorded_at,
            panel: e.panel.clone(),
            panel_since: at.position.0,
            search: search(&[Some(&file_name)]),
            file_name,
            sha256: e.sha256,
            format: e.format,
            bytes: e.bytes,
            width: e.width,
            height: e.height,
            objective: e.optics.objective.clone(),
            microns_per_pixel: e.optics.microns_per_pixel,
            scanner: e.optics.scanner.clone(),
            uploaded_at: micros(e.uploaded_at),
            uploaded_by: e.uploaded_by,
            renditions: None,
            renditions_problem: None,
            priority: Priority::Routine,
            due_at: Timestamp::MAX,
            case_critical: false,
            status: ImageStatus::Unverified,
            removed: false,
            mix_up_suspected: false,
            reassigned_to: None,
            taken_over_from: None,
            work_order: String::new(),
            blind_order: String::new(),
            predicted_model: None,
            predicted_label: None,
            confidence: None,
            uncertainty: None,
            inside: None,
            prediction_problem: None,
            suspicions: None,
            measurements: None,
            explanations: None,
            last_reading: None,
            verdict: None,
            verdict_basis: None,
            verdict_by: None,
            verdict_at: None,
            verdict_position: None,
            verdict_critical: false,
            verdict_way: None,
            amendments: 0,
            case_revision: 1,
        }
    }

    fn attach(&mut self, e: &RenditionsAttached) {
        self.renditions_problem = None;
        let tiles = e.tiles.clone();
        self.renditions =
            Some(Json(Renditions { thumbnail: e.thumbnail, preview: e.preview, tiles }));
    }

    fn predict(&mut self, e: &PredictionRecorded) {
        self.predicted_model = Some(e.model);
        self.predicted_label = Some(e.label.clone());
        self.confidence = Some(e.confidence);
        self.uncertainty = Some(e.uncertainty);
        self.inside = Some(e.familiarity.inside);
        self.prediction_problem = None;
    }

    fn explain(&mut self, one: ExplanationView) {
        let all = self.explanations.take().map(|all| all.0);
        self.explanations = Some(Json(explained(all, one)));
    }

    fn suspect(&mut self, suspicion: Suspicion) {
        self.suspicions.get_or_insert_with(|| Json(Vec::new())).0.push(suspicion);
    }

    fn decide(
        &mut self,
        verdict: &Verdict,
        basis: Basis,
        reader: UserId,
        at: &Moment,
        labels: &dyn Labels,
    ) {
        let label = match verdict {
            Verdict::Label(label) => labels.label(&self.panel, label),
            _ => None,
        };
        self.verdict = Some(verdict.clone());
        self.verdict_basis = Some(basis);
        self.verdict_by = Some(reader);
        self.verdict_at = Some(at.recorded_at);
        self.verdict_position = Some(at.position.0);
        self.verdict_critical = label.is_some_and(|label| label.critical);
        let own = self.last_reading.as_ref().filter(|last| last.0.reader == reader);
        self.verdict_way = own.map(|last| last.0.way);
        if self.status != ImageStatus::Voided {
            self.status = ImageStatus::Verified;
        }
    }

    fn undecide(&mut self) {
        self.last_reading = None;
        self.verdict = None;
        self.verdict_basis = None;
        self.verdict_by = None;
        self.verdict_at = None;
        self.verdict_position = None;
        self.verdict_critical = false;
        self.verdict_way = None;
        self.amendments = 0;
    }

    /// Back in work. Under another panel nothing that was said before counts.
    fn restore(&mut self, e: &ImageRestored<Opened>, at: &Moment) {
        self.come_to(e.case, at);
        self.file_name = plain(&e.file_name);
        self.search = search(&[Some(&self.file_name)]);
        self.reassigned_to = None;
        if self.panel != e.panel {
            self.panel = e.panel.clone();
            self.panel_since = at.position.0;
            self.prediction_problem = None;
            self.show(None);
            self.undecide();
        }
        let verified = self.verdict.is_some();
        self.status = if verified { ImageStatus::Verified } else { ImageStatus::Unverified };
    }

    /// Within a patient it goes to another case; to another patient it goes as another image, and
    /// this one is out of work.
    fn reassign(&mut self, e: &ImageReassigned<Opened>, at: &Moment) {
        match e.to_image == self.id {
            true => self.come_to(e.to_case, at),
            false => {
                self.reassigned_to = Some(e.to_image);
                self.status = ImageStatus::Voided;
            }
        }
    }

    fn come_to(&mut self, case: CaseId, at: &Moment) {
        self.case_id = case;
        self.case_since = at.position.0;
        self.case_since_at = at.recorded_at;
    }

    /// Shows this prediction, made earlier for the panel that the image is read against again.
    pub(crate) fn show(&mut self, prediction: Option<&PredictionRow>) {
        self.predicted_model = prediction.map(|row| row.model);
        self.predicted_label = prediction.map(|row| row.label.clone());
        self.confidence = prediction.map(|row| row.confidence);
        self.uncertainty = prediction.map(|row| row.uncertainty);
        self.inside = prediction.map(|row| row.inside);
    }

    /// What its case says.
    pub(crate) fn take(&mut self, urgency: Urgency) {
        self.priority = urgency.priority;
        self.due_at = urgency.due_at;
        self.case_critical = urgency.critical;
    }

    /// Puts it in its place in the worklist: by its case, then what no model is sure of, in tenths,
    /// then the oldest.
    pub(crate) fn arrange(mut self) -> Self {
        let unsure = match (self.inside, self.uncertainty) {
            (Some(true), Some(uncertainty)) => (uncertainty * 10.0).clamp(0.0, 9.0) as u8,
            _ => 9,
        };
        let (priority, due_at) = (self.priority, self.due_at);
        let order = Urgency { critical: self.case_critical, priority, due_at }.order();
        let sorted = |digit| oldest_first(format!("{order}{digit}"), self.uploaded_at);
        let (work_order, blind_order) = (sorted(char::from(b'9' - unsure)), sorted('0'));
        (self.work_order, self.blind_order) = (work_order, blind_order);
        self
    }

    /// What it adds to its case's and its patient's images in work: all, and those unread.
    pub(crate) fn counts(&self) -> (i64, i64) {
        let unread = self.status == ImageStatus::Unverified;
        (i64::from(self.status != ImageStatus::Voided), i64::from(unread))
    }

    /// In work: neither voided nor of a removed patient.
    pub(crate) fn in_work(&self) -> bool {
        !self.removed && self.status != ImageStatus::Voided
    }
}
