//! A model's prediction of an image.

use super::{Image, Refusal};
use crate::aggregate::Decision;
use crate::event::{CriticalFindingSuspected, Event, PredictionRecorded, Probability};
use crate::ids::LabelId;
use crate::model::Model;
use crate::panel::Panel;

/// How far the probabilities' sum may be from 1, for they were computed in single precision.
const TOLERANCE: f64 = 1e-3;

/// A model predicted the image. The second prediction of the same model, or one that comes when
/// the image is voided, is late and changes nothing. A critical label that gets the panel's threshold
/// or more is suspected even when another one leads: the two facts stand side by side.
pub fn record(
    image: &Image,
    panel: &Panel,
    model: &Model,
    prediction: PredictionRecorded,
) -> Decision<Refusal> {
    if image.predicted_by(prediction.model) || image.voided {
        return Ok(vec![]);
    }
    if prediction.panel != image.panel || model.panel != image.panel {
        return Err(Refusal::OtherPanel { model: model.panel.clone(), image: image.panel.clone() });
    }
    let labels: Vec<&LabelId> = prediction.probabilities.iter().map(|p| &p.label).collect();
    let of_model = labels.iter().copied().eq(model.labels.iter());
    if !of_model || !labels.iter().all(|label| panel.label(label).is_some()) {
        return Err(Refusal::ForeignLabels);
    }
    if !is_distribution(&prediction) {
        return Err(Refusal::NoDistribution);
    }
    let suspected = suspicions(panel, &prediction);
    let prediction = std::iter::once(Event::PredictionRecorded(prediction));
    Ok(prediction.chain(suspected.into_iter().map(Event::CriticalFindingSuspected)).collect())
}

fn suspicions(panel: &Panel, prediction: &PredictionRecorded) -> Vec<CriticalFindingSuspected> {
    let critical = |label: &LabelId| panel.label(label).is_some_and(|label| label.critical);
    let passes = |one: &&Probability| critical(&one.label) && one.p >= panel.critical_threshold;
    let suspicion = |one: &Probability| CriticalFindingSuspected {
        image: prediction.image,
        model: prediction.model,
        panel: panel.id.clone(),
        label: one.label.clone(),
        p: one.p,
        threshold: panel.critical_threshold,
        inside: prediction.familiarity.inside,
    };
    prediction.probabilities.iter().filter(passes).map(suspicion).collect()
}

fn is_distribution(prediction: &PredictionRecorded) -> bool {
    let unit = 0.0..=1.0 + TOLERANCE;
    let all = &prediction.probabilities;
    let sum: f64 = all.iter().map(|one| one.p).sum();
    let leads = |one: &Probability| one.label == prediction.label;
    all.iter().all(|one| unit.contains(&one.p))
        && (sum - 1.0).abs() <= TOLERANCE
        && unit.contains(&prediction.confidence)
        && unit.contains(&prediction.uncertainty)
        && prediction.familiarity.energy.is_finite()
        && all.iter().any(leads)
}
