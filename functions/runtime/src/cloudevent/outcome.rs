//! An outcome as a CloudEvent.

use serde::Deserialize;
use serde_json::value::RawValue;

use super::{BadCloudEvent, CloudEvent, SPECVERSION};
use crate::apply::command_id;
use crate::{Function, Outcome, Trigger};

/// What every outcome's type begins with; [`Outcome::kind`] follows.
const OUTCOME: &str = "hemaclassify.outcome.";

impl CloudEvent {
    /// An outcome, as a function behind HTTP answers it.
    ///
    /// # Errors
    /// An outcome that JSON cannot hold.
    pub fn from_outcome(
        function: &dyn Function,
        trigger: &Trigger,
        outcome: &Outcome,
    ) -> Result<Self, BadCloudEvent> {
        #[derive(Deserialize)]
        struct Content {
            data: Box<RawValue>,
        }
        let content: Content = serde_json::from_str(&serde_json::to_string(outcome)?)?;
        Ok(Self {
            specversion: SPECVERSION.to_owned(),
            id: command_id(function, &trigger.event, outcome).to_string(),
            source: format!("/functions/{}/{}", function.name(), function.version()),
            r#type: format!("{OUTCOME}{}", outcome.kind()),
            subject: outcome.image().map(|image| image.stream()),
            time: None,
            datacontenttype: Some("application/json".to_owned()),
            traceparent: trigger.stored.envelope.traceparent.clone(),
            correlationid: Some(trigger.stored.envelope.correlation),
            causationid: Some(trigger.event.id),
            position: None,
            revision: None,
            retries: None,
            cursor: None,
            data: content.data,
        })
    }

    /// The outcome that a function answered.
    ///
    /// # Errors
    /// A CloudEvent that is no outcome of this product.
    pub fn into_outcome(self) -> Result<Outcome, BadCloudEvent> {
        let kind = serde_json::to_string(self.kind_after(OUTCOME)?)?;
        let tagged = format!(r#"{{"type":{kind},"data":{}}}"#, self.data);
        Ok(serde_json::from_str(&tagged)?)
    }
}
