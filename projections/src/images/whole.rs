//! An image with all that was said of it, put together for people.

use std::collections::HashMap;

use domain::event::Event;
use domain::ids::ModelId;

use super::suspicion::Suspicion;
use super::{
    ImageRow, ImageView, OpticsView, PredictionRow, ReadingRow, Renditions, RenditionsView,
    SizeView, TilesView, VerdictView, fold, latest,
};
use crate::history::Panels;
use crate::models::ModelRow;
use crate::open::Fact;
use crate::sight::Sight;

/// An image's rows.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Whole {
    pub(crate) image: ImageRow,
    /// In any order.
    pub(crate) predictions: Vec<PredictionRow>,
    /// In any order.
    pub(crate) readings: Vec<ReadingRow>,
}

impl Whole {
    /// An image from its own stream; none for none.
    pub(crate) fn of(facts: &[Fact], panels: &Panels) -> Option<Self> {
        let (mut image, mut predictions, mut readings) = (None, Vec::new(), Vec::new());
        for Fact { at, event, .. } in facts {
            let panel = image.as_ref().map(|row: &ImageRow| row.panel.clone());
            let mut row = fold(image, event, at, &panels.at(at.position))?;
            match event {
                Event::PredictionRecorded(e) => {
                    let new = PredictionRow::new(&row, e, at);
                    predictions.retain(|row: &PredictionRow| row.id != new.id);
                    predictions.push(new);
                }
                Event::ReadingRecorded(e) => readings.push(ReadingRow::new(e, at)),
                Event::ImageRestored(_) if panel.as_ref() != Some(&row.panel) => {
                    row.show(latest(&predictions, &row.panel));
                }
                _ => {}
            }
            image = Some(row);
        }
        Some(Self { image: image?, predictions, readings })
    }

    /// As people see it: what was said under the panel that it is read against now, in the order in
    /// which it was said; without what is withheld from who looks.
    pub(crate) fn seen(self, models: &HashMap<ModelId, ModelRow>, sight: &Sight) -> ImageView {
        let blind = self.is_blind(sight);
        let mut view = self.view(models);
        if blind {
            view.withhold();
        }
        view
    }

    /// Whether what models and others say of it is withheld from who looks.
    pub(crate) fn is_blind(&self, sight: &Sight) -> bool {
        let since = self.image.panel_since;
        let own = |reader| move |row: &ReadingRow| row.reader == reader && row.position > since;
        sight.is_blind(&self.image.panel, |reader| self.readings.iter().any(own(reader)))
    }

    /// Without anything withheld.
    pub(crate) fn view(mut self, models: &HashMap<ModelId, ModelRow>) -> ImageView {
        let image = &self.image;
        self.predictions.retain(|row| row.panel == image.panel);
        self.predictions.sort_by_key(|row| row.position);
        self.readings.retain(|row| row.position > image.panel_since);
        self.readings.sort_by_key(|row| row.position);
        let verdict = self.verdict();
        let suspected = self.image.suspected().map(Suspicion::view);
        let image = self.image;
        let predictions = self.predictions.iter().map(|row| row.view(models.get(&row.model)));
        ImageView {
            id: image.id,
            patient_id: image.patient_id,
            case_id: image.case_id,
            panel: image.panel,
            priority: image.priority,
            status: image.status,
            due_at: image.due_at,
            case_critical: image.case_critical,
            suspected,
            mix_up_suspected: image.mix_up_suspected,
            reassigned_to: image.reassigned_to,
            taken_over_from: image.taken_over_from,
            file_name: image.file_name,
            sha256: image.sha256,
            format: image.format,
            width: image.width,
            height: image.height,
            bytes: image.bytes,
            optics: OpticsView {
                objective: image.objective,
                microns_per_pixel: image.microns_per_pixel,
                scanner: image.scanner,
            },
            uploaded_at: image.uploaded_at,
            uploaded_by: image.uploaded_by,
            renditions: image.renditions.map(|renditions| renditions.0.view()),
            renditions_problem: image.renditions_problem,
            blind: false,
            predictions: predictions.collect(),
            prediction_problem: image.prediction_problem,
            measurements: image.measurements.map(|all| all.0).unwrap_or_default(),
            explanations: image.explanations.map(|all| all.0).unwrap_or_default(),
            readings: self.readings.iter().map(ReadingRow::view).collect(),
            verdict,
            case_revision: image.case_revision,
        }
    }

    /// The final verdict, with the remark of the reading that it rests on.
    fn verdict(&self) -> Option<VerdictView> {
        let label = self.image.verdict.clone()?;
        let by = self.image.verdict_by?;
        let its = |row: &&ReadingRow| row.reader == by && row.verdict == label;
        let reading = self.readings.iter().rev().find(its);
        Some(VerdictView {
            comment: reading.and_then(|row| row.comment.clone()),
            label,
            basis: self.image.verdict_basis?,
            by,
            at: self.image.verdict_at?,
            amendments: self.image.amendments,
        })
    }
}

impl Renditions {
    fn view(self) -> RenditionsView {
        let size = |(width, height)| SizeView { width, height };
        let tiles = self
            .tiles
            .map(|tiles| TilesView { tile_size: tiles.tile_size, max_level: tiles.max_level });
        RenditionsView { thumbnail: size(self.thumbnail), preview: size(self.preview), tiles }
    }
}
