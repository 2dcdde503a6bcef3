//! Tells events in plain words, in the order of the log, with what came before in mind.

use std::collections::HashMap;

use domain::envelope::Actor;
use domain::event::Event;
use domain::ids::{ImageId, LabelId, ModelId, PanelId};
use domain::personal::Opened;
use domain::verdict::Verdict;
use infra::event_log::RecordedEvent;

use super::blind::Unread;
use super::names::Names;
use super::panels::panels_of;
use super::summary::{Told, summary};
use super::{ActorView, Entry, History};
use crate::ReadError;
use crate::open::{Fact, Opener, plain};

/// Goes through events from the oldest to the newest.
pub(super) struct Teller<'a> {
    history: &'a History,
    /// What the viewer is yet to read.
    unread: Unread,
    opener: Opener,
    names: Names,
    images: HashMap<ImageId, Image>,
}

/// What is known of an image so far.
#[derive(Default)]
struct Image {
    panel: Option<PanelId>,
    prediction: Option<(LabelId, f64)>,
}

impl<'a> Teller<'a> {
    pub(super) fn new(history: &'a History, unread: Unread) -> Self {
        let opener = Opener::new(history.vault.clone());
        Self { history, unread, opener, names: Names::default(), images: HashMap::new() }
    }

    pub(super) async fn tell(&mut self, recorded: &RecordedEvent) -> Result<Entry, ReadError> {
        let fact = self.opener.open(recorded).await?;
        self.learn(&fact).await?;
        let actor = self.actor(&fact.at.actor).await?;
        let image = ImageId::from_stream(&recorded.stream).and_then(|id| self.images.get(&id));
        let panel = image.and_then(|image| image.panel.as_ref());
        let model = match model_of(&fact.event) {
            Some(model) => self.names.model(self.history, model).await?,
            None => String::new(),
        };
        let names = &self.names;
        let told = Told {
            who: &actor.name,
            model: &model,
            label: &|verdict| names.verdict(panel, verdict),
            label_of: &|panel, label| names.verdict(Some(panel), &Verdict::Label(label.clone())),
            predicted: image
                .and_then(|image| image.prediction.as_ref())
                .map(|(label, p)| (names.verdict(panel, &Verdict::Label(label.clone())), *p)),
        };
        let summary = summary(&fact.event, &told);
        self.remember(&recorded.stream, &fact.event);
        let withheld = self.unread.withholds(&recorded.stream, &fact.event);
        let mut entry = Entry {
            position: recorded.position.0,
            stream: recorded.stream.clone(),
            revision: recorded.revision,
            at: fact.at.recorded_at,
            actor,
            kind: recorded.kind.clone(),
            summary,
            blind: false,
            data: data(fact.event),
        };
        if withheld {
            entry.withhold();
        }
        Ok(entry)
    }

    /// The labels' names, and an image's panel, before the event is told.
    async fn learn(&mut self, fact: &Fact) -> Result<(), ReadError> {
        for panel in panels_of(&fact.event) {
            self.names.learn(self.history, panel).await?;
        }
        let (image, panel) = match &fact.event {
            Event::ImageUploaded(e) => (e.image, &e.panel),
            Event::ImageRestored(e) => (e.image, &e.panel),
            _ => return Ok(()),
        };
        let image = self.images.entry(image).or_default();
        if image.panel.as_ref() != Some(panel) {
            *image = Image { panel: Some(panel.clone()), prediction: None };
        }
        Ok(())
    }

    /// What a later event may refer to.
    fn remember(&mut self, stream: &str, event: &Event<Opened>) {
        if let (Some(id), Event::PredictionRecorded(e)) = (ImageId::from_stream(stream), event) {
            let image = self.images.entry(id).or_default();
            image.prediction = Some((e.label.clone(), e.confidence));
        }
    }

    async fn actor(&mut self, actor: &Actor) -> Result<ActorView, ReadError> {
        Ok(match actor {
            Actor::Person { id, role } => ActorView {
                kind: "person".into(),
                id: Some(id.0),
                name: self.names.person(self.history, *id).await?,
                role: Some(*role),
                version: None,
            },
            Actor::Function { name, version } => ActorView {
                kind: "function".into(),
                id: None,
                name: name.clone(),
                role: None,
                version: Some(version.clone()),
            },
            Actor::System { name } => ActorView {
                kind: "system".into(),
                id: None,
                name: name.clone(),
                role: None,
                version: None,
            },
        })
    }
}

/// The model that an event is about.
fn model_of<P>(event: &Event<P>) -> Option<ModelId> {
    match event {
        Event::PredictionRecorded(e) => Some(e.model),
        Event::PredictionFailed(e) => Some(e.model),
        Event::CriticalFindingSuspected(e) => Some(e.model),
        Event::ExplanationRequested(e) => Some(e.model),
        Event::ExplanationRecorded(e) => Some(e.model),
        Event::ExplanationFailed(e) => Some(e.model),
        Event::ModelEvaluated(e) => Some(e.model),
        Event::ModelActivated(e) => Some(e.model),
        Event::ModelDeactivated(e) => Some(e.model),
        Event::BackfillRequested(e) => Some(e.model),
        _ => None,
    }
}

/// An event's data with its personal fields opened.
pub(super) fn data(event: Event<Opened>) -> serde_json::Value {
    let plain = |_, text| Ok::<_, std::convert::Infallible>(plain(&text));
    let Ok(event) = event.try_map(plain);
    let mut tagged = serde_json::to_value(event).expect("events hold nothing that JSON cannot");
    tagged["data"].take()
}
