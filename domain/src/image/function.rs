//! What functions found of an image, besides predictions.

use super::{Image, Refusal, Renditions};
use crate::aggregate::Decision;
use crate::event::*;

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
