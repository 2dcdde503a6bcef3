//! Which streams belong together: a patient's cases and images.

use std::collections::BTreeSet;

use domain::event::{Event, decode};
use domain::ids::{CaseId, ImageId, PatientId};
use infra::event_log::{Direction, Filter, Position, RecordedEvent};

use super::History;
use crate::ReadError;
use crate::cases::CaseRow;
use crate::checkpoint;
use crate::images::ImageRow;
use crate::patients::ErasedRow;
use crate::store::Current;
use crate::table::select;

/// How many events are read at once.
const PAGE: usize = 5_000;

/// A patient's cases and images, in the order of their ids.
#[derive(Default)]
pub(super) struct Related {
    pub(super) cases: BTreeSet<CaseId>,
    pub(super) images: BTreeSet<ImageId>,
}

/// The read models, as an index of who has which cases and images.
#[derive(Clone)]
pub(crate) struct Index {
    store: Current,
}

impl Index {
    pub(crate) fn new(store: Current) -> Self {
        Self { store }
    }

    /// What a patient has, up to the position given with it; none of an erased patient, of whom
    /// the read models know nothing.
    async fn related(
        &self,
        id: PatientId,
    ) -> Result<Option<(Option<Position>, Related)>, ReadError> {
        let mut db = self.store.read().await?;
        // The checkpoint first: what is folded after it is read twice, never missed.
        let position = checkpoint::position(&mut db).await?;
        if !select::<ErasedRow, _>(&mut db, "id", &[id]).await?.is_empty() {
            return Ok(None);
        }
        let cases = select::<CaseRow, _>(&mut db, "patient_id", &[id]).await?;
        let images = select::<ImageRow, _>(&mut db, "patient_id", &[id]).await?;
        let related = Related {
            cases: cases.into_iter().map(|row| row.id).collect(),
            images: images.into_iter().map(|row| row.id).collect(),
        };
        Ok(Some((position, related)))
    }
}

impl History {
    /// All events of a stream.
    pub(super) async fn stream(&self, stream: &str) -> Result<Vec<RecordedEvent>, ReadError> {
        let mut events: Vec<RecordedEvent> = Vec::new();
        loop {
            let from = events.last().map(|event| event.revision + 1);
            let page = self.log.read_stream(stream, from, Direction::Forwards, PAGE).await?;
            let more = page.len() == PAGE;
            events.extend(page);
            if !more {
                return Ok(events);
            }
        }
    }

    /// A patient's cases and images: from the read models as far as they go, from the log beyond.
    pub(super) async fn related(&self, id: PatientId) -> Result<Related, ReadError> {
        let indexed = match &self.index {
            Some(index) => index.related(id).await?,
            None => None,
        };
        let (mut beyond, mut related) = indexed.unwrap_or_default();
        let filter = Filter::Types(vec!["CaseOpened".into(), "ImageUploaded".into()]);
        loop {
            let page = self.log.read_all(beyond, Direction::Forwards, &filter, PAGE).await?;
            for event in &page {
                match decode(&event.kind, &event.metadata, &event.data)?.event {
                    Event::CaseOpened(e) if e.patient == id => {
                        related.cases.insert(e.case);
                    }
                    Event::ImageUploaded(e) if e.patient == id => {
                        related.images.insert(e.image);
                    }
                    _ => {}
                }
            }
            match page.last() {
                Some(last) if page.len() == PAGE => beyond = Some(last.position),
                _ => return Ok(related),
            }
        }
    }
}

/// Whose case it is, by its events.
pub(super) fn patient_of(case: &[RecordedEvent]) -> Result<Option<PatientId>, ReadError> {
    let Some(first) = case.first() else { return Ok(None) };
    match decode(&first.kind, &first.metadata, &first.data)?.event {
        Event::CaseOpened(e) => Ok(Some(e.patient)),
        _ => Ok(None),
    }
}

/// Whether an image was ever of a case, by the image's events.
pub(super) fn belongs(image: &[RecordedEvent], case: CaseId) -> Result<bool, ReadError> {
    let placing = ["ImageUploaded", "ImageRestored"];
    for event in image.iter().filter(|event| placing.contains(&event.kind.as_str())) {
        match decode(&event.kind, &event.metadata, &event.data)?.event {
            Event::ImageUploaded(e) if e.case == case => return Ok(true),
            Event::ImageRestored(e) if e.case == case => return Ok(true),
            _ => {}
        }
    }
    Ok(false)
}
