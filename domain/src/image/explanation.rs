//! Where in an image a model sees what speaks for a label: asked for by persons, answered by a
//! function.

use super::{Image, Refusal};
use crate::access::Viewer;
use crate::aggregate::Decision;
use crate::event::{Event, ExplanationFailed, ExplanationRecorded, ExplanationRequested};
use crate::ids::{LabelId, ModelId};
use crate::model::Model;
use crate::panel::Panel;

/// What became of a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It is being worked on.
    Awaited,
    /// It is stored.
    Recorded,
    /// It could not be given; the question may be asked again.
    Failed,
}

/// A question about an image, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// Which model is explained.
    pub model: ModelId,
    /// For which label.
    pub label: LabelId,
    /// What became of it.
    pub answer: Answer,
}

/// Somebody asks where a model that predicted the image sees a label. What is asked or answered
/// already is not asked again. Who is yet to read the image blind may not ask.
pub fn request(
    image: &Image,
    panel: &Panel,
    model: &Model,
    viewer: Viewer,
    label: LabelId,
) -> Decision<Refusal> {
    image.in_work()?;
    if viewer.is_blind(panel.blind, image.last_reading(viewer.user).is_some()) {
        return Err(Refusal::YetToRead);
    }
    if !image.present_models().contains(&model.id) {
        return Err(Refusal::NotPredicted);
    }
    if !model.labels.contains(&label) {
        let label = label.as_str().to_owned();
        return Err(Refusal::UnknownLabel { label, panel: panel.id.clone() });
    }
    Ok(match image.explanation(model.id, &label) {
        Some(Answer::Awaited | Answer::Recorded) => vec![],
        Some(Answer::Failed) | None => {
            let (image, model) = (image.id, model.id);
            vec![Event::ExplanationRequested(ExplanationRequested { image, model, label })]
        }
    })
}

/// A function found where. Once is enough, and one that comes when the image is voided is late.
pub fn record(image: &Image, found: ExplanationRecorded) -> Decision<Refusal> {
    let figures = [found.logit, found.support, found.opposition, found.bias, found.peak];
    let area = found.area;
    let inside = |start: u32, length: u32, of: u32| {
        length > 0 && start.checked_add(length).is_some_and(|end| end <= of)
    };
    if !figures.iter().all(|figure| figure.is_finite())
        || !inside(area.left, area.width, image.width)
        || !inside(area.top, area.height, image.height)
    {
        return Err(Refusal::ExplanationUnfit);
    }
    let awaited = image.explanation(found.model, &found.label) != Some(Answer::Recorded);
    match awaited && !image.voided {
        true => Ok(vec![Event::ExplanationRecorded(found)]),
        false => Ok(vec![]),
    }
}

/// It cannot be found. Said once of a question.
pub fn fail(image: &Image, failure: ExplanationFailed) -> Decision<Refusal> {
    let awaited = image.explanation(failure.model, &failure.label) == Some(Answer::Awaited);
    match awaited && !image.voided {
        true => Ok(vec![Event::ExplanationFailed(failure)]),
        false => Ok(vec![]),
    }
}

impl Image {
    /// What became of the question where a model sees a label.
    pub fn explanation(&self, model: ModelId, label: &LabelId) -> Option<Answer> {
        let its = |one: &&Explanation| one.model == model && one.label == *label;
        self.explanations.iter().find(its).map(|one| one.answer)
    }

    pub(super) fn explain(&mut self, model: ModelId, label: &LabelId, answer: Answer) {
        self.explanations.retain(|one| one.model != model || one.label != *label);
        self.explanations.push(Explanation { model, label: label.clone(), answer });
    }
}
