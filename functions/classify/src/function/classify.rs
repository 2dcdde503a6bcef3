//! An image came, or came back.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use domain::event::Event;
use domain::ids::{ImageId, ModelId, PanelId};
use runtime::{Function, FunctionError, Outcome, Sources, Trigger};

use super::predictor::{Predictor, failed, wants};

/// The classify function: predicts an image as it comes.
pub struct Classify {
    predictor: Predictor,
    /// The model that was last seen active for a panel: whose failure it is when a try is given up.
    last_active: Mutex<HashMap<PanelId, ModelId>>,
}

impl Classify {
    /// A function that predicts so.
    pub fn new(predictor: Predictor) -> Self {
        Self { predictor, last_active: Mutex::default() }
    }

    /// Predicts an image by its panel's active model, where there is something to predict.
    async fn image(&self, id: ImageId, sources: &Sources) -> Result<Vec<Outcome>, FunctionError> {
        let Some(image) = sources.image(id).await? else { return Ok(vec![]) };
        let engine = self.predictor.active_engine(&image.panel, sources).await?;
        let Some(engine) = engine else { return Ok(vec![]) };
        self.last_active().insert(image.panel.clone(), engine.model());
        match wants(&image, engine) {
            true => Ok(vec![self.predictor.predict(&image, engine, sources).await?]),
            false => Ok(vec![]),
        }
    }

    fn last_active(&self) -> MutexGuard<'_, HashMap<PanelId, ModelId>> {
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
        &["ImageUploaded", "ImageRestored"]
    }

    fn outcomes(&self) -> &'static [&'static str] {
        &["RecordPrediction", "FailPrediction"]
    }

    async fn handle(
        &self,
        trigger: &Trigger,
        sources: &Sources,
    ) -> Result<Vec<Outcome>, FunctionError> {
        match &trigger.stored.event {
            Event::ImageUploaded(uploaded) => self.image(uploaded.image, sources).await,
            Event::ImageRestored(restored) => self.image(restored.image, sources).await,
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
