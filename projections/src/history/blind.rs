//! What a viewer is not told yet of images that are to be read blind: decided by how things stand now,
//! for what was before tells of it too. The log alone is asked.

use std::collections::{BTreeMap, BTreeSet};

use domain::event::{Event, decode};
use domain::ids::{CaseId, ImageId, PanelId, UserId};
use infra::event_log::RecordedEvent;

use super::Entry;
use crate::ReadError;
use crate::sight::Sight;

/// What is said in place of what is withheld.
const SUMMARY: &str = "Blind reading: shown after you record yours.";

/// The images that a viewer is yet to read, and the cases that they ever were of.
#[derive(Default)]
pub(super) struct Unread {
    reader: Option<UserId>,
    pub(super) images: BTreeSet<ImageId>,
    cases: BTreeSet<CaseId>,
}

/// An image as far as it decides.
struct Image {
    panel: PanelId,
    /// Who has read it under that panel.
    readers: BTreeSet<UserId>,
    in_work: bool,
    cases: BTreeSet<CaseId>,
}

impl Unread {
    /// Those among whole streams of images; events of other streams are passed over.
    pub(super) fn among(events: &[RecordedEvent], sight: &Sight) -> Result<Self, ReadError> {
        let Some(reader) = sight.reader() else { return Ok(Self::default()) };
        let mut images: BTreeMap<ImageId, Image> = BTreeMap::new();
        for event in events {
            let Some(id) = ImageId::from_stream(&event.stream) else { continue };
            let event = decode(&event.kind, &event.metadata, &event.data)?.event;
            match images.get_mut(&id) {
                Some(image) => image.apply(&event),
                None => images.extend(Image::start(&event).map(|image| (id, image))),
            }
        }
        images.retain(|_, image| sight.is_blind(&image.panel, |by| image.readers.contains(&by)));
        let in_work = images.values().filter(|image| image.in_work);
        let cases = in_work.flat_map(|image| image.cases.iter().copied()).collect();
        Ok(Self { reader: Some(reader), images: images.into_keys().collect(), cases })
    }

    /// The reader, if images that ever were of this case are yet to be read.
    pub(super) fn reader_of(&self, case: CaseId) -> Option<UserId> {
        self.reader.filter(|_| self.cases.contains(&case))
    }

    /// Whether an event of a stream tells what the viewer is not to be told yet. What the viewer said
    /// is no secret.
    pub(super) fn withholds<P>(&self, stream: &str, event: &Event<P>) -> bool {
        let of_image = ImageId::from_stream(stream).is_some_and(|id| self.images.contains(&id));
        let of_case = CaseId::from_stream(stream).is_some_and(|id| self.cases.contains(&id));
        (of_image || of_case)
            && tells(event.kind())
            && said_by(event).is_none_or(|by| Some(by) != self.reader)
    }
}

impl Image {
    fn start<P>(event: &Event<P>) -> Option<Self> {
        let Event::ImageUploaded(e) = event else { return None };
        let (panel, cases) = (e.panel.clone(), BTreeSet::from([e.case]));
        Some(Self { panel, readers: BTreeSet::new(), in_work: true, cases })
    }

    fn apply<P>(&mut self, event: &Event<P>) {
        match event {
            Event::ReadingRecorded(e) => {
                self.readers.insert(e.reader);
            }
            Event::ImageVoided(_) => self.in_work = false,
            Event::ImageReassigned(e) if e.to_image != e.image => self.in_work = false,
            Event::ImageReassigned(e) => {
                self.cases.insert(e.to_case);
            }
            Event::ImageRestored(e) => {
                self.in_work = true;
                self.cases.insert(e.case);
                if self.panel != e.panel {
                    self.panel = e.panel.clone();
                    self.readers.clear();
                }
            }
            _ => {}
        }
    }
}

/// Whether events of this type say what a model, a function or a reader makes of an image or a case.
pub(crate) fn tells(kind: &str) -> bool {
    const TELL: [&str; 14] = [
        "PredictionRecorded",
        "PredictionFailed",
        "MeasurementsRecorded",
        "ExplanationRequested",
        "ExplanationRecorded",
        "ExplanationFailed",
        "CriticalFindingSuspected",
        "ReadingRecorded",
        "FinalVerdictRecorded",
        "FinalVerdictAmended",
        "ConclusionIssued",
        "ConclusionAmended",
        "CriticalFindingDeclared",
        "CriticalResultNotified",
    ];
    TELL.contains(&kind)
}

/// The reader whose word it is.
fn said_by<P>(event: &Event<P>) -> Option<UserId> {
    match event {
        Event::ReadingRecorded(e) => Some(e.reader),
        Event::FinalVerdictRecorded(e) => Some(e.reader),
        Event::FinalVerdictAmended(e) => Some(e.reader),
        Event::ConclusionIssued(e) => Some(e.reader),
        Event::ConclusionAmended(e) => Some(e.reader),
        Event::CriticalFindingDeclared(e) => Some(e.reader),
        Event::CriticalResultNotified(e) => Some(e.reader),
        _ => None,
    }
}

impl Entry {
    /// That something was said, and when; not what.
    pub(super) fn withhold(&mut self) {
        self.blind = true;
        self.summary = SUMMARY.to_owned();
        self.data = serde_json::Value::Null;
    }

    /// Whether one command said both, and both are withheld: how much it had to say would tell
    /// something, such as that a model's prediction came with a suspicion.
    pub(super) fn goes_with(&self, last: &Self) -> bool {
        self.blind && last.blind && (&self.stream, self.at) == (&last.stream, last.at)
    }
}
