//! What the functions do with an image.
//!
//! It is predicted only by the model that is active for the image's panel *now*, and only when the
//! pack of that model is loaded here. Everything else is nothing to do, not an error: an image
//! without a model waits in the worklist and is read without one.

use std::collections::HashMap;
use std::sync::Arc;

use bytes::Bytes;
use domain::event::{ExplanationRecorded, ExplanationRequested, PredictionFailed};
use domain::ids::{ImageId, ModelId, PanelId};
use image::RgbImage;
use infra::picture::{Limits, PictureError, PicturePool, Source};
use runtime::{FunctionError, ImageNow, Outcome, Sources};

use crate::engine::{Engine, EngineError};
use crate::explain::{Explanation, ExplanationError};

/// Engines, and where pictures are decoded for them. Cheap to clone.
#[derive(Clone)]
pub struct Predictor {
    engines: Arc<HashMap<ModelId, Engine>>,
    pictures: PicturePool,
}

impl Predictor {
    /// A predictor that answers with these engines.
    pub fn new(engines: impl IntoIterator<Item = Engine>, pictures: PicturePool) -> Self {
        let engines = engines.into_iter().map(|engine| (engine.model(), engine));
        Self { engines: Arc::new(engines.collect()), pictures }
    }

    /// The engine of a panel's active model; none when no model is active or its pack is not here.
    pub(super) async fn active_engine(
        &self,
        panel: &PanelId,
        sources: &Sources,
    ) -> Result<Option<&Engine>, FunctionError> {
        let active = sources.panel(panel).await?.and_then(|panel| panel.active_model);
        Ok(active.and_then(|model| self.engines.get(&model)))
    }

    /// What an engine finds in an image.
    pub(super) async fn predict(
        &self,
        image: &ImageNow,
        engine: &Engine,
        sources: &Sources,
    ) -> Result<Outcome, FunctionError> {
        let picture = self.decode(image, sources).await?;
        let scale = image.optics.microns_per_pixel;
        let prediction = engine.predict(picture, scale).await.map_err(unpredicted)?;
        let (device, precision) = (engine.device(), engine.precision());
        let record =
            prediction.record(image.id, engine.model(), engine.manifest(), device, precision);
        Ok(Outcome::RecordPrediction(record))
    }

    /// Where a model that predicted an image sees a label, and the map of it as a file.
    pub(super) async fn explain(
        &self,
        wanted: &ExplanationRequested,
        image: &ImageNow,
        sources: &Sources,
    ) -> Result<(ExplanationRecorded, Bytes), FunctionError> {
        let absent = || FunctionError::Permanent("the model’s pack is not loaded here".to_owned());
        let engine = self.engines.get(&wanted.model).ok_or_else(absent)?;
        let picture = self.decode(image, sources).await?;
        let explained = engine.explain(picture, wanted.label.clone()).await.map_err(unpredicted)?;
        let Explanation { map, area } = explained.map_err(unexplained)?;
        let (support, opposition) = map.support_and_opposition();
        let record = ExplanationRecorded {
            image: image.id,
            model: wanted.model,
            label: wanted.label.clone(),
            area,
            columns: u32::try_from(map.columns).expect("fewer places across than pixels"),
            rows: u32::try_from(map.rows).expect("fewer places down than pixels"),
            logit: map.logit.into(),
            support: support.into(),
            opposition: opposition.into(),
            bias: map.bias.into(),
            peak: map.peak().into(),
        };
        Ok((record, map.png().into()))
    }

    /// An image's pixels.
    async fn decode(&self, image: &ImageNow, sources: &Sources) -> Result<RgbImage, FunctionError> {
        let bytes = sources.original(image).await?;
        // It was judged by the laboratory's limits when it came: what was taken is decoded.
        let pixels = u64::from(image.width) * u64::from(image.height);
        let limits = Limits { max_bytes: image.bytes, max_pixels: pixels };
        let picture = self.pictures.decode(Source::Bytes(bytes), limits).await;
        Ok(picture.map_err(undecoded)?.pixels)
    }
}

/// Whether a prediction of this model is still wanted.
pub(super) fn wants(image: &ImageNow, engine: &Engine) -> bool {
    !image.voided
        && image.panel == engine.manifest().panel.id
        && !image.predicted_by(engine.model())
}

pub(super) fn failed(image: ImageId, model: ModelId, reason: &str) -> Outcome {
    Outcome::FailPrediction(PredictionFailed { image, model, reason: reason.to_owned() })
}

fn unexplained(error: ExplanationError) -> FunctionError {
    match error {
        ExplanationError::Model(_) => FunctionError::Retry(error.to_string()),
        ExplanationError::UnknownLabel(_) | ExplanationError::Empty(_) => {
            FunctionError::Permanent(error.to_string())
        }
    }
}

fn undecoded(error: PictureError) -> FunctionError {
    match error {
        PictureError::Unavailable(_) => FunctionError::Retry(error.to_string()),
        _ => FunctionError::Permanent(error.to_string()),
    }
}

fn unpredicted(error: EngineError) -> FunctionError {
    match error {
        EngineError::Empty(_) => FunctionError::Permanent(error.to_string()),
        EngineError::Stopped | EngineError::Failed(_) => FunctionError::Retry(error.to_string()),
    }
}
