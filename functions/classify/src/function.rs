//! The function: an image came, came back, or a backfill was asked for.
//!
//! It predicts only for the model that is active for the image's panel *now*, and only when the
//! pack of that model is loaded here. Everything else is nothing to do, not an error: an image
//! without a model waits in the worklist and is read without one.

mod backfill;

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use async_trait::async_trait;
use domain::event::{Event, PredictionFailed};
use domain::ids::{ImageId, ModelId, PanelId};
use domain::image::Image;
use infra::picture::{Limits, PictureError, PicturePool, Source};
use runtime::{Function, FunctionError, Outcome, Sources, Trigger};

use crate::engine::{Engine, EngineError};

/// The classify function.
pub struct Classify {
    engines: HashMap<ModelId, Engine>,
    sources: Sources,
    pictures: PicturePool,
    /// The model that was last seen active for a panel: whose failure it is when a try is given up.
    last_active: Mutex<HashMap<PanelId, ModelId>>,
}

impl Classify {
    /// A function that answers with these engines.
    pub fn new(
        engines: impl IntoIterator<Item = Engine>,
        sources: Sources,
        pictures: PicturePool,
    ) -> Self {
        let engines = engines.into_iter().map(|engine| (engine.model(), engine)).collect();
        Self { engines, sources, pictures, last_active: Mutex::default() }
    }

    /// Predicts an image by its panel's active model, where there is something to predict.
    async fn image(&self, id: ImageId) -> Result<Vec<Outcome>, FunctionError> {
        let Some(image) = self.sources.image(id).await? else { return Ok(vec![]) };
        let Some(engine) = self.active_engine(&image.panel).await? else { return Ok(vec![]) };
        match wants(&image, engine) {
            true => Ok(vec![self.predict(&image, engine).await?]),
            false => Ok(vec![]),
        }
    }

    /// The engine of a panel's active model; none when no model is active or its pack is not here.
    async fn active_engine(&self, panel: &PanelId) -> Result<Option<&Engine>, FunctionError> {
        let active = self.sources.panel(panel).await?.and_then(|panel| panel.active_model);
        let engine = active.and_then(|model| self.engines.get(&model));
        if let Some(engine) = engine {
            self.last_active().insert(panel.clone(), engine.model());
        }
        Ok(engine)
    }

    async fn predict(&self, image: &Image, engine: &Engine) -> Result<Outcome, FunctionError> {
        let bytes = self.sources.original(image).await?;
        // It was judged by the laboratory's limits when it came: what was taken is decoded.
        let pixels = u64::from(image.width) * u64::from(image.height);
        let limits = Limits { max_bytes: image.bytes, max_pixels: pixels };
        let picture =
            self.pictures.decode(Source::Bytes(bytes), limits).await.map_err(undecoded)?;
        let scale = image.optics.microns_per_pixel;
        let prediction = engine.predict(picture.pixels, scale).await.map_err(unpredicted)?;
        let record =
            prediction.record(image.id, engine.model(), engine.manifest(), engine.device());
        Ok(Outcome::RecordPrediction(record))
    }

    fn last_active(&self) -> std::sync::MutexGuard<'_, HashMap<PanelId, ModelId>> {
        self.last_active.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl Function for Classify {
    fn name(&self) -> &'static str {
        "classify"
    }

    fn version(&self) -> &str {
        env!("CARGO_PKG_VERSION")
    }

    fn triggers(&self) -> &'static [&'static str] {
        &["ImageUploaded", "ImageRestored", "BackfillRequested"]
    }

    async fn handle(&self, trigger: &Trigger) -> Result<Vec<Outcome>, FunctionError> {
        match &trigger.stored.event {
            Event::ImageUploaded(uploaded) => self.image(uploaded.image).await,
            Event::ImageRestored(restored) => self.image(restored.image).await,
            Event::BackfillRequested(request) => {
                self.backfill(request, trigger.cursor.as_deref()).await
            }
            _ => Ok(vec![]),
        }
    }

    fn gave_up(&self, trigger: &Trigger, reason: &str) -> Vec<Outcome> {
        let (image, panel) = match &trigger.stored.event {
            Event::ImageUploaded(uploaded) => (uploaded.image, &uploaded.panel),
            Event::ImageRestored(restored) => (restored.image, &restored.panel),
            _ => return vec![],
        };
        let model = self.last_active().get(panel).copied();
        model.map(|model| failed(image, model, reason)).into_iter().collect()
    }
}

/// Whether a prediction of this model is still wanted.
fn wants(image: &Image, engine: &Engine) -> bool {
    !image.voided
        && image.panel == engine.manifest().panel.id
        && !image.predicted_by(engine.model())
}

fn failed(image: ImageId, model: ModelId, reason: &str) -> Outcome {
    Outcome::FailPrediction(PredictionFailed { image, model, reason: reason.to_owned() })
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
