//! Somebody asks where a model sees a label.

use std::fmt;

use async_trait::async_trait;
use domain::event::{Event, ExplanationFailed, ExplanationRequested};
use domain::ids::{LabelId, ModelId};
use runtime::{Function, FunctionError, ImageNow, Outcome, Sources, Trigger};

use super::predictor::Predictor;

/// The explain function: draws where in an image a model sees what speaks for a label.
pub struct Explain {
    predictor: Predictor,
}

/// Which map of an image, as its name ends.
struct MapOf<'a> {
    model: ModelId,
    label: &'a LabelId,
}

impl fmt::Display for MapOf<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, ".maps/{}/{}", self.model, self.label)
    }
}

impl Explain {
    /// A function that asks these engines.
    pub fn new(predictor: Predictor) -> Self {
        Self { predictor }
    }

    async fn draw(
        &self,
        wanted: &ExplanationRequested,
        image: &ImageNow,
        sources: &Sources,
    ) -> Result<Vec<Outcome>, FunctionError> {
        let (found, png) = self.predictor.explain(wanted, image, sources).await?;
        let name = MapOf { model: wanted.model, label: &wanted.label };
        sources.keep(image, &name, png).await?;
        if sources.image(image.id).await?.is_none() {
            // Erased while this was at work: what was kept since must go too.
            sources.discard(image).await?;
            return Ok(vec![]);
        }
        Ok(vec![Outcome::RecordExplanation(found)])
    }
}

#[async_trait]
impl Function for Explain {
    fn name(&self) -> &'static str {
        "explain"
    }

    fn version(&self) -> &str {
        env!("CARGO_PKG_VERSION")
    }

    fn triggers(&self) -> &'static [&'static str] {
        &["ExplanationRequested"]
    }

    fn outcomes(&self) -> &'static [&'static str] {
        &["RecordExplanation", "FailExplanation"]
    }

    async fn handle(
        &self,
        trigger: &Trigger,
        sources: &Sources,
    ) -> Result<Vec<Outcome>, FunctionError> {
        let Event::ExplanationRequested(wanted) = &trigger.stored.event else { return Ok(vec![]) };
        match sources.image(wanted.image).await? {
            Some(image) if !image.voided => self.draw(wanted, &image, sources).await,
            _ => Ok(vec![]),
        }
    }

    fn gave_up(&self, trigger: &Trigger, reason: &str) -> Vec<Outcome> {
        let Event::ExplanationRequested(wanted) = &trigger.stored.event else { return vec![] };
        vec![Outcome::FailExplanation(ExplanationFailed {
            image: wanted.image,
            model: wanted.model,
            label: wanted.label.clone(),
            reason: reason.to_owned(),
        })]
    }
}
