//! What starts a function: one event, as a hint that there may be something to do.

use domain::event::{Event, Stored, Unreadable, decode};
use domain::ids::{ImageId, PanelId};
use infra::event_log::RecordedEvent;

/// The types of the events that a function elsewhere may be told of: what happens to images, and what
/// panels and models are. Nothing of patients, cases and people, and nothing of who read what.
pub const TRIGGERS: [&str; 22] = [
    "ImageUploaded",
    "ImageRestored",
    "ImageVoided",
    "ImageReassigned",
    "ImageTakenOver",
    "MixUpSuspected",
    "RenditionsAttached",
    "RenditionsFailed",
    "PredictionRecorded",
    "PredictionFailed",
    "CriticalFindingSuspected",
    "MeasurementsRecorded",
    "ReadingRecorded",
    "FinalVerdictRecorded",
    "FinalVerdictAmended",
    "PanelDefined",
    "PanelRevised",
    "ModelActivated",
    "ModelDeactivated",
    "ModelRegistered",
    "ModelEvaluated",
    "BackfillRequested",
];

/// An event that a function asked to see.
#[derive(Clone, Debug, PartialEq)]
pub struct Trigger {
    /// The event as it stands in the log.
    pub event: RecordedEvent,
    /// The same, read: who, when, why and what. Personal fields are sealed.
    pub stored: Stored,
    /// How often it was delivered before.
    pub retries: u32,
    /// Where the function wanted to go on, when it asked to with
    /// [`Outcome::Continue`](crate::Outcome::Continue). Lost in a crash, which starts over.
    pub cursor: Option<String>,
}

impl Trigger {
    /// Reads an event from the log.
    ///
    /// # Errors
    /// An event that this version does not know.
    pub fn read(event: RecordedEvent, retries: u32) -> Result<Self, Unreadable> {
        let stored = decode(&event.kind, &event.metadata, &event.data)?;
        Ok(Self { event, stored, retries, cursor: None })
    }

    /// The panel that an image came to, for an image that came or came back.
    pub fn panel(&self) -> Option<&PanelId> {
        match &self.stored.event {
            Event::ImageUploaded(e) => Some(&e.panel),
            Event::ImageRestored(e) => Some(&e.panel),
            _ => None,
        }
    }

    /// The image that the event is of, for an event of an image's stream.
    pub fn image(&self) -> Option<ImageId> {
        match &self.stored.event {
            Event::ImageUploaded(e) => Some(e.image),
            Event::ImageRestored(e) => Some(e.image),
            _ => ImageId::from_stream(&self.event.stream),
        }
    }
}
