//! Backfill: every image of a panel that lacks a prediction of the active model gets one.
//!
//! One event may stand for a hundred thousand images, more than one try can answer. So a try
//! answers a handful and asks to go on, with the position in the log as its cursor; what it found is
//! recorded before the next handful. Images are found by their events in the log, and each is judged
//! by its present state: one that was predicted meanwhile, or voided, is passed over. So a backfill
//! that is interrupted anywhere can simply begin again, and two at once do no harm.

use async_trait::async_trait;
use domain::event::{BackfillRequested, Event, decode};
use domain::ids::{ImageId, PanelId};
use futures::{StreamExt, TryStreamExt};
use infra::event_log::{Position, RecordedEvent};
use runtime::{Function, FunctionError, ImageNow, Outcome, Sources, Trigger};

use super::predictor::{Predictor, failed, wants};
use crate::engine::Engine;

/// The most images that one try predicts: one full batch, so that new images are soon served.
const HANDFUL: usize = 8;

/// How many events one try looks at.
const PAGE: usize = 500;

/// The backfill function: predicts the images that came before their model did.
pub struct Backfill {
    predictor: Predictor,
}

#[async_trait]
impl Function for Backfill {
    fn name(&self) -> &'static str {
        "backfill"
    }

    fn version(&self) -> &str {
        env!("CARGO_PKG_VERSION")
    }

    fn triggers(&self) -> &'static [&'static str] {
        &["BackfillRequested"]
    }

    fn outcomes(&self) -> &'static [&'static str] {
        &["RecordPrediction", "FailPrediction", "Continue"]
    }

    async fn handle(
        &self,
        trigger: &Trigger,
        sources: &Sources,
    ) -> Result<Vec<Outcome>, FunctionError> {
        match &trigger.stored.event {
            Event::BackfillRequested(request) => {
                self.next(request, trigger.cursor.as_deref(), sources).await
            }
            _ => Ok(vec![]),
        }
    }

    /// It is no image's failure: those that cannot be predicted were told one by one.
    fn gave_up(&self, _: &Trigger, _: &str) -> Vec<Outcome> {
        vec![]
    }
}

impl Backfill {
    /// A function that predicts so.
    pub fn new(predictor: Predictor) -> Self {
        Self { predictor }
    }

    /// Answers the next handful.
    async fn next(
        &self,
        request: &BackfillRequested,
        cursor: Option<&str>,
        sources: &Sources,
    ) -> Result<Vec<Outcome>, FunctionError> {
        let engine = self.predictor.active_engine(&request.panel, sources).await?;
        let Some(engine) = engine else { return Ok(vec![]) };
        if engine.model() != request.model {
            return Ok(vec![]);
        }
        let after = cursor.map(position).transpose()?;
        let arrivals = ["ImageUploaded", "ImageRestored"];
        let events = sources.events(after, &arrivals, PAGE).await?;
        let (images, reached) = self.handful(&request.panel, engine, &events, sources).await?;
        let mut outcomes = self.predict_all(images, engine, sources).await?;
        if let Some(Position(reached)) = reached {
            outcomes.push(Outcome::Continue { cursor: reached.to_string() });
        }
        Ok(outcomes)
    }

    /// The first images of these events that want a prediction, and how far the events were looked
    /// at; none when there were none.
    async fn handful(
        &self,
        panel: &PanelId,
        engine: &Engine,
        events: &[RecordedEvent],
        sources: &Sources,
    ) -> Result<(Vec<ImageNow>, Option<Position>), FunctionError> {
        let (mut images, mut reached) = (Vec::new(), None);
        for event in events {
            if images.len() == HANDFUL {
                break;
            }
            reached = Some(event.position);
            let Some(id) = came_to(panel, event)? else { continue };
            if let Some(image) = sources.image(id).await?
                && wants(&image, engine)
                && !images.iter().any(|other: &ImageNow| other.id == id)
            {
                images.push(image);
            }
        }
        Ok((images, reached))
    }

    /// All at once, so that they make one batch. An image that cannot be predicted is told and does
    /// not keep the others from it.
    async fn predict_all(
        &self,
        images: Vec<ImageNow>,
        engine: &Engine,
        sources: &Sources,
    ) -> Result<Vec<Outcome>, FunctionError> {
        let answer = |image: ImageNow| async move {
            match self.predictor.predict(&image, engine, sources).await {
                Err(FunctionError::Permanent(reason)) => {
                    Ok(failed(image.id, engine.model(), &reason))
                }
                other => other,
            }
        };
        futures::stream::iter(images).map(answer).buffered(HANDFUL).try_collect().await
    }
}

/// The image that an event brought to a panel.
fn came_to(panel: &PanelId, event: &RecordedEvent) -> Result<Option<ImageId>, FunctionError> {
    let stored = decode(&event.kind, &event.metadata, &event.data)
        .map_err(|error| FunctionError::Permanent(error.to_string()))?;
    Ok(match stored.event {
        Event::ImageUploaded(uploaded) => (uploaded.panel == *panel).then_some(uploaded.image),
        Event::ImageRestored(restored) => (restored.panel == *panel).then_some(restored.image),
        _ => None,
    })
}

fn position(cursor: &str) -> Result<Position, FunctionError> {
    let bad = |_| FunctionError::Permanent(format!("“{cursor}” is no place in the log"));
    cursor.parse().map(Position).map_err(bad)
}
