//! A function that runs elsewhere: a trigger is sent to its URL, and what it answers is what it
//! found. To the worker it is a function like any other.

mod answer;
mod call;

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use domain::event::PredictionFailed;
use domain::ids::{ModelId, PanelId};
use infra::telemetry::spans;
use url::Url;
use uuid::Uuid;

use crate::cloudevent::{CloudEvent, Present};
use crate::signature::Secrets;
use crate::{Function, FunctionError, Outcome, Sources, Trigger, http};

/// How long the link to an original is good for.
const LINK: Duration = Duration::from_secs(15 * 60);

/// What is known of a function that runs elsewhere.
#[derive(Clone, Debug)]
pub struct RemoteSettings {
    /// Its name, which is its group's in the log.
    pub name: String,
    /// Its version, recorded with what it finds.
    pub version: String,
    /// Where triggers are sent.
    pub url: Url,
    /// The types of the events that are sent.
    pub triggers: Vec<String>,
    /// The kinds of outcomes that it may answer.
    pub outcomes: Vec<String>,
    /// What is signed with.
    pub secrets: Option<Secrets>,
    /// How long an answer may take.
    pub timeout: Duration,
}

/// A function behind a URL.
pub struct Remote {
    name: &'static str,
    version: String,
    url: Url,
    triggers: &'static [&'static str],
    outcomes: &'static [&'static str],
    secrets: Option<Secrets>,
    /// The log's identity, which a trigger names as its source.
    log: Uuid,
    http: reqwest::Client,
    /// The model that was last seen active for a panel: whose failure it is when a try is given up.
    last_active: Mutex<HashMap<PanelId, ModelId>>,
}

impl Remote {
    /// A function that is called so, for triggers of this log. Once a process for each: its names
    /// are kept until the end.
    ///
    /// # Errors
    /// When TLS cannot be had.
    pub fn new(settings: RemoteSettings, log: Uuid) -> Result<Self, reqwest::Error> {
        Ok(Self {
            http: http::client(settings.timeout)?,
            name: settings.name.leak(),
            version: settings.version,
            url: settings.url,
            triggers: kept(settings.triggers),
            outcomes: kept(settings.outcomes),
            secrets: settings.secrets,
            log,
            last_active: Mutex::default(),
        })
    }

    /// Whose prediction is awaited.
    fn remember(&self, present: &Present) {
        let Some(panel) = &present.panel else { return };
        let mut last = self.last_active.lock().unwrap_or_else(PoisonError::into_inner);
        match panel.active_model {
            Some(model) => last.insert(panel.id.clone(), model),
            None => last.remove(&panel.id),
        };
    }

    fn failed_prediction(&self, trigger: &Trigger, reason: &str) -> Option<Outcome> {
        let last = self.last_active.lock().unwrap_or_else(PoisonError::into_inner);
        let (image, model) = (trigger.image()?, *last.get(trigger.panel()?)?);
        let reason = reason.to_owned();
        Some(Outcome::FailPrediction(PredictionFailed { image, model, reason }))
    }
}

fn kept(names: Vec<String>) -> &'static [&'static str] {
    let names: Vec<&'static str> = names.into_iter().map(|name| &*name.leak()).collect();
    names.leak()
}

#[async_trait]
impl Function for Remote {
    fn name(&self) -> &'static str {
        self.name
    }

    fn version(&self) -> &str {
        &self.version
    }

    fn triggers(&self) -> &'static [&'static str] {
        self.triggers
    }

    fn outcomes(&self) -> &'static [&'static str] {
        self.outcomes
    }

    async fn handle(
        &self,
        trigger: &Trigger,
        sources: &Sources,
    ) -> Result<Vec<Outcome>, FunctionError> {
        let present = Present::of(trigger, sources, LINK).await?;
        if trigger.image().is_some() && present.image.is_none() {
            return Ok(vec![]);
        }
        self.remember(&present);
        let event = CloudEvent::from_trigger(self.log, trigger, present);
        let mut event = event.map_err(|bad| FunctionError::Permanent(bad.to_string()))?;
        event.traceparent = spans::current().or(event.traceparent);
        let answers = self.call(&event).await?;
        answers.into_iter().map(|answer| self.judge(trigger, answer)).collect()
    }

    /// A prediction that will not come is told beside the image.
    fn gave_up(&self, trigger: &Trigger, reason: &str) -> Vec<Outcome> {
        match self.outcomes.contains(&"RecordPrediction") {
            true => self.failed_prediction(trigger, reason).into_iter().collect(),
            false => vec![],
        }
    }
}
